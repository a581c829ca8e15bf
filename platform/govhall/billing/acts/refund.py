"""Giving back a paid charge or a part of it, once (退款)."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, PostedAct, register
from govhall.billing.asked import AMOUNT, FEE
from govhall.billing.models import CaseFee
from govhall.billing.rules.fees import CollectorRefunds, amount_of, check_refund
from govhall.billing.services.orders import fee_of_case
from govhall.casework.asked import REASON
from govhall.casework.rules.reasons import ReasonMissing
from govhall.casework.rules.transitions import ANYWHERE, ASSESSED, MONEY, Transition, transition
from govhall.casework.services.change import changing
from govhall.kernel.errors import Refused
from tenants.access import Actor

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


def _refund(posted: PostedAct) -> CaseFee:
    fee, amount = fee_of_case(posted['fee'], posted.uid), amount_of(posted['amount'])
    return refund(fee=fee, actor=posted.actor, amount=amount, reason=posted['reason'])


register(
    Act(
        do=_refund,
        afterwards=lambda fee: f'已记下退款 {fee.refunded} 元。',
        fields=[FEE, AMOUNT, REASON],
        roles=MONEY,
        versioned=False,
        mutation='refund_fee',
        does='Give back a paid charge or a part of it, once (退款).',
    )
)
