"""What a hall has on file of somebody, asked at the counter before the receipt, and taken with consent."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from federation.contracts.case import Applicant
from govhall.applications.models import OnlineApplication
from govhall.casework.acts.attach import attach_file
from govhall.casework.acts.reuse import reuse_on_file
from govhall.casework.models import Case, CaseEvent
from govhall.catalogue.models import Matter
from govhall.files.models import Material
from govhall.kernel.id_documents import RESIDENT
from tenants.context import hall_context
from tenants.models import AuditEntry
from tenants.roles import Role
from tests.builders.applying import FORM, typed
from tests.builders.desk import Desk
from tests.builders.files import PDF
from tests.builders.screen import SignedIn, at, case_data, do, filled, take_in, text
from tests.builders.state import everything, refused
from tests.builders.system import System, application
from tests.builders.world import BIRTH, ID_NUMBER, TOWNSHIP, World, paper_codes

PAPER = paper_codes(BIRTH)[0]
COUNTER = at(TOWNSHIP, f'counter/{BIRTH}/')
CHECK = f'{COUNTER}check/?part=on-file'
FIRM = '91350100M000100Y43'
TICK = f'on_file-{PAPER}'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    """Where the materials of this test lie; guesses of other tests are forgotten."""
    backend = settings.STORAGES['materials'] | {'OPTIONS': {'location': str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {'materials': backend}
    cache.clear()


@pytest.fixture
def clerk(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.clerk(TOWNSHIP))


@pytest.fixture
def before(clerk: Client) -> str:
    """The address of an earlier case of the same person, with a scan of the paper."""
    address = take_in(clerk, TOWNSHIP, BIRTH)
    version = case_data(clerk.get(address))['version']
    sent = {'version': version, 'file': SimpleUploadedFile('a.pdf', PDF)}
    assert clerk.post(f'{address}files/{PAPER}/', sent).status_code == 303
    return address


def asked(**changes: Any) -> dict[str, Any]:
    """The form as it stands before a paper is taken."""
    form = filled(BIRTH, then='on-file', **changes)
    del form[f'paper-{PAPER}']
    return form


def age(world: World, days: int) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        Material.objects.update(at=timezone.now() - timedelta(days=days))


def set_term(months: int) -> None:
    for matter in Matter.objects.filter(code=BIRTH):
        rows = [row | {'valid_months': months} for row in matter.materials]
        Matter.objects.filter(pk=matter.pk).update(materials=rows)


def looks() -> list[dict[str, Any]]:
    return [one.detail for one in AuditEntry.objects.filter(action='person_searched').order_by('pk')]


def test_the_counter_shows_what_is_there_and_takes_it_with_the_receipt(
    world: World, clerk: Client, before: str
) -> None:
    page = clerk.post(COUNTER, asked())
    today = timezone.localdate()
    assert f'{today.year}年{today.month}月{today.day}日收，申请人同意复用' in text(page)
    assert f'name="{TICK}"' in clerk.post(CHECK, asked()).content.decode()
    assert [look['papers'] for look in looks()] == [1, 1]
    assert ID_NUMBER not in str(looks())
    answer = clerk.post(COUNTER, asked() | {TICK: '1', 'then': 'accept'})
    assert answer.status_code == 303, text(answer)
    case = clerk.get(answer.headers['Location'])
    assert case_data(case)['state'] == 'accepted'
    assert '已存材料' in text(case) and '经申请人同意，使用已存材料' in text(case)
    with hall_context(world.hall(TOWNSHIP)):
        [kept] = CaseEvent.objects.filter(kind='reuse')
    assert kept.data['consent'] is True and kept.data['from_case'] in before
    assert len(looks()) == 2  # what is taken stands in the case


def test_before_a_number_is_right_nothing_is_looked_up(clerk: Client, before: str) -> None:
    answer = clerk.post(CHECK, asked(id_number='110'))
    assert '请先填对申请人的证件号码' in text(answer) and TICK not in answer.content.decode()
    assert looks() == []


@pytest.mark.parametrize('role', [Role.REVIEWER, Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR])
def test_who_takes_no_papers_learns_nothing(
    world: World, signed_in: SignedIn, clerk: Client, before: str, role: Role
) -> None:
    other = signed_in(world.person(TOWNSHIP, role))
    state = everything()
    assert other.post(CHECK, asked()).status_code == 403
    assert other.post(COUNTER, asked()).status_code == 403
    assert (looks(), everything()) == ([], state)


def test_a_form_that_comes_back_keeps_what_was_agreed(clerk: Client, before: str) -> None:
    page = clerk.post(COUNTER, asked() | {TICK: '1', 'then': 'receive', 'name': ''})
    assert page.status_code == 422
    assert f'name="{TICK}" value="1" checked' in page.content.decode()


def test_what_is_ticked_and_not_there_stores_no_case(world: World, clerk: Client) -> None:
    with refused('NOT_ON_FILE'):
        world.receive(TOWNSHIP, BIRTH, papers={PAPER: 'on_file'})
    answer = clerk.post(COUNTER, asked() | {TICK: '1', 'then': 'receive'})
    assert (answer.status_code, '请申请人交来' in text(answer)) == (422, True)


def test_a_paper_older_than_its_term_is_neither_offered_nor_taken(world: World, clerk: Client, before: str) -> None:
    set_term(12)
    age(world, 364)
    assert TICK in clerk.post(CHECK, asked()).content.decode()
    age(world, 366)
    assert '或者存的已经过期' in text(clerk.post(CHECK, asked()))
    later = world.receive(TOWNSHIP, BIRTH, papers={})
    desk = Desk.of_chief(world, TOWNSHIP)
    with refused('NOT_ON_FILE'):
        desk.do(reuse_on_file, later.uid, paper=PAPER, consent=True)
    assert '在本大厅交过这份材料' not in text(clerk.get(at(TOWNSHIP, f'cases/{later.uid}/')))


def test_a_paper_does_not_grow_younger_by_being_used(world: World, before: str) -> None:
    set_term(12)
    age(world, 300)
    world.receive(TOWNSHIP, BIRTH, papers={PAPER: 'on_file'})
    with hall_context(world.hall(TOWNSHIP)):
        assert {timezone.now().date() - one.at.date() for one in Material.objects.all()} == {timedelta(days=300)}


def firm(**changes: str) -> Applicant:
    told = {'name': '通江某某合作社', 'id_number': FIRM, 'representative': '李四'} | changes
    return Applicant(kind='organisation', agent='张小明', agent_number=ID_NUMBER, **told)


def test_papers_of_a_firm_and_of_its_agent_are_never_mixed(world: World, before: str) -> None:
    desk = Desk.of_chief(world, TOWNSHIP)
    theirs = world.receive(TOWNSHIP, BIRTH, papers={}, applicant=firm())
    with refused('NOT_ON_FILE'):
        desk.do(reuse_on_file, theirs.uid, paper=PAPER, consent=True)
    with refused('NOT_ON_FILE'):
        world.receive(TOWNSHIP, BIRTH, papers={PAPER: 'on_file'}, applicant=firm())
    with hall_context(world.hall(TOWNSHIP)):
        Material.objects.all().delete()
    desk.do(attach_file, theirs.uid, paper=PAPER, content=PDF)
    with refused('NOT_ON_FILE'):
        world.receive(TOWNSHIP, BIRTH, papers={PAPER: 'on_file'})
    assert world.receive(TOWNSHIP, BIRTH, papers={PAPER: 'on_file'}, applicant=firm()).papers[0].status == 'on_file'


def test_a_system_takes_it_too(world: World, before: str) -> None:
    system = System.of(world, TOWNSHIP, Role.CLERK)
    given = application(BIRTH) | {'papers': paper_codes(BIRTH)[1:], 'onFile': [PAPER]}
    answer = system.send('receiveCase', **given)
    assert answer['code'] is None, answer
    assert world.case(TOWNSHIP, answer['case']['uid']).papers[0].status == 'on_file'


def online(number: str = ID_NUMBER) -> dict[str, object]:
    form = typed('submit', id_number=number) | {TICK: '1'}
    del form[f'file-{PAPER}']
    return form


def test_the_portal_says_the_same_to_everybody(before: str) -> None:
    """A stranger with somebody's number learns nothing of what that person has handed in."""
    pages = []
    for number in (ID_NUMBER, '510105199001010015'):
        answer = Client().post(FORM, online(number))
        assert (answer.status_code, '窗口核对身份后取用' in text(answer)) == (200, True)
        pages.append([line for line in text(answer).splitlines() if '材料' in line or '存' in line])
    assert pages[0] == pages[1]
    assert looks() == []


def test_what_was_agreed_online_is_taken_after_the_card_was_seen(world: World, clerk: Client, before: str) -> None:
    Client().post(FORM, online())
    with hall_context(world.hall(TOWNSHIP)):
        one = OnlineApplication.objects.get()
    assert '同意用存件' in text(clerk.get(at(TOWNSHIP, f'online/{one.uid}/')))
    assert clerk.post(at(TOWNSHIP, f'online/{one.uid}/receive/'), {'version': one.version}).status_code == 303
    case = _case(world, one)
    assert (case.papers[0].status, case.papers[0].consent, case.papers[0].files) == ('missing', True, [])
    address = at(TOWNSHIP, f'cases/{case.uid}/')
    page = clerk.get(address)
    assert '办完“核验身份”，这里就能取用' in text(page) and '在本大厅交过这份材料' not in text(page)
    used = f'{address}on-file/{PAPER}/'
    version = case_data(page)['version']
    state = everything()
    early = clerk.post(used, {'version': version, 'consent': 'yes'})
    assert (early.status_code, '还没有核验身份' in text(early)) == (409, True)
    assert everything() == state
    seen = {'seen': 'self', 'document': RESIDENT, 'ending': ID_NUMBER[-4:]}
    assert do(clerk, address, 'check-identity', **seen).status_code == 303
    page = clerk.get(address)
    assert '网上申报时选了同意使用' in text(page)
    version = case_data(page)['version']
    assert clerk.post(used, {'version': version}).status_code == 422
    assert clerk.post(used, {'version': version, 'consent': 'yes'}).status_code == 303
    assert _case(world, one).papers[0].status == 'on_file'


def _case(world: World, one: OnlineApplication) -> Case:
    with hall_context(world.hall(TOWNSHIP)):
        return Case.objects.get(submission=one.uid)
