"""What people without an account may leave: bytes by address and day, by hall and by cell, and a disk that runs low."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from govhall.applications.models import OnlineApplication
from govhall.applications.services.intake import receive_online
from govhall.casework.models import Case
from govhall.portal import attempts
from tenants import space
from tenants.context import hall_context
from tenants.models import Space
from tenants.space import held
from tests.builders.screen import SignedIn, at, take_in, text
from tests.builders.world import BIRTH, ID_NUMBER, TOWNSHIP, World, paper_codes

FORM = f'/apply/{BIRTH}/{TOWNSHIP}/'
PDF = b'%PDF-1.7\n' + b'x' * 400_000 + b'\n%%EOF\n'


class Free(NamedTuple):
    """What `shutil.disk_usage` says."""

    free: int


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """What other tests sent is forgotten."""
    cache.clear()
    yield
    cache.clear()


def draft(address: str = '203.0.113.5', content: bytes = PDF, **changes: object) -> tuple[int, str]:
    file = {f'file-{paper_codes(BIRTH)[0]}': SimpleUploadedFile('x.pdf', content)} if content else {}
    typed = {'do': 'save', 'kind': 'person', 'name': '张小明', 'id_number': ID_NUMBER} | file | changes
    answer = Client(REMOTE_ADDR=address).post(FORM, typed)
    return answer.status_code, text(answer)


def count(world: World) -> int:
    with hall_context(world.hall(TOWNSHIP)):
        return OnlineApplication.objects.count()


def test_an_address_leaves_so_much_in_a_day_and_others_go_on(world: World, settings: Settings) -> None:
    settings.ONLINE_ADDRESS_MEGABYTES = 1
    assert [draft()[0] for _ in range(3)] == [200, 200, 422]
    assert '带材料到大厅窗口办' in draft()[1]
    assert count(world) == 2
    assert draft(content=b'')[0] == 200  # without files it still keeps a draft
    assert draft('198.51.100.7')[0] == 200


def test_a_hall_that_is_full_refuses_files_and_says_where_to_go(world: World, settings: Settings) -> None:
    settings.ONLINE_HALL_MEGABYTES = 1
    assert [draft(f'203.0.113.{n}')[0] for n in range(3)] == [200, 200, 422]
    assert (count(world), draft(content=b'')[0]) == (2, 200)
    assert held(TOWNSHIP).hall == 2 * len(PDF)


def test_what_is_received_or_deleted_makes_room_again(world: World) -> None:
    draft(do='submit') if len(paper_codes(BIRTH)) == 1 else draft()
    with hall_context(world.hall(TOWNSHIP)):
        one = OnlineApplication.objects.get()
        OnlineApplication.objects.update(state='submitted')
        assert held(TOWNSHIP) == (len(PDF), len(PDF))
        receive_online(uid=one.uid, version=one.version, actor=world.clerk(TOWNSHIP))
    assert not Space.objects.exists()
    draft()
    with hall_context(world.hall(TOWNSHIP)):
        two = OnlineApplication.objects.get(state='draft')
    Client().post('/apply/', {'number': two.number, 'word': two.query_word, 'do': 'discard', 'version': '1'})
    assert not Space.objects.exists()


def test_a_disk_that_runs_low_takes_no_file_and_still_takes_cases(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(space.shutil, 'disk_usage', lambda _: Free(settings.DISK_RESERVE_MEGABYTES * 2**20 - 1))
    assert '服务器快存满了' in draft()[1]
    assert (count(world), draft(content=b'')[0]) == (0, 200)
    clerk = signed_in(world.clerk(TOWNSHIP))
    case = take_in(clerk, TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        version = Case.objects.get().version
    address = f'{case}files/{paper_codes(BIRTH)[0]}/'
    new = SimpleUploadedFile('x.pdf', PDF.replace(b'x', b'y'))  # what is stored already takes no more room
    refused = clerk.post(address, {'file': new, 'version': version}, follow=True)
    assert '服务器快存满了' in text(refused), address
    with hall_context(world.hall(TOWNSHIP)):
        assert Case.objects.get().version == version


def test_the_public_stops_before_the_counters_do(
    world: World, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    reserve = settings.DISK_RESERVE_MEGABYTES * 2**20
    monkeypatch.setattr(space.shutil, 'disk_usage', lambda _: Free(2 * reserve - 1))
    assert (space.is_low(), space.is_low(for_public=True)) == (False, True)
    assert draft()[0] == 422


def test_a_page_without_files_takes_no_large_body(world: World, settings: Settings) -> None:
    body = 'x' * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    for address in ('/track/', '/verify/', '/sign-in/', at(TOWNSHIP, 'search/')):
        assert Client().post(address, body, 'application/x-www-form-urlencoded').status_code == 413, address


def test_beginning_is_slowed_by_address_and_not_for_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, 'NEW_APPLICATIONS', 1)
    assert [draft(content=b'')[0] for _ in range(2)] == [200, 429]
    assert draft('198.51.100.7', content=b'')[0] == 200
