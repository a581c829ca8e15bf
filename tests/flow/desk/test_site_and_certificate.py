"""现场核查, 制证, 撤销 and 节假日 on their pages: who is offered them, and what is refused."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from govhall.casework.acts.check_site import officers_of
from govhall.catalogue.models import Matter
from govhall.deadlines.calendar import refresh
from govhall.deadlines.models import HolidayProposal, HolidayYear
from govhall.disclosure.models import PublishedDecision
from govhall.documents.models import Notice
from tenants.context import hall_context
from tenants.models import AuditEntry
from tenants.roles import Role
from tests.builders.screen import SignedIn, acts, at, case_data, do, take_in, text
from tests.builders.world import COUNTY, HYGIENE, PROVINCE, TOWNSHIP, World

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
    # Beside the state, at what is said of it, at both papers and at the certificate.
    assert first.count('已撤销') == 5
    with hall_context(world.hall(COUNTY)):
        made = Notice.objects.get(code='A8')
        assert '检测报告系伪造' in ''.join(Notice.objects.get(code='A9').content.paragraphs)
    assert made.content.title == CARD
    register = f'register/{made.organ_code}/A8/{made.acted_at.year}/'
    assert '已撤销' in text(chief.get(at(COUNTY, register)))
    public = text(Client().get(f'/verify/{COUNTY}{made.proof}/'))
    assert '不再有效' in public and '现在有效' not in public
    assert PublishedDecision.objects.get().followed_by == 'revoke'  # and the revocation itself is no licence


def test_powers_that_gate_nothing_are_no_choice(world: World, signed_in: SignedIn) -> None:
    page = signed_in(world.person(COUNTY, Role.SECURITY)).get(at(COUNTY, 'catalogue/letters/')).content.decode()
    given = set(re.findall(r'name="powers" value="(\w+)"', page))
    assert given == {
        'decide',
        'submit',
        'coordinate',
        'seal',
        'review',
        'settle',
        'print',
        'approve',
        'collect',
        'head',
    }


def proposed(client: Client, **changes: object) -> HttpResponse:
    """The answer to a year that was previewed and submitted."""
    shown = client.post(at(PROVINCE, 'holidays/'), YEAR | changes)
    sealed = re.search(r'name="sealed" value="([^"]+)"', shown.content.decode())
    assert sealed, text(shown)
    answer: HttpResponse = client.post(at(PROVINCE, 'holidays/enter/'), {'sealed': sealed[1]})
    return answer


def confirmed(client: Client, **given: str) -> HttpResponse:
    """The answer to confirming the newest proposal."""
    newest = HolidayProposal.objects.latest('pk').pk
    answer: HttpResponse = client.post(at(PROVINCE, f'holidays/{newest}/confirm/'), given)
    return answer


def test_the_highest_hall_enters_the_holidays_and_a_second_person_confirms(world: World, signed_in: SignedIn) -> None:
    first, second = (world.person(PROVINCE, Role.ADMINISTRATOR) for _ in range(2))
    admin, other = signed_in(first), signed_in(second)
    shown = admin.post(at(PROVINCE, 'holidays/'), YEAR)
    assert '还没有导入' in text(shown) and '2月11日（周四）' in text(shown)
    sealed = re.search(r'name="sealed" value="([^"]+)"', shown.content.decode())
    assert sealed
    other.post(at(PROVINCE, 'holidays/enter/'), {'sealed': sealed[1]})
    assert not HolidayProposal.objects.exists()
    assert admin.post(at(PROVINCE, 'holidays/enter/'), {'sealed': sealed[1]}).status_code == 303
    assert not HolidayYear.objects.exists()
    assert '请另一位管理员登录后确认' in text(admin.get(at(PROVINCE, 'holidays/')))
    confirmed(admin)
    assert not HolidayYear.objects.exists()
    assert '确认生效' in text(other.get(at(PROVINCE, 'holidays/')))
    assert confirmed(other).status_code == 303
    year = HolidayYear.objects.get()
    assert year.source == YEAR['source']
    assert (year.entered['by'], year.entered['confirmed_by']) == (first.person_id, second.person_id)
    written = AuditEntry.objects.filter(action__startswith='holidays').order_by('pk').values_list('action', 'who')
    assert list(written) == [('holidays_proposed', first.person_id), ('holidays_entered', second.person_id)]
    wrong = admin.post(at(PROVINCE, 'holidays/'), YEAR | {'source': ''})
    assert wrong.status_code == 422 and '文号' in text(wrong)
    HolidayYear.objects.all().delete()
    refresh(now=True)


def test_a_proposal_that_is_withdrawn_enters_nothing(world: World, signed_in: SignedIn) -> None:
    admin, other = (signed_in(world.person(PROVINCE, Role.ADMINISTRATOR)) for _ in range(2))
    proposed(admin)
    assert confirmed(other, withdraw='1').status_code == 303
    assert not HolidayProposal.objects.exists() and not HolidayYear.objects.exists()


@pytest.mark.parametrize(
    ('days', 'why'),
    [
        ({'off': '0104'}, '1月4日全国调休上班，本省不能改成放假'),
        ({'off': '0420', 'work': '0103'}, '1月3日全国放假，本省不能改成上班'),
    ],
)
def test_a_province_says_nothing_against_the_nation(
    world: World, signed_in: SignedIn, days: dict[str, str], why: str
) -> None:
    admin = signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))
    given = {'year': '2026', 'source': '川府发1号', 'province': 'on', 'work': ''} | days
    answer = admin.post(at(PROVINCE, 'holidays/'), given)
    assert (answer.status_code, why in text(answer)) == (422, True), text(answer)


@pytest.mark.parametrize(
    ('hall', 'role'),
    [
        (TOWNSHIP, Role.ADMINISTRATOR),
        (COUNTY, Role.ADMINISTRATOR),
        (PROVINCE, Role.CHIEF),
        (PROVINCE, Role.CLERK),
    ],
)
def test_nobody_else_touches_the_calendar(world: World, signed_in: SignedIn, hall: str, role: Role) -> None:
    client = signed_in(world.person(hall, role))
    assert client.get(at(hall, 'holidays/')).status_code == 403
    assert client.post(at(hall, 'holidays/enter/'), {'sealed': 'x'}).status_code == 403
    proposed(signed_in(world.person(PROVINCE, Role.ADMINISTRATOR)))
    newest = HolidayProposal.objects.latest('pk').pk
    assert client.post(at(hall, f'holidays/{newest}/confirm/')).status_code == 403
    assert not HolidayYear.objects.exists()


def test_who_keeps_the_calendar_finds_it_from_the_first_page(world: World, signed_in: SignedIn) -> None:
    first = '数字'
    centre = text(signed_in(world.person(PROVINCE, Role.ADMINISTRATOR)).get(at(PROVINCE, 'figures/')))
    below = text(signed_in(world.person(COUNTY, Role.ADMINISTRATOR)).get(at(COUNTY, 'figures/')))
    leader = text(signed_in(world.person(COUNTY, Role.LEADER)).get(at(COUNTY, 'figures/')))
    assert all(first in page for page in (centre, below, leader))
    assert ['节假日' in page for page in (centre, below, leader)] == [True, False, False]
