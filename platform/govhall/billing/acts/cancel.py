"""Taking back a charge that is on no order yet (撤销核定)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, PostedAct, register
from govhall.billing.asked import FEE
from govhall.billing.models import CaseFee
from govhall.billing.services.orders import fee_of_case
from govhall.casework.asked import REASON
from govhall.casework.models import Case
from govhall.casework.rules.reasons import ReasonMissing
from govhall.casework.rules.transitions import ANYWHERE, ASSESSED, MONEY, Transition, transition
from govhall.casework.services.change import changing
from govhall.kernel.errors import Refused
from tenants.access import Actor

CANCEL_FEE = transition(
    Transition(name='cancel_fee', course='撤销核定', states=ASSESSED, roles=MONEY, custody=ANYWHERE)
)


class AlreadyBilled(Refused):
    """The charge stands on an order, or was taken back before."""

    code = 'ALREADY_BILLED'
    status = 409
    sentence = '「{item}」已经开进缴款单或者已撤销，请先作废缴款单，再撤销核定。'


def cancel_fee(*, fee: UUID, actor: Actor, reason: str, at: datetime | None = None) -> Case:
    """Take back a charge that is on no order yet; it may be assessed again. Raises AlreadyBilled, ReasonMissing."""
    at = at or timezone.now()
    if not reason.strip():
        raise ReasonMissing(field='reason')
    line = CaseFee.objects.get(uid=fee)
    with changing(line.case_id, actor=actor, at=at) as change:
        waiting = CaseFee.objects.filter(uid=fee, order__isnull=True, cancelled_at__isnull=True)
        if not waiting.update(cancelled_at=at):
            raise AlreadyBilled(item=line.item)
        change.perform(CANCEL_FEE, said=line.item, reason=reason.strip())
        return change.case


def _cancel(posted: PostedAct) -> Case:
    return cancel_fee(fee=fee_of_case(posted['fee'], posted.uid), actor=posted.actor, reason=posted['reason'])


register(
    Act(
        do=_cancel,
        afterwards=lambda case: '已撤销核定。',
        fields=[FEE, REASON],
        roles=MONEY,
        versioned=False,
        mutation='cancel_fee',
        does='Take back a charge that is on no order.',
    )
)
