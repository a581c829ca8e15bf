"""Who may not open a case finds it on no page and in no answer: the rule of `Case.objects.visible_to` at every door."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from govhall.casework import sight
from govhall.casework.models import Case
from govhall.desk.filters import WorklistFilter
from govhall.desk.purposes import CHOSEN
from tenants.access import Actor
from tenants.context import hall_context
from tenants.models import Membership
from tenants.roles import OFFICES, Role
from tenants.selectors import points_of
from tests.builders.charging import sent_receipt, typed_receipt
from tests.builders.screen import SignedIn, at
from tests.builders.system import System
from tests.builders.whole_case import WholeCase, whole_case
from tests.builders.world import BIRTH, ID_NUMBER, MOST_ROLES, TOWNSHIP, World
from tests.flow.pages.test_access import EXAMPLES, OF_THE_CELL, patterns

EVERY_ROLE = tuple(MOST_ROLES)
ADDRESSES = [pattern for pattern in patterns('govhall.project.hall_urls') if pattern[0] not in OF_THE_CELL]
# Where the whole-hall reader meets the case: fewer would mean that the walk below looks at nothing.
SHOWN = {'case', 'case_fees', 'receipt', 'reveal', 'download', 'paper_file', 'search', 'worklist', 'act'}
SHOWN |= {'fees', 'payment_order', 'order_sheet', 'archive', 'archive_package', 'register_book'}


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    """The storage of this test."""
    backend = 'django.core.files.storage.FileSystemStorage'
    settings.STORAGES = settings.STORAGES | {
        'archives': {'BACKEND': backend, 'OPTIONS': {'location': str(tmp_path)}},
        'materials': {'BACKEND': backend, 'OPTIONS': {'location': str(tmp_path / 'materials')}},
    }


@pytest.fixture
def points(world: World) -> list[str]:
    return [one.code for one in points_of(world.hall(TOWNSHIP))]


@pytest.fixture
def open_case(world: World, points: list[str]) -> Case:
    return world.receive(TOWNSHIP, BIRTH, point=points[0])


@pytest.fixture
def whole(world: World, points: list[str]) -> WholeCase:
    return whole_case(world, point=points[0])


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if people of every role had cases of their own points only, as parts of a hall may have one day."""
    monkeypatch.setattr(sight, 'LIMITED', frozenset(Role))


def walk(whole: WholeCase) -> Iterator[tuple[str, str]]:
    """Every address of the hall, with what belongs to the case in it."""
    files = {'paper': whole.case.papers[0].code}
    papers = {'paper': whole.notice.uid, 'code': whole.notice.code, 'year': whole.notice.acted_at.year}
    known = EXAMPLES | {'content': whole.content, 'fee': whole.fee.uid, 'number': whole.order.number}
    known |= {'organ': whole.notice.organ_code}
    words = {'fee_act': ('cancel', 'refund'), 'order_act': ('collect', 'void')}
    for name, address in ADDRESSES:
        own = known | {'uid': whole.archive.uid if name.startswith('archive') else whole.case.uid}
        own |= papers if name.startswith(('paper', 'register')) else files
        for word in words.get(name, ('accept',)):
            yield name, re.sub(r'<\w+:(\w+)>', lambda found: str((own | {'word': word})[found[1]]), address)  # noqa: B023


def posted(whole: WholeCase, open_case: Case) -> Iterator[dict[str, str]]:
    """What a person may type into a form that looks for something, or does something."""
    act = typed_receipt() | typed_receipt(9, prefix='red')
    act |= {'reason': '试试', 'purpose': CHOSEN[0], 'consent': 'yes', 'amount': '1'}
    numbers = (open_case.number, whole.case.number, whole.order.number, whole.notice.number, whole.archive.number)
    for number, case in zip((*numbers, ID_NUMBER), (open_case, *[whole.case] * 5), strict=True):
        yield act | {'number': number, 'version': str(case.version)}


def met(name: str, address: str, answer: HttpResponse, whole: WholeCase, open_case: Case) -> set[str]:
    """Numbers and files of the cases in an answer; what the person typed into the address themselves is left out."""
    body = re.sub(r'<[^>]+>|\s', '', b''.join(answer).decode(errors='replace'))  # numbers are shown in groups
    heads = unquote(' '.join(answer.headers.get(one, '') for one in ('Location', 'Content-Disposition')))
    told = {open_case.number, whole.case.number, whole.order.number, whole.archive.number, whole.notice.number}
    told |= {'%PDF-', str(whole.case.uid), str(open_case.uid)}
    if name.startswith('register'):
        told.discard(whole.notice.number)  # no number is missing in the organ's book, whoever reads it
    return {one for one in told if one in body or (one in heads and one not in address)}


def visited(client: Client, whole: WholeCase, open_case: Case, only: Collection[str] = ()) -> dict[str, set[str]]:
    """What each address showed of the cases, by its name."""
    found: dict[str, set[str]] = {}
    for name, address in ((name, one) for name, one in walk(whole) if name in (only or (name,))):
        shown = met(name, address, client.get(at(TOWNSHIP, address)), whole, open_case)
        for fields in posted(whole, open_case):
            shown |= met(name, address, client.post(at(TOWNSHIP, address), fields), whole, open_case)
            if 'number' in address or name not in ('search', 'archive', 'fees', 'register'):
                break  # the others do not read what is looked for
        found[name] = found.get(name, set()) | shown
    return {name: shown for name, shown in found.items() if shown}


def states(world: World) -> list[tuple[int, int]]:
    with hall_context(world.hall(TOWNSHIP)):
        return list(Case.objects.order_by('uid').values_list('version', 'event_count'))


def test_who_sees_the_whole_hall_meets_the_case_on_these_pages(
    world: World, signed_in: SignedIn, whole: WholeCase, open_case: Case, points: list[str]
) -> None:
    anybody = world.person(TOWNSHIP, *EVERY_ROLE, powers=['collect'], point=points[1])
    assert set(visited(signed_in(anybody), whole, open_case, SHOWN)) == SHOWN


def test_an_agent_meets_no_case_of_another_point(
    world: World, signed_in: SignedIn, whole: WholeCase, open_case: Case, points: list[str]
) -> None:
    before = states(world)
    agent = world.person(TOWNSHIP, Role.AGENT, point=points[1])
    assert visited(signed_in(agent), whole, open_case) == {}
    assert states(world) == before


def test_a_liaison_officer_meets_no_case_but_the_one_with_which_the_help_goes(
    world: World, signed_in: SignedIn, whole: WholeCase, open_case: Case
) -> None:
    before = states(world)
    officer = world.person(TOWNSHIP, Role.LIAISON)
    assert visited(signed_in(officer), whole, open_case) == {}
    assert states(world) == before
    with hall_context(world.hall(TOWNSHIP)):
        Case.objects.filter(uid=open_case.uid).update(helped_by=officer.person_id)
    found = visited(signed_in(officer), whole, open_case)
    assert 'worklist' in found and 'case' not in found  # the walk opens the other one


def test_no_page_shows_or_changes_a_case_that_is_out_of_sight_whatever_the_role(
    world: World, signed_in: SignedIn, whole: WholeCase, open_case: Case, points: list[str], limited: None
) -> None:
    before = states(world)
    anybody = world.person(TOWNSHIP, *EVERY_ROLE, powers=['collect'], point=points[1])
    assert visited(signed_in(anybody), whole, open_case) == {}
    assert states(world) == before


HERE, ELSEWHERE = 'TJNS', 'TJWJ'  # the department that has both cases, and another
READING = tuple(one for one in Role if one not in OFFICES | {Role.AGENT, Role.LIAISON, Role.LEADER})


def sent_by(world: World, department: str, role: Role) -> Actor:
    person = world.person(TOWNSHIP, role)
    Membership.objects.filter(person_id=person.person_id).update(department=department)
    return person


@pytest.mark.parametrize('role', READING)
def test_people_of_a_department_meet_its_cases_as_the_common_window_does_and_no_other(
    world: World, signed_in: SignedIn, whole: WholeCase, open_case: Case, role: Role
) -> None:
    before = states(world)
    assert {whole.case.department, open_case.department} == {HERE}
    assert visited(signed_in(sent_by(world, ELSEWHERE, role)), whole, open_case) == {}
    assert states(world) == before
    seen = SHOWN - {'act', 'reveal'}  # which change the case
    own = visited(signed_in(sent_by(world, HERE, role)), whole, open_case, seen)
    common = visited(signed_in(sent_by(world, '', role)), whole, open_case, seen)
    assert own == common
    assert 'case' in own


@pytest.mark.parametrize('role', READING)
def test_no_role_shows_people_in_full_before_a_purpose_is_given(
    world: World, signed_in: SignedIn, whole: WholeCase, role: Role
) -> None:
    for department in (HERE, ''):
        client = signed_in(sent_by(world, department, role))
        pages = [client.get(at(TOWNSHIP, one)) for one in (f'cases/{whole.case.uid}/', 'worklist/?show=done')]
        assert [ID_NUMBER in page.content.decode() for page in pages] == [False, False]
        reveals = 'reveal/' in pages[0].content.decode()
        asked = {'purpose': CHOSEN[0], 'version': str(whole.case.version)}
        shown = client.post(at(TOWNSHIP, f'cases/{whole.case.uid}/reveal/'), asked)
        assert (reveals, ID_NUMBER in shown.content.decode()) == (True, True)


ASKED = """query ($uid: UUID, $number: String, $id: String!, $paper: String, $show: CaseShow) {
  case(uid: $uid) { number } byNumber: case(number: $number) { number }
  cases(show: $show) { cases { number } } casesOf(idNumber: $id) { number }
  notices { notices { number } } paper: notices(number: $paper) { notices { number } }
  unpaidOrders { number } }"""


def answers(system: System, whole: WholeCase, open_case: Case) -> str:
    """All that a system gets that asks for these cases in every way."""
    told = []
    for case, show in ((whole.case, WorklistFilter.DONE), (open_case, WorklistFilter.TODO)):
        given = {'uid': str(case.uid), 'number': case.number, 'id': ID_NUMBER, 'paper': whole.notice.number}
        told.append(str(system.post(ASKED, given | {'show': show.name}).json()))
    return ''.join(told)


def system_at(world: World, point: str, *roles: Role) -> System:
    found = System.of(world, TOWNSHIP, *roles, powers=('collect',))
    Membership.objects.filter(person=found.person).update(point=point)
    return found


def test_no_answer_of_graphql_tells_of_a_case_that_is_out_of_sight(
    world: World, whole: WholeCase, open_case: Case, points: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sees_all, agent = system_at(world, points[1], *EVERY_ROLE), system_at(world, points[1], Role.AGENT)
    secrets = {whole.case.number, open_case.number, whole.notice.number, whole.order.number}
    told = answers(sees_all, whole, open_case)
    assert {secret for secret in secrets if secret not in told} == set()
    assert {secret for secret in secrets if secret in answers(agent, whole, open_case)} == set()
    monkeypatch.setattr(sight, 'LIMITED', frozenset(Role))
    assert {secret for secret in secrets if secret in answers(sees_all, whole, open_case)} == set()


def test_no_system_takes_a_paper_or_acts_on_an_order_of_a_case_that_is_out_of_sight(
    world: World, whole: WholeCase, points: list[str], limited: None
) -> None:
    before = states(world)
    system = system_at(world, points[1], *EVERY_ROLE)
    paper = f'/h/{world.hall(TOWNSHIP).slug}/graphql/papers/{whole.case.uid}/{whole.notice.uid}/'
    taken = system.client.get(paper, headers={'Authorization': f'Bearer {system.token}'})
    assert (taken.status_code, taken.json()['errors'][0]['extensions']['code']) == (404, 'NO_SUCH_CASE')
    order = {'uid': str(whole.case.uid), 'order': whole.order.number}
    for mutation, fields in (('collectOrder', sent_receipt()), ('voidOrder', {'reason': '试试'})):
        told = system.send(mutation, **order, **fields)
        assert (told['code'], told['case']) == ('NO_SUCH_CASE', None), mutation
    with hall_context(world.hall(TOWNSHIP)):
        whole.order.refresh_from_db()
        assert (whole.order.paid_at, whole.order.void_at) == (None, None)
    assert states(world) == before
