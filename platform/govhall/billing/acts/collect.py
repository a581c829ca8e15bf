"""Noting that the bank took a whole order, and the receipt that was made out (收款开票, 票款分离)."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, PostedAct, register
from govhall.billing.asked import ORDER, receipt_fields, typed_receipt
from govhall.billing.ledger import sum_of
from govhall.billing.models import PaymentOrder
from govhall.billing.rules.fees import AssessorCollects
from govhall.billing.rules.receipts import TreasuryReceipt, receipt_of
from govhall.billing.services.orders import PAID, open_order, order_of_case, tell_below
from govhall.billing.services.receipts import keep_receipt
from govhall.casework.rules.transitions import ANYWHERE, MONEY, PAYABLE, Transition, transition
from govhall.casework.services.change import Change
from govhall.catalogue.authority import require_letter
from govhall.catalogue.rules import PersonalPower
from govhall.kernel.china import CHINA
from tenants.access import Actor
from tenants.roles import Role

COLLECT_FEE = transition(
    Transition(name='collect_fee', course='收款', states=PAYABLE, roles=frozenset({Role.CLERK}), custody=ANYWHERE)
)
KEPT = (
    *('paid_at', 'received_by', 'received_name', 'voucher'),
    *('receipt_code', 'receipt_number', 'receipt_check'),
)
VOUCHER = Field(
    name='voucher',
    kind=FieldKind.LINE,
    label='银行回单号',
    most=60,
    says='Number of the voucher of the bank, or empty.',
)
RECEIPT = receipt_fields('receipt', 'receipt of the treasury (财政电子票据)')


def collect(
    *, number: str, actor: Actor, receipt: tuple[str, str, str], voucher: str = '', at: datetime | None = None
) -> PaymentOrder:
    """Note that the bank took the whole order, and its receipt: code, number and check code of the treasury.

    The person's letter must say 收款, and they assessed none of it. Raises ReceiptMissing, BadReceipt, ReceiptUsed,
    AlreadyPaid, OrderVoid, AssessorCollects, NoAuthorisation, and what the frame raises.
    """
    at = at or timezone.now()
    made_out = receipt_of(receipt, on=at.astimezone(CHINA).date())
    with open_order(number, actor, at) as (order, lines, changes):
        if any(line.assessed_by == actor.person_id for line in lines):
            raise AssessorCollects
        for change in changes:
            own = sum_of(row for row in lines if row.case_id == change.case.uid)
            _note_payment(change, order, own, made_out)
        order.paid_at, order.received_by, order.received_name = at, actor.person_id, actor.name
        order.voucher, (order.receipt_code, order.receipt_number, order.receipt_check) = voucher.strip(), made_out
        keep_receipt(order, made_out, KEPT)
        return order


def _note_payment(change: Change, order: PaymentOrder, own: Decimal, receipt: TreasuryReceipt) -> None:
    assert change.actor is not None  # noqa: S101 - money is never collected by the system
    letter = require_letter(
        person_id=change.actor.person_id,
        hall=change.hall.code,
        powers=[PersonalPower.COLLECT],
        matter=change.case.matter,
        at=change.at,
    )
    said = f'{own} 元，缴款单 {order.number}，财政电子票据 {receipt}'
    noted = {'amount': str(own), 'authorisation_id': str(letter), 'receipt': str(receipt)}
    change.perform(COLLECT_FEE, order=order.number, said=said, **noted)
    tell_below(change, f'{PAID} {own} 元，财政电子票据 {receipt}，校验码 {receipt.check}')


def _collect(posted: PostedAct) -> PaymentOrder:
    return collect(
        number=order_of_case(posted['order'], posted.uid, posted.actor),
        actor=posted.actor,
        receipt=typed_receipt(posted, 'receipt'),
        voucher=posted['voucher'] or '',
    )


register(
    Act(
        do=_collect,
        afterwards=lambda order: '已记下收款和票据号。',
        fields=[ORDER, *RECEIPT, VOUCHER],
        roles=MONEY,
        versioned=False,
        mutation='collect_order',
        does='Note that the bank took the whole order (收款). RECEIPT_USED, ASSESSOR_COLLECTS, NO_AUTHORISATION.',
    )
)
