"""Who assessed does not collect, who collected does not give back, and every cent stands in the chain."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from msgspec.structs import replace

from govhall.billing.acts.collect import collect
from govhall.billing.acts.refund import Refund, refund
from govhall.billing.acts.void_bill import void_order
from govhall.billing.ledger import NoSuchOrder, order_searched
from govhall.billing.models import CaseFee, PaymentOrder
from govhall.billing.rules.fees import ChargeRequest
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.models import Case
from govhall.casework.services.related_cases import result_term_of
from govhall.catalogue.models import Authorisation
from govhall.catalogue.services.authorisations import authorise, revoke
from tenants.access import Actor
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.charging import (
    CARD_FEE,
    TEST_FEE,
    WHOLE,
    accepted_case,
    assess,
    back,
    bill,
    cashier,
    charge_for,
    receipt,
)
from tests.builders.state import refused
from tests.builders.world import COUNTY, HYGIENE, LOGGING, LONG_AGO, OTHER_TOWNSHIP, World

RECEIPT = receipt()


@pytest.fixture
def chief(world: World) -> Actor:
    return world.chief(COUNTY)


@pytest.fixture
def window(world: World) -> Actor:
    return cashier(world)


@pytest.fixture
def case(world: World, chief: Actor) -> Iterator[Case]:
    """A hygiene licence accepted at the county and charged 80 and 10 yuan; the county's schema stays set."""
    charge_for(HYGIENE, TEST_FEE, CARD_FEE)
    with hall_context(world.hall(COUNTY)):
        accepted = accepted_case(world, HYGIENE, chief)
        assess(accepted, chief, [WHOLE, ChargeRequest('证照工本费')])
        yield accepted


@pytest.fixture
def order(case: Case, chief: Actor) -> PaymentOrder:
    return bill(case, chief)


@pytest.fixture
def paid(order: PaymentOrder, window: Actor) -> CaseFee:
    """The charge of 80 yuan, paid."""
    collect(number=order.number, actor=window, receipt=RECEIPT)
    return order.fees.get(item='检测费')


def test_the_cashier_notes_the_receipt_and_relies_on_the_letter(case: Case, order: PaymentOrder, window: Actor) -> None:
    received = collect(
        number=order.number,
        actor=window,
        receipt=(' 5101 0126', '００００００００17 ', 'a1b2c3'),
        voucher=' 511900-17 ',
    )
    assert (received.receipt, received.receipt_check, received.voucher) == (
        '51010126 0000000017',
        'a1b2c3',
        '511900-17',
    )
    assert received.received_by == window.person_id
    event = case.events.get(kind='collect_fee')
    letter = Authorisation.objects.get(person_id=window.person_id)
    assert (event.data['amount'], event.data['authorisation_id']) == ('90.00', str(letter.id))
    assert event.data['receipt'] == '51010126 0000000017'


def test_who_assessed_a_line_does_not_collect_the_order(world: World, case: Case, chief: Actor, window: Actor) -> None:
    charge_for(LOGGING, TEST_FEE)
    assess(accepted_case(world, LOGGING, chief), window)  # one line of three is the cashier's own
    order = bill(case, chief)
    with refused('ASSESSOR_COLLECTS'):
        collect(number=order.number, actor=window, receipt=RECEIPT)
    assert collect(number=order.number, actor=cashier(world), receipt=RECEIPT).paid_at


def test_near_miss_who_only_issued_the_order_may_collect(case: Case, window: Actor) -> None:
    order = bill(case, window)
    assert collect(number=order.number, actor=window, receipt=RECEIPT).paid_at


def test_without_a_letter_that_says_so_nobody_collects(world: World, order: PaymentOrder) -> None:
    with refused('NO_AUTHORISATION'):
        collect(number=order.number, actor=world.clerk(COUNTY), receipt=RECEIPT)
    with refused('NO_AUTHORISATION'):  # to decide is not to collect
        collect(number=order.number, actor=world.chief(COUNTY), receipt=RECEIPT)


def test_a_letter_of_another_hall_for_other_matters_or_revoked_does_not_do(world: World, order: PaymentOrder) -> None:
    clerk = world.clerk(COUNTY)
    given = {'person_id': clerk.person_id, 'powers': ['collect'], 'document': '授权书2号', 'valid_from': LONG_AGO}
    authorise(hall=OTHER_TOWNSHIP, **given)  # type: ignore[arg-type]
    authorise(hall=COUNTY, matters=[LOGGING], **given)  # type: ignore[arg-type]
    revoke(authorisation_id=authorise(hall=COUNTY, **given), at=LONG_AGO)  # type: ignore[arg-type]
    with refused('NO_AUTHORISATION'):
        collect(number=order.number, actor=clerk, receipt=RECEIPT)
    authorise(hall=COUNTY, matters=[HYGIENE], **given)  # type: ignore[arg-type]
    assert collect(number=order.number, actor=clerk, receipt=RECEIPT).paid_at


def test_a_letter_without_the_role_does_not_do(world: World, order: PaymentOrder) -> None:
    with refused('NOT_YOUR_ROLE'):
        collect(number=order.number, actor=world.person(COUNTY, Role.REVIEWER, powers=['collect']), receipt=RECEIPT)


@pytest.mark.parametrize(
    ('given', 'code'),
    [
        (('', '', ''), 'RECEIPT_MISSING'),
        (('51010126', '0000000017', ' '), 'RECEIPT_MISSING'),
        (('5101012', '0000000017', 'a1b2c3'), 'BAD_RECEIPT'),
        (('51010199', '0000000017', 'a1b2c3'), 'BAD_RECEIPT'),
        (('51010126', '17', 'a1b2c3'), 'BAD_RECEIPT'),
        (('51010126', '0000000017', 'a1b2c'), 'BAD_RECEIPT'),
    ],
)
def test_no_receipt_no_payment(order: PaymentOrder, window: Actor, given: tuple[str, str, str], code: str) -> None:
    with refused(code):
        collect(number=order.number, actor=window, receipt=given)


def test_a_receipt_is_noted_once_blue_or_red(case: Case, paid: CaseFee, chief: Actor, window: Actor) -> None:
    other = accepted_case_charged(case, chief)
    with refused('RECEIPT_USED'):
        collect(number=other.number, actor=window, receipt=RECEIPT)
    with refused('RECEIPT_USED'):
        refund(fee=paid.uid, actor=chief, wanted=Refund(Decimal(1), '多收', RECEIPT))
    refund(fee=paid.uid, actor=chief, wanted=back('1', red=18))
    with refused('RECEIPT_USED'):
        collect(number=other.number, actor=window, receipt=receipt(18))
    assert collect(number=other.number, actor=window, receipt=receipt(19)).paid_at


def test_the_database_itself_keeps_a_receipt_from_being_noted_twice(case: Case, paid: CaseFee, chief: Actor) -> None:
    other = accepted_case_charged(case, chief)
    same = {'receipt_code': RECEIPT[0], 'receipt_number': RECEIPT[1], 'receipt_check': RECEIPT[2]}
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentOrder.objects.filter(pk=other.pk).update(**same)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentOrder.objects.filter(pk=paid.order_id).update(receipt_check='')


def test_an_order_is_found_by_its_receipt_and_by_the_red_one(paid: CaseFee, chief: Actor, window: Actor) -> None:
    refund(fee=paid.uid, actor=chief, wanted=back('1', red=18))
    for words in ('0000000017', '51010126 0000000017', '0000000018', '5101012６0000000018', str(paid.order_id)):
        assert order_searched(words, window).number == paid.order_id
    for words in ('0000000099', '51010125 0000000017', '123'):
        with pytest.raises(NoSuchOrder):
            order_searched(words, window)


def accepted_case_charged(case: Case, chief: Actor) -> PaymentOrder:
    """Another order, for the same case."""
    charge_for(HYGIENE, TEST_FEE, CARD_FEE, replace(CARD_FEE, name='另一项'))
    assess(case, chief, [ChargeRequest('另一项')])
    return bill(case, chief)


def test_an_order_is_paid_once_and_then_can_not_be_void(paid: CaseFee, window: Actor, chief: Actor) -> None:
    number = str(paid.order_id)
    with refused('ALREADY_PAID'):
        collect(number=number, actor=window, receipt=receipt(18))
    with refused('ALREADY_PAID'):
        void_order(number=number, actor=chief, reason='开错')


def test_a_void_order_is_not_paid(order: PaymentOrder, window: Actor, chief: Actor) -> None:
    void_order(number=order.number, actor=chief, reason='开错')
    with refused('ORDER_VOID'):
        collect(number=order.number, actor=window, receipt=RECEIPT)
    with refused('REASON_MISSING'):
        void_order(number=order.number, actor=chief, reason='')


def test_an_order_of_another_hall_is_none(world: World, order: PaymentOrder) -> None:
    with hall_context(world.hall(OTHER_TOWNSHIP)), pytest.raises(NoSuchOrder):
        collect(number=order.number, actor=cashier(world, OTHER_TOWNSHIP), receipt=RECEIPT)


def test_who_was_refused_pays_nothing_more(case: Case, order: PaymentOrder, window: Actor, chief: Actor) -> None:
    case.refresh_from_db()
    decide_case(uid=case.uid, version=case.version, actor=chief, approve=False, reason='不合格')
    with refused('NOT_NOW'):
        collect(number=order.number, actor=window, receipt=RECEIPT)
    assert void_order(number=order.number, actor=chief, reason='不予许可，不收费').void_at


def test_who_has_the_result_may_still_pay(case: Case, order: PaymentOrder, window: Actor, chief: Actor) -> None:
    case.refresh_from_db()
    end = result_term_of(case, timezone.now()).proposed()
    decided = decide_case(uid=case.uid, version=case.version, actor=chief, approve=True, valid_until=end)
    deliver_case(uid=case.uid, version=decided.version, actor=chief)
    assert collect(number=order.number, actor=window, receipt=RECEIPT).paid_at


def test_a_part_is_given_back_by_another_person_with_a_reason(case: Case, paid: CaseFee, chief: Actor) -> None:
    refund(fee=paid.uid, actor=chief, wanted=back('30.50', '多收'))
    paid.refresh_from_db()
    assert (paid.refunded, paid.refund_reason) == (Decimal('30.50'), '多收')
    told = case.events.get(kind='refund_fee').data
    assert (told['amount'], told['receipt']) == ('30.50', '51010126 0000009000')
    assert told['of_receipt'] == '51010126 0000000017'
    with refused('ALREADY_REFUNDED'):
        refund(fee=paid.uid, actor=chief, wanted=back('1', '再退'))


def test_who_took_the_money_does_not_give_it_back(paid: CaseFee, window: Actor) -> None:
    with refused('COLLECTOR_REFUNDS'):
        refund(fee=paid.uid, actor=window, wanted=back('80', '多收'))


@pytest.mark.parametrize('amount', ['0', '80.01'])
def test_nothing_and_more_than_was_paid_is_not_given_back(paid: CaseFee, chief: Actor, amount: str) -> None:
    with refused('REFUND_TOO_LARGE'):
        refund(fee=paid.uid, actor=chief, wanted=back(amount))


def test_what_was_not_paid_is_not_given_back_and_a_refund_has_its_reason(order: PaymentOrder, chief: Actor) -> None:
    line = order.fees.get(item='检测费')
    with refused('NOT_PAID'):
        refund(fee=line.uid, actor=chief, wanted=back('80', '多收'))
    with refused('REASON_MISSING'):
        refund(fee=line.uid, actor=chief, wanted=back('80', ''))
