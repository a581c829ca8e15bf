"""Making an unpaid order void (作废缴款单)."""

from datetime import datetime

from django.utils import timezone

from govhall.acts.registry import Act, PostedAct, register
from govhall.billing.asked import ORDER
from govhall.billing.models import CaseFee, PaymentOrder
from govhall.billing.services.orders import open_order, order_of_case
from govhall.casework.asked import REASON
from govhall.casework.rules.reasons import ReasonMissing
from govhall.casework.rules.transitions import ANYWHERE, ASSESSED, MONEY, Transition, transition
from tenants.access import Actor

VOID_BILL = transition(
    Transition(name='void_bill', course='作废缴款单', states=ASSESSED, roles=MONEY, custody=ANYWHERE)
)


def void_order(*, number: str, actor: Actor, reason: str, at: datetime | None = None) -> PaymentOrder:
    """Make an unpaid order void; its number and sum stay on record, its charges wait for another order.

    Raises ReasonMissing, AlreadyPaid, OrderVoid, and what the frame raises.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise ReasonMissing(field='reason')
    with open_order(number, actor, at) as (order, _, changes):
        for change in changes:
            change.perform(VOID_BILL, order=number, said=f'缴款单 {number}', reason=reason.strip())
        CaseFee.objects.filter(order=order).update(order=None)
        order.void_at, order.void_reason = at, reason.strip()
        order.save()
        return order


def _void(posted: PostedAct) -> PaymentOrder:
    return void_order(
        number=order_of_case(posted['order'], posted.uid, posted.actor), actor=posted.actor, reason=posted['reason']
    )


register(
    Act(
        do=_void,
        afterwards=lambda order: '缴款单已作废，里面的收费可以重新开单。',
        fields=[ORDER, REASON],
        roles=MONEY,
        versioned=False,
        mutation='void_order',
        does='Make an unpaid order void.',
    )
)
