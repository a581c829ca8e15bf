"""The receipts of the treasury in a month: those made out, and the red ones that took money back (票据明细)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from govhall.billing.fee_month import NOTHING, after, span
from govhall.billing.models import CaseFee, PaymentOrder

ON_PAGE = 100  # the file has all


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One receipt: when it was noted, for which order, over how many yuan; a red one names the one it cancels."""

    at: datetime
    receipt: str
    order: str
    amount: Decimal
    cancels: str = ''

    @property
    def kind(self) -> str:
        """What it is, on screen and in the file."""
        return '冲红' if self.cancels else '开票'


@dataclass(frozen=True, slots=True)
class ReceiptMonth:
    """All receipts of a month in order, how many of each sort, and their sums in yuan."""

    lines: list[ReceiptLine]
    made_out: int
    amount: Decimal
    red: int
    red_amount: Decimal


def receipt_month(first: date) -> ReceiptMonth:
    """The receipts of the month that begins on this day, for the current hall; two statements."""
    within = span(first, after(first))
    paid = PaymentOrder.objects.filter(within.of('paid_at'))
    back = CaseFee.objects.filter(within.of('refunded_at')).select_related('order')
    made_out = [ReceiptLine(order.paid_at, order.receipt, order.number, order.total) for order in paid if order.paid_at]
    red = [
        ReceiptLine(fee.refunded_at, fee.red_receipt, fee.order.number, fee.refunded, fee.order.receipt)
        for fee in back
        if fee.order and fee.refunded_at
    ]
    lines = sorted([*made_out, *red], key=lambda line: (line.at, line.receipt))
    return ReceiptMonth(lines, len(made_out), _sum(made_out), len(red), _sum(red))


def _sum(lines: Iterable[ReceiptLine]) -> Decimal:
    return sum((line.amount for line in lines), NOTHING)
