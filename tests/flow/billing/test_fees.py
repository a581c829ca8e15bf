"""Charges at a county centre: assessed by who may, billed together for all organs, and standing in the chain."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from federation.contracts.case import Applicant
from govhall.billing.acts.assess import assess_fees
from govhall.billing.acts.bill import issue_order
from govhall.billing.acts.cancel import cancel_fee
from govhall.billing.acts.void_bill import void_order
from govhall.billing.ledger import bundle, lines_of, shares
from govhall.billing.models import CaseFee, PaymentOrder
from govhall.billing.rules.fees import AboveStandard, ChargeRequest, ChargeWithoutBasis
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.models import Case
from govhall.casework.services.change import StaleVersion
from govhall.kernel.numbering import check_number
from tenants.access import Actor
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.charging import CARD_FEE, TEST_FEE, WHOLE, accepted_case, assess, bill, charge_for
from tests.builders.desk import Desk
from tests.builders.state import refused
from tests.builders.world import COUNTY, DISABLED, HYGIENE, LOGGING, TOWNSHIP, World

OTHER = Applicant(kind='organisation', name='通江县某餐饮店', id_number='91350100M000100Y43')


@pytest.fixture
def chief(world: World) -> Actor:
    return world.chief(COUNTY)


@pytest.fixture
def case(world: World, chief: Actor) -> Iterator[Case]:
    """A hygiene licence that costs 80 and 10 yuan, accepted at the county, whose schema stays set."""
    charge_for(HYGIENE, TEST_FEE, CARD_FEE)
    with hall_context(world.hall(COUNTY)):
        yield accepted_case(world, HYGIENE, chief)


def test_a_charge_keeps_its_basis_its_standard_its_organ_and_who_assessed_it(case: Case, chief: Actor) -> None:
    (line,) = assess(case, chief, [ChargeRequest('检测费', Decimal('40.00'), '小微企业减半')])
    kept = CaseFee.objects.get(uid=line.uid)
    assert (kept.standard, kept.amount, kept.reduction) == (Decimal('80.00'), Decimal('40.00'), '小微企业减半')
    assert (kept.basis, kept.organ_name) == (TEST_FEE.basis, '通江县卫生健康局')
    assert (kept.assessed_by, kept.cancelled_at, kept.order) == (chief.person_id, None, None)


def test_the_assessing_stands_in_the_chain_with_the_grant_it_relied_on(case: Case, chief: Actor) -> None:
    assess(case, chief)
    event = case.events.get(kind='assess_fee')
    assert event.data['fees'] == [
        {'item': '检测费', 'basis': TEST_FEE.basis, 'reduction': '', 'standard': '80.00', 'amount': '80.00'}
    ]
    assert event.data['relied_on']['organ_name'] == '通江县卫生健康局'


def test_a_window_person_without_a_letter_may_assess(world: World, case: Case) -> None:
    assert assess(case, world.clerk(COUNTY))


@pytest.mark.parametrize('role', [Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR])
def test_who_does_no_window_work_may_not_assess(world: World, case: Case, role: Role) -> None:
    with refused('NOT_YOUR_ROLE'):
        assess(case, world.person(COUNTY, role))


def test_an_agent_without_a_point_finds_no_case_to_assess(world: World, case: Case) -> None:
    with refused('NO_SUCH_CASE'):
        assess(case, world.person(COUNTY, Role.AGENT))


@pytest.mark.parametrize(
    ('asked', 'code'),
    [
        (ChargeRequest('加急费'), 'CHARGE_WITHOUT_BASIS'),
        (ChargeRequest('检测费', Decimal('80.01')), 'ABOVE_STANDARD'),
        (ChargeRequest('检测费', Decimal('79.99')), 'REDUCTION_WITHOUT_BASIS'),
        (ChargeRequest('证照工本费', Decimal('9.99'), '低保户'), 'NOT_REDUCIBLE'),
        (ChargeRequest('检测费', Decimal('1.005'), '减免'), 'BAD_AMOUNT'),
    ],
)
def test_an_unlawful_charge_leaves_no_trace_nor_does_the_lawful_one_beside_it(
    case: Case, chief: Actor, asked: ChargeRequest, code: str
) -> None:
    with refused(code):
        assess(case, chief, [ChargeRequest('证照工本费') if asked.item != '证照工本费' else WHOLE, asked])


def test_nothing_ticked_is_nothing_assessed(case: Case, chief: Actor) -> None:
    with refused('NOTHING_CHOSEN'):
        assess(case, chief, [])


def test_the_same_charge_twice_is_refused_in_one_form_and_in_two(case: Case, chief: Actor) -> None:
    with refused('ALREADY_CHARGED'):
        assess(case, chief, [WHOLE, WHOLE])
    assess(case, chief)
    with refused('ALREADY_CHARGED'):
        assess(case, chief)


def test_near_miss_a_charge_taken_back_may_be_assessed_again(case: Case, chief: Actor) -> None:
    (line,) = assess(case, chief)
    cancel_fee(fee=line.uid, actor=chief, reason='选错了')
    assert assess(case, chief)
    with refused('ALREADY_BILLED'):
        cancel_fee(fee=line.uid, actor=chief, reason='选错了')


def test_taking_back_needs_a_reason(case: Case, chief: Actor) -> None:
    (line,) = assess(case, chief)
    with refused('REASON_MISSING'):
        cancel_fee(fee=line.uid, actor=chief, reason=' ')


def test_the_page_that_somebody_overtook_charges_nothing(case: Case, chief: Actor) -> None:
    assess(case, chief)
    with pytest.raises(StaleVersion):
        assess_fees(uid=case.uid, version=case.version, actor=chief, asked=[ChargeRequest('证照工本费')])


def test_before_acceptance_and_after_a_refusal_nothing_is_charged(world: World, case: Case, chief: Actor) -> None:
    received = world.receive(COUNTY, HYGIENE)
    with refused('NOT_NOW'):
        assess(received, chief)
    decide_case(uid=case.uid, version=case.version, actor=chief, approve=False, reason='检测不合格')
    with refused('NOT_NOW'):
        assess(case, chief)


def test_a_hall_that_only_reviews_charges_nothing(world: World) -> None:
    charge_for(DISABLED, TEST_FEE)
    case = world.receive(TOWNSHIP, DISABLED)
    desk = Desk.of_chief(world, TOWNSHIP)
    desk.accept_review(case.uid)
    with refused('NO_GRANT'):
        desk.do(assess_fees, case.uid, asked=[WHOLE])
    desk.send_up(case.uid)
    with refused('NOT_HOLDER'):
        desk.do(assess_fees, case.uid, asked=[WHOLE])


def test_three_charges_of_two_organs_are_one_order_and_its_lines_add_up(world: World, case: Case, chief: Actor) -> None:
    charge_for(LOGGING, TEST_FEE)
    other = accepted_case(world, LOGGING, chief)
    assess(case, chief, [WHOLE, ChargeRequest('证照工本费')])
    assess(other, chief, [ChargeRequest('检测费', Decimal('12.34'), '减免')])
    order = bill(case, chief)
    found = shares(order)
    assert sorted((share.organ_name, share.total) for share in found) == [
        ('通江县卫生健康局', Decimal('90.00')),
        ('通江县林业局', Decimal('12.34')),
    ]
    assert order.total == sum(share.total for share in found) == Decimal('102.34')
    assert check_number(order.number) == order.number
    assert [one.events.get(kind='bill_fee').data['amount'] for one in (case, other)] == ['90.00', '12.34']


def test_another_applicant_s_charges_stay_out_of_the_order(world: World, case: Case, chief: Actor) -> None:
    stranger = accepted_case(world, HYGIENE, chief, applicant=OTHER)
    assess(case, chief)
    assess(stranger, chief)
    assert bill(case, chief).total == Decimal('80.00')
    assert [line.case_id for line in bundle(stranger.uid, chief)] == [stranger.uid]


def test_nothing_waits_twice_for_an_order(case: Case, chief: Actor) -> None:
    with refused('NOTHING_TO_PAY'):
        bill(case, chief)
    (line,) = assess(case, chief)
    bill(case, chief)
    with refused('NOTHING_TO_PAY'):
        bill(case, chief)
    with refused('ALREADY_BILLED'):
        cancel_fee(fee=line.uid, actor=chief, reason='算错')


def test_who_owes_nothing_gets_no_order(case: Case, chief: Actor) -> None:
    assess(case, chief, [ChargeRequest('检测费', Decimal(0), '低保户免收')])
    with refused('NOTHING_TO_PAY'):
        bill(case, chief)


def test_a_void_order_keeps_its_number_and_its_charges_wait_for_another(case: Case, chief: Actor) -> None:
    assess(case, chief)
    first = bill(case, chief)
    void_order(number=first.number, actor=chief, reason='金额开错')
    second = bill(case, chief)
    kept = PaymentOrder.objects.get(number=first.number)
    assert (kept.void_reason, kept.total, kept.fees.count()) == ('金额开错', Decimal('80.00'), 0)
    assert [line.order_id for line in lines_of(case.uid)] == [second.number]
    assert first.number != second.number
    with refused('ORDER_VOID'):
        void_order(number=first.number, actor=chief, reason='再来一次')


def test_the_hall_below_reads_what_is_to_be_paid(world: World) -> None:
    charge_for(HYGIENE, TEST_FEE)
    below, above = (Desk.of_chief(world, hall) for hall in (TOWNSHIP, COUNTY))
    uid = world.receive(TOWNSHIP, HYGIENE).uid
    below.send_up(uid)
    case = above.do(accept_case, uid)
    with hall_context(world.hall(COUNTY)):
        assess(case, above.actor)
        order = bill(case, above.actor)
    world.carry()
    assert below.case(uid).note == f'请缴费 80.00 元，缴款单号 {order.number}'


def test_the_database_itself_refuses_a_charge_above_its_standard_and_a_second_one(case: Case, chief: Actor) -> None:
    (line,) = assess(case, chief)
    for change in ({'amount': Decimal('80.01')}, {'basis': ''}, {'refunded': Decimal('80.01')}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseFee.objects.filter(uid=line.uid).update(**change)


def test_refusals_tell_the_lawful_sum(case: Case, chief: Actor) -> None:
    with pytest.raises(AboveStandard, match=r'标准是 80\.00 元'):
        assess(case, chief, [ChargeRequest('检测费', Decimal(81))])
    with pytest.raises(ChargeWithoutBasis, match='没有依据不能收'):
        assess(case, chief, [ChargeRequest('好处费')])


def test_an_order_of_a_stale_page_is_not_issued(case: Case, chief: Actor) -> None:
    version = case.version
    assess(case, chief)
    with refused('STALE_VERSION'):
        issue_order(uid=case.uid, version=version, actor=chief)
