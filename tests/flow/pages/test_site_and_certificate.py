"""现场核查, 制证, 撤销 and 节假日 on their pages: who is offered them, and what is refused."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from govhall.casework.deadlines.calendar import refresh
from govhall.casework.deadlines.models import HolidayYear
from govhall.casework.models import Notice
from govhall.casework.publication.models import PublishedDecision
from govhall.casework.services.site_checks import officers_of
from govhall.catalogue.models import Matter
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World
from tests.flow.pages.conftest import SignedIn
from tests.flow.pages.screen import acts, at, case_data, do, take_in, text

CARD = '公共场所卫生许可证'
YEAR = {'year': '2027', 'source': '国办发明电〔2026〕1号', 'off': '0101-0103 0205-0212', 'work': '0130'}


@pytest.fixture
def chief(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.chief(COUNTY))


def accepted(chief: Client) -> str:
    address = take_in(chief, COUNTY, HYGIENE)
    assert do(chief, address, 'accept').status_code == 303
    return address


def visit(*officers: int, **changes: str) -> dict[str, object]:
    told = {'day': timezone.localdate().isoformat(), 'place': '新市街12号', 'opinion': '布局与图纸一致', 'signed': 'on'}
    return {'officers': list(officers)} | told | changes


def test_a_case_that_wants_a_site_check_offers_it_first_and_the_decision_after_it(world: World, chief: Client) -> None:
    Matter.objects.filter(code=HYGIENE).update(site_check=True)
    world.clerk(COUNTY)
    address = accepted(chief)
    due, offered = case_data(chief.get(address))['due'], acts(chief.get(address))
    assert 'site-check' in offered and not offered & {'approve', 'refuse', 'on-the-spot'}
    one, two = [found.membership for found in officers_of(COUNTY, timezone.now())][:2]
    alone = do(chief, address, 'site-check', **visit(one))
    assert alone.status_code == 422 and '两名以上工作人员，现在只选了 1 名' in text(alone)
    assert 'value="新市街12号"' in alone.content.decode()
    assert do(chief, address, 'site-check', **visit(one, two)).status_code == 303
    page = chief.get(address)
    assert '布局与图纸一致' in text(page) and '申请人已签字' in text(page)
    assert case_data(page)['due'] == due
    assert 'approve' in acts(page)


def test_the_certificate_is_made_before_it_can_be_handed_over(world: World, chief: Client, signed_in: SignedIn) -> None:
    Matter.objects.filter(code=HYGIENE).update(certificate=CARD)
    address = accepted(chief)
    assert do(chief, address, 'approve').status_code == 303
    clerk = signed_in(world.clerk(COUNTY))
    assert not acts(clerk.get(address)) & {'make-licence', 'deliver'}
    assert '持有制证权的人员' in text(clerk.get(address))
    assert do(clerk, address, 'make-licence').status_code == 403
    assert 'make-licence' in acts(chief.get(address))
    assert do(chief, address, 'make-licence', number='川通卫公证字0001号').status_code == 303
    page = chief.get(address)
    assert '川通卫公证字0001号' in text(page) and 'deliver' in acts(page)


def test_a_decider_who_is_no_clerk_begins_to_revoke_and_lands_on_the_new_case(
    world: World, chief: Client, signed_in: SignedIn
) -> None:
    address = accepted(chief)
    do(chief, address, 'approve')
    decider = signed_in(world.person(COUNTY, Role.APPROVER, powers=['approve', 'seal']))
    assert 'begin-revocation' in acts(decider.get(address))
    assert 'begin-revocation' not in acts(signed_in(world.clerk(COUNTY)).get(address))
    answer = do(decider, address, 'begin-revocation', reason='材料伪造')
    assert answer.status_code == 303 and answer.headers['Location'] != address
    assert '撤销' in text(decider.get(answer.headers['Location']))


def test_a_revocation_is_decided_by_its_own_paper_and_ends_what_was_granted(world: World, chief: Client) -> None:
    Matter.objects.filter(code=HYGIENE).update(certificate=CARD)
    address = accepted(chief)
    do(chief, address, 'approve')
    do(chief, address, 'make-licence')
    revoking = str(do(chief, address, 'begin-revocation', reason='材料伪造').headers['Location'])
    assert 'on-the-spot' not in acts(chief.get(revoking))
    do(chief, revoking, 'accept')
    offered = text(chief.get(revoking))
    assert '决定撤销' in offered and '不予撤销' in offered and '有效期至' not in offered
    silent = do(chief, revoking, 'approve')
    assert (silent.status_code, '请写明理由' in text(silent)) == (422, True)
    assert do(chief, revoking, 'approve', reason='检测报告系伪造').status_code == 303
    decided = chief.get(revoking)
    assert '撤销行政许可决定书' in text(decided) and '准予行政许可决定书' not in text(decided)
    assert not acts(decided) & {'make-licence', 'begin-revocation'} and 'deliver' in acts(decided)
    first = text(chief.get(address))
    assert first.count('已撤销') == 4  # beside the state, at what is said of it, and at both papers
    with hall_context(world.hall(COUNTY)):
        made = Notice.objects.get(code='A8')
        assert '检测报告系伪造' in ''.join(Notice.objects.get(code='A9').content.paragraphs)
    assert made.content.title == CARD
    register = f'register/{made.organ_code}/A8/{made.acted_at.year}/'
    assert '已撤销' in text(chief.get(at(COUNTY, register)))
    public = text(Client().get(f'/verify/{COUNTY}{made.proof}/'))
    assert '不再有效' in public and '现在有效' not in public
    assert PublishedDecision.objects.get().withdrawn_on is not None  # and the revocation itself is no licence


def test_powers_that_gate_nothing_are_no_choice(world: World, signed_in: SignedIn) -> None:
    page = signed_in(world.person(COUNTY, Role.ADMINISTRATOR)).get(at(COUNTY, 'catalogue/letters/')).content.decode()
    given = set(re.findall(r'name="powers" value="(\w+)"', page))
    assert given == {'decide', 'submit', 'coordinate', 'seal', 'review', 'settle', 'print', 'approve', 'collect'}


def test_a_centre_enters_the_holidays_after_a_preview(world: World, signed_in: SignedIn) -> None:
    admin = signed_in(world.person(COUNTY, Role.ADMINISTRATOR))
    shown = admin.post(at(COUNTY, 'holidays/'), YEAR)
    assert '还没有导入' in text(shown) and '1月1日（周五）' in text(shown)
    assert not HolidayYear.objects.exists()
    sealed = re.search(r'name="sealed" value="([^"]+)"', shown.content.decode())
    assert sealed
    stranger = signed_in(world.person(COUNTY, Role.ADMINISTRATOR))
    stranger.post(at(COUNTY, 'holidays/enter/'), {'sealed': sealed[1]})
    assert not HolidayYear.objects.exists()
    assert admin.post(at(COUNTY, 'holidays/enter/'), {'sealed': sealed[1]}).status_code == 303
    assert HolidayYear.objects.get().source == YEAR['source']
    wrong = admin.post(at(COUNTY, 'holidays/'), YEAR | {'source': ''})
    assert wrong.status_code == 422 and '文号' in text(wrong)
    HolidayYear.objects.all().delete()
    refresh(now=True)


@pytest.mark.parametrize(('hall', 'role'), [(TOWNSHIP, Role.ADMINISTRATOR), (COUNTY, Role.CHIEF), (COUNTY, Role.CLERK)])
def test_nobody_else_touches_the_calendar(world: World, signed_in: SignedIn, hall: str, role: Role) -> None:
    client = signed_in(world.person(hall, role))
    assert client.get(at(hall, 'holidays/')).status_code == 403
    assert client.post(at(hall, 'holidays/enter/'), {'sealed': 'x'}).status_code == 403
    assert not HolidayYear.objects.exists()


def test_who_keeps_the_calendar_finds_it_from_the_first_page(world: World, signed_in: SignedIn) -> None:
    first = '数字'
    centre = text(signed_in(world.person(COUNTY, Role.ADMINISTRATOR)).get(at(COUNTY, 'figures/')))
    below = text(signed_in(world.person(TOWNSHIP, Role.ADMINISTRATOR)).get(at(TOWNSHIP, 'figures/')))
    leader = text(signed_in(world.person(COUNTY, Role.LEADER)).get(at(COUNTY, 'figures/')))
    assert all(first in page for page in (centre, below, leader))
    assert ['节假日' in page for page in (centre, below, leader)] == [True, False, False]
