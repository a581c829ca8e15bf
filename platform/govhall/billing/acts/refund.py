"""Giving back a paid charge or a part of it, once, against a red receipt (退款, 冲红)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, PostedAct, register
from govhall.billing.asked import AMOUNT, FEE, receipt_fields, typed_receipt
from govhall.billing.models import CaseFee
from govhall.billing.rules.fees import CollectorRefunds, amount_of, check_refund
from govhall.billing.rules.receipts import RED, receipt_of
from govhall.billing.services.orders import fee_of_case
from govhall.billing.services.receipts import keep_receipt
from govhall.casework.asked import REASON
from govhall.casework.rules.reasons import ReasonMissing
from govhall.casework.rules.transitions import ANYWHERE, ASSESSED, MONEY, Transition, transition
from govhall.casework.services.change import changing
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from tenants.access import Actor

RED_RECEIPT = receipt_fields('red', 'red receipt (红字) that cancels it')
KEPT = ('refunded', 'refunded_at', 'refund_reason', 'red_code', 'red_number', 'red_check')
REFUND_FEE = transition(Transition(name='refund_fee', course='退款', states=ASSESSED, roles=MONEY, custody=ANYWHERE))


class NotPaid(Refused):
    """Nothing was paid that could be given back."""

    code = 'NOT_PAID'
    status = 409
    sentence = '「{item}」还没有收款，不用退款；请撤销核定或作废缴款单。'


class AlreadyRefunded(Refused):
    """One refund a charge."""

    code = 'ALREADY_REFUNDED'
    status = 409
    sentence = '「{item}」已经退过款，一项收费只退一次，不用再退。'


@dataclass(frozen=True, slots=True)
class Refund:
    """What is given back of a charge, in yuan, why, and the red receipt (code, number, check code) that says so."""

    amount: Decimal
    reason: str
    red: tuple[str, str, str]


def refund(*, fee: UUID, actor: Actor, wanted: Refund, at: datetime | None = None) -> CaseFee:
    """Give back a part or the whole of one paid charge, once, by another person than the one who took it.

    The red receipt refers to the one that was made out when it was paid. Raises ReasonMissing, ReceiptMissing,
    BadReceipt, ReceiptUsed, NotPaid, AlreadyRefunded, CollectorRefunds, RefundTooLarge, and what the frame raises.
    """
    at = at or timezone.now()
    if not wanted.reason.strip():
        raise ReasonMissing(field='reason')
    red = receipt_of(wanted.red, on=at.astimezone(CHINA).date(), what=RED)
    with changing(CaseFee.objects.get(uid=fee).case_id, actor=actor, at=at) as change:
        line = CaseFee.objects.select_related('order').get(uid=fee)
        if line.order is None or line.order.paid_at is None:
            raise NotPaid(item=line.item)
        if line.refunded_at is not None:
            raise AlreadyRefunded(item=line.item)
        if line.order.received_by == actor.person_id:
            raise CollectorRefunds
        line.refunded = check_refund(item=line.item, paid=line.amount, refund=wanted.amount)
        line.refunded_at, line.refund_reason = at, wanted.reason.strip()
        line.red_code, line.red_number, line.red_check = red
        said = f'{line.item} {line.refunded} 元，红字票据 {red} 冲红 {line.order.receipt}'
        noted = {'amount': str(line.refunded), 'receipt': str(red), 'of_receipt': line.order.receipt}
        change.perform(REFUND_FEE, said=said, reason=line.refund_reason, **noted)
        keep_receipt(line, red, KEPT)
        return line


def _refund(posted: PostedAct) -> CaseFee:
    fee, amount = fee_of_case(posted['fee'], posted.uid), amount_of(posted['amount'])
    wanted = Refund(amount, posted['reason'], typed_receipt(posted, 'red'))
    return refund(fee=fee, actor=posted.actor, wanted=wanted)


register(
    Act(
        do=_refund,
        afterwards=lambda fee: f'已记下退款 {fee.refunded} 元。',
        fields=[FEE, AMOUNT, *RED_RECEIPT, REASON],
        roles=MONEY,
        versioned=False,
        mutation='refund_fee',
        does='Give back a paid charge or a part of it, once, against a red receipt (退款, 冲红). RECEIPT_USED.',
    )
)
