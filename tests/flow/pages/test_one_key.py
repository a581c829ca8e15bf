"""A key names one content, at every door: no file, act or receipt of one person gets into another's case."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from govhall.applications.models import OnlineApplication
from govhall.casework.models import Case
from govhall.files.models import Material
from tenants.context import hall_context
from tenants.models import Membership, Point
from tenants.roles import Role
from tests.builders.files import keep_in, scan
from tests.builders.screen import SignedIn, at, case_data, filled, text
from tests.builders.state import everything
from tests.builders.world import BIRTH, TOWNSHIP, World, paper_codes

FIRST, SECOND = '511921198001011237', '511921198001011317'
FIRST_PAPER = paper_codes(BIRTH)[0]
KEY = re.compile(r'name="submission" value="([0-9a-f-]+)"')


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> None:
    """Files are kept beside the test."""
    keep_in(settings, tmp_path)


@pytest.fixture(params=['counter', 'points'])
def door(request: pytest.FixtureRequest, world: World, signed_in: SignedIn) -> tuple[Client, str]:
    """Whoever takes papers in, and where."""
    if request.param == 'counter':
        return signed_in(world.clerk(TOWNSHIP)), at(TOWNSHIP, f'counter/{BIRTH}/')
    agent = world.person(TOWNSHIP, Role.AGENT)
    point = Point.objects.filter(hall__code=TOWNSHIP).order_by('code')[0]
    Membership.objects.filter(person_id=agent.person_id).update(point=point.code)
    return signed_in(agent), at(TOWNSHIP, f'points/{BIRTH}/')


def scanned(size: int = 900) -> SimpleUploadedFile:
    return SimpleUploadedFile('scan.pdf', scan(size), 'application/pdf')


def cases(world: World) -> list[tuple[str, str]]:
    with hall_context(world.hall(TOWNSHIP)):
        return [(case.applicant.name, case.applicant.id_number) for case in Case.objects.order_by('number')]


def test_the_form_of_one_person_sent_for_another_is_no_case_until_pressed_again(
    world: World, door: tuple[Client, str]
) -> None:
    client, address = door
    form = filled(BIRTH, name='张一', id_number=FIRST)
    first = client.post(address, form).headers['Location']
    with hall_context(world.hall(TOWNSHIP)):
        before = everything()
    second = form | {'name': '李二', 'id_number': SECOND, f'file-{FIRST_PAPER}': scanned()}
    answer = client.post(address, second)
    assert answer.status_code == 409
    assert '这张表已经收过一件' in text(answer)
    assert first in answer.content.decode()  # the way to the first case
    shown = answer.content.decode()
    assert 'value="李二"' in shown and f'value="{SECOND}"' in shown
    assert len(re.findall(r'name="paper-[^>]* checked', shown)) == len(paper_codes(BIRTH))
    with hall_context(world.hall(TOWNSHIP)):
        assert everything() == before
    found = KEY.search(answer.content.decode())
    assert found and found[1] != form['submission']
    again = second | {'submission': found[1], f'file-{FIRST_PAPER}': scanned()}
    other = client.post(address, again).headers['Location']
    assert other != first
    assert cases(world) == [('张一', FIRST), ('李二', SECOND)]
    number = case_data(client.get(other))['number']
    with hall_context(world.hall(TOWNSHIP)):
        assert Material.objects.get().case == Case.objects.get(number=number).uid


@pytest.mark.parametrize(
    'change',
    [
        {'name': '张二'},
        {'phone': '13812345678'},
        {'agent': '王代办', 'paper-mandate': 'handed_in'},
        {f'paper-{FIRST_PAPER}': ''},
        {'file': '1'},
    ],
)
def test_another_content_for_the_same_person_is_no_second_case_and_is_said(
    world: World, door: tuple[Client, str], change: dict[str, str]
) -> None:
    client, address = door
    form = filled(BIRTH, name='张一', id_number=FIRST)
    client.post(address, form)
    with hall_context(world.hall(TOWNSHIP)):
        before = everything()
    more = {f'file-{FIRST_PAPER}': scanned()} if 'file' in change else change
    assert client.post(address, form | more).status_code == 409
    with hall_context(world.hall(TOWNSHIP)):
        assert everything() == before


def test_the_same_form_with_the_same_files_is_one_case_and_each_file_is_there_once(
    world: World, door: tuple[Client, str]
) -> None:
    client, address = door
    form = filled(BIRTH, name='张一', id_number=FIRST)
    if 'points' in address:
        form |= {'id_number': f' {FIRST} '}  # written otherwise, the same number
    places = {client.post(address, form | {f'file-{FIRST_PAPER}': scanned()}).headers['Location'] for _ in range(3)}
    assert len(places) == 1
    with hall_context(world.hall(TOWNSHIP)):
        assert Material.objects.count() == 1
        assert Case.objects.get().event_count == 2


def test_what_the_key_names_can_not_be_guessed_from_the_database(world: World, door: tuple[Client, str]) -> None:
    client, address = door
    for _ in range(2):
        client.post(address, filled(BIRTH, name='张一', id_number=FIRST))
    with hall_context(world.hall(TOWNSHIP)):
        found = Case.objects.raw('SELECT uid, submitted::text AS sealed FROM casework_case')
        assert len({one.sealed for one in found}) == 2  # one content, and nothing to compare it with


def test_what_was_submitted_online_is_not_silently_replaced(world: World, client: Client) -> None:
    cache.clear()
    address = f'/apply/{BIRTH}/{TOWNSHIP}/'
    files = {f'file-{code}': scanned() for code in paper_codes(BIRTH)}
    form = {'submission': str(uuid4()), 'kind': 'person', 'name': '张一', 'id_number': FIRST, 'do': 'submit'}
    assert client.post(address, form | files).status_code == 200
    files = {f'file-{code}': scanned() for code in paper_codes(BIRTH)}
    assert client.post(address, form | files).status_code == 200
    with hall_context(world.hall(TOWNSHIP)):
        before = everything()
    answer = client.post(address, form | {'phone': '13812345678'})
    assert answer.status_code == 422
    assert '刚才改的没有存入' in text(answer)
    with hall_context(world.hall(TOWNSHIP)):
        assert everything() == before
        assert OnlineApplication.objects.count() == 1
