"""What the acts on charges share: several cases locked at once, and the order with its lines."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from govhall.billing.ledger import NoSuchOrder, order_of
from govhall.billing.models import CaseFee, PaymentOrder
from govhall.casework.services.change import Change, changing
from govhall.kernel.errors import Refused
from tenants.access import Actor

PAID, TO_PAY = '费用已缴', '请缴费'  # how a note about money begins, for who reads it below
ORDERS = 'ZF'  # the block of the payment orders; villages are numbered from the other end


class NoSuchFee(Refused):
    """The case has no such charge."""

    code = 'NO_SUCH_FEE'
    sentence = '这件事没有这项收费，请重新查询后再试。'


class AlreadyPaid(Refused):
    """The order was paid before."""

    code = 'ALREADY_PAID'
    status = 409
    sentence = '这张缴款单已经收款，不用再收，也不能作废；收错了请办退款。'


class OrderVoid(Refused):
    """The order was made void."""

    code = 'ORDER_VOID'
    status = 409
    sentence = '这张缴款单已作废，请按新的缴款单收款。'


@contextmanager
def changing_all(
    cases: Iterable[UUID], *, actor: Actor, at: datetime, versions: dict[UUID, int] | None = None
) -> Iterator[list[Change]]:
    """Several cases in one transaction, locked in one order everywhere, so that two windows never wait in a ring."""
    with transaction.atomic(), ExitStack() as stack:
        frames = [changing(uid, actor=actor, at=at, version=(versions or {}).get(uid)) for uid in sorted(set(cases))]
        yield [stack.enter_context(frame) for frame in frames]


@contextmanager
def open_order(number: str, actor: Actor, at: datetime) -> Iterator[tuple[PaymentOrder, list[CaseFee], list[Change]]]:
    """The order with its lines and all its cases locked; AlreadyPaid or OrderVoid if it is not open any more."""
    cases = set(order_of(number, actor).fees.values_list('case_id', flat=True))
    with changing_all(cases, actor=actor, at=at) as changes:
        order = PaymentOrder.objects.select_for_update().get(number=number)
        if order.paid_at:
            raise AlreadyPaid
        if order.void_at:
            raise OrderVoid
        yield order, list(order.fees.all()), changes


def tell_below(change: Change, words: str) -> None:
    """Let the halls below read it with the progress of the case; after the outcome its reason stands there."""
    if not change.case.outcome_data:
        change.case.note = words


def fee_of_case(fee: UUID, case: UUID) -> UUID:
    """The charge, if it is one of this case. Raises NoSuchFee."""
    if not CaseFee.objects.filter(uid=fee, case_id=case).exists():
        raise NoSuchFee(field='fee')
    return fee


def order_of_case(number: str, case: UUID, actor: Actor) -> str:
    """The number of the order, if it has a line of this case. Raises NoSuchOrder."""
    order = order_of(number, actor)
    if not order.fees.filter(case_id=case).exists():
        raise NoSuchOrder(field='order')
    return order.number
