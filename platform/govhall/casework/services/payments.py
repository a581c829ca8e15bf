"""Money comes and goes back: a cashier notes what the bank took (票款分离), and another person gives back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from govhall.casework.acts.charges import COLLECT_FEE, REFUND_FEE, VOID_BILL
from govhall.casework.ledger import order_of, sum_of
from govhall.casework.models import CaseFee, PaymentOrder
from govhall.casework.rules.fees import AssessorCollects, CollectorRefunds, check_refund
from govhall.casework.rules.reasons import ReasonMissing
from govhall.casework.services.change import Change, changing
from govhall.casework.services.fees import changing_all, tell_below
from govhall.catalogue.authority import require_letter
from govhall.catalogue.rules import PersonalPower
from govhall.kernel.errors import Refused
from tenants.access import Actor


class VoucherMissing(Refused):
    """Without the bank's voucher nobody can check that the money came."""

    code = 'VOUCHER_MISSING'
    sentence = '请填写银行回单或财政电子票据的号码。'


class AlreadyPaid(Refused):
    """The order was paid before."""

    code = 'ALREADY_PAID'
    sentence = '这张缴款单已经收款，不用再收，也不能作废；收错了请办退款。'


class OrderVoid(Refused):
    """The order was made void."""

    code = 'ORDER_VOID'
    sentence = '这张缴款单已作废，请按新的缴款单收款。'


class NotPaid(Refused):
    """Nothing was paid that could be given back."""

    code = 'NOT_PAID'
    sentence = '「{item}」还没有收款，不用退款；请撤销核定或作废缴款单。'


class AlreadyRefunded(Refused):
    """One refund a charge."""

    code = 'ALREADY_REFUNDED'
    sentence = '「{item}」已经退过款，一项收费只退一次，不用再退。'


def collect(*, number: str, actor: Actor, voucher: str, at: datetime | None = None) -> PaymentOrder:
    """Note that the bank took the whole order; the person's letter must say 收款, and they assessed none of it.

    Raises VoucherMissing, AlreadyPaid, OrderVoid, AssessorCollects, NoAuthorisation, and what the frame raises.
    """
    at = at or timezone.now()
    if not voucher.strip():
        raise VoucherMissing(field='voucher')
    with _open_order(number, actor, at) as (order, lines, changes):
        if any(line.assessed_by == actor.person_id for line in lines):
            raise AssessorCollects
        for change in changes:
            _note_payment(change, order, sum_of(one for one in lines if one.case_id == change.case.uid))
        order.paid_at, order.received_by, order.received_name = at, actor.person_id, actor.name
        order.voucher = voucher.strip()
        order.save()
        return order


def void_order(*, number: str, actor: Actor, reason: str, at: datetime | None = None) -> PaymentOrder:
    """Make an unpaid order void; its number and sum stay on record, its charges wait for another order.

    Raises ReasonMissing, AlreadyPaid, OrderVoid, and what the frame raises.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise ReasonMissing(field='reason')
    with _open_order(number, actor, at) as (order, _, changes):
        for change in changes:
            change.perform(VOID_BILL, order=number, said=f'缴款单 {number}', reason=reason.strip())
        CaseFee.objects.filter(order=order).update(order=None)
        order.void_at, order.void_reason = at, reason.strip()
        order.save()
        return order


def refund(*, fee: UUID, actor: Actor, amount: Decimal, reason: str, at: datetime | None = None) -> CaseFee:
    """Give back a part or the whole of one paid charge, once, by another person than the one who took it.

    Raises ReasonMissing, NotPaid, AlreadyRefunded, CollectorRefunds, RefundTooLarge, and what the frame raises.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise ReasonMissing(field='reason')
    with changing(CaseFee.objects.get(uid=fee).case_id, actor=actor, at=at) as change:
        line = CaseFee.objects.select_related('order').get(uid=fee)
        if line.order is None or line.order.paid_at is None:
            raise NotPaid(item=line.item)
        if line.refunded_at is not None:
            raise AlreadyRefunded(item=line.item)
        if line.order.received_by == actor.person_id:
            raise CollectorRefunds
        line.refunded = check_refund(item=line.item, paid=line.amount, refund=amount)
        line.refunded_at, line.refund_reason = at, reason.strip()
        said = f'{line.item} {line.refunded} 元'
        change.perform(REFUND_FEE, said=said, reason=line.refund_reason, amount=str(line.refunded))
        line.save(update_fields=['refunded', 'refunded_at', 'refund_reason'])
        return line


@contextmanager
def _open_order(number: str, actor: Actor, at: datetime) -> Iterator[tuple[PaymentOrder, list[CaseFee], list[Change]]]:
    """The order with its lines and all its cases locked; AlreadyPaid or OrderVoid if it is not open any more."""
    cases = set(order_of(number).fees.values_list('case_id', flat=True))
    with changing_all(cases, actor=actor, at=at) as changes:
        order = PaymentOrder.objects.select_for_update().get(number=number)
        if order.paid_at:
            raise AlreadyPaid
        if order.void_at:
            raise OrderVoid
        yield order, list(order.fees.all()), changes


def _note_payment(change: Change, order: PaymentOrder, own: Decimal) -> None:
    assert change.actor is not None  # noqa: S101 - money is never collected by the system
    letter = require_letter(
        person_id=change.actor.person_id,
        hall=change.hall.code,
        powers=[PersonalPower.COLLECT],
        matter=change.case.matter,
        at=change.at,
    )
    said = f'{own} 元，缴款单 {order.number}'
    change.perform(COLLECT_FEE, order=order.number, said=said, amount=str(own), authorisation_id=str(letter))
    tell_below(change, f'费用 {own} 元已缴')
