"""What a villager is told of money: each charge with its working, what became of it, and the receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from govhall.billing.ledger import lines_of
from govhall.billing.models import CaseFee
from govhall.billing.services.orders import PAID, TO_PAY
from govhall.casework.models import Case


@dataclass(frozen=True, slots=True)
class TrackedCharge:
    """A charge: what it is, how it was worked out, the sum in yuan, and in words what became of it."""

    item: str
    working: str
    amount: Decimal
    said: str


def tracked_charges(fees: Sequence[CaseFee]) -> list[TrackedCharge]:
    """The charges that stand, as they are shown."""
    return [TrackedCharge(fee.item, _working(fee), fee.amount, _said(fee)) for fee in fees if not fee.cancelled_at]


def charges_of(case: Case) -> list[CaseFee]:
    """The charges of the case in this hall; another hall that decides it keeps its own."""
    return lines_of(case.uid)


def money_elsewhere(case: Case) -> str:
    """What the hall that charges has told, where that is another one; empty where it told nothing of money."""
    return f'{case.note}。' if case.note.startswith((PAID, TO_PAY)) else ''


def order_to_pay(fees: Sequence[CaseFee]) -> str:
    """The number of a paper to pay by that is still open, or empty."""
    return next((fee.order.number for fee in fees if fee.order and not fee.order.paid_at), '')


def _working(fee: CaseFee) -> str:
    less = f'标准 {fee.standard} 元，减免：{fee.reduction}' if fee.reduction else ''
    return '；'.join(filter(None, (fee.working, less)))


def _said(fee: CaseFee) -> str:
    if not fee.amount:
        return '免收'
    if fee.order is None or not fee.order.paid_at:
        return '等您缴费' if fee.order else '正在开缴款单'
    receipt = f'财政电子票据 {fee.order.receipt}，校验码 {fee.order.receipt_check}'
    if fee.refunded_at:
        return f'已缴，{receipt}；已退 {fee.refunded} 元，红字票据 {fee.red_receipt}'
    return f'已缴，{receipt}'
