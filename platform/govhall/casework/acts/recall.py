"""Asking a case back that this hall has sent on (撤回上报): a request, which the holder answers."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import REASON
from govhall.casework.models import Case
from govhall.casework.rules.reasons import stated
from govhall.casework.rules.states import Custody
from govhall.casework.sentences import hall_name
from govhall.casework.services.change import changing
from govhall.casework.services.conclusion import AlreadyConcluded
from govhall.casework.services.requests import RECALLERS, ask_holder
from govhall.casework.situation import Situation
from govhall.kernel.errors import Refused
from tenants.access import Actor


class NotAway(Refused):
    """Only what was sent on can be asked back."""

    code = 'NOT_AWAY'
    status = 409
    sentence = '这件事就在本大厅，不用撤回上报。'


class AlreadyAsked(Refused):
    """The same request waits for its answer."""

    code = 'ALREADY_ASKED'
    status = 409
    sentence = '已经提出过，正在等对方答复。'


def recall_case(*, uid: UUID, version: int, actor: Actor, reason: str, at: datetime | None = None) -> Case:
    """Ask for a case back that this hall has sent on (撤回上报): granted before the other hall has begun with it.

    A request, not an act: until the answer comes the other hall holds the case and its clock runs.
    """
    at = at or timezone.now()
    why = stated(reason)
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        if case.outcome_data:
            raise AlreadyConcluded
        if case.custody == Custody.HELD:
            raise NotAway
        if case.requests.filter(kind='recall', granted__isnull=True).exists():
            raise AlreadyAsked
        ask_holder(change, actor, kind='recall', reason=why, papers=[])
        return case


def _offer(now: Situation) -> Button | None:
    case = now.case
    sent = case.custody != Custody.HELD and not case.outcome_data and case.towards
    if not sent or not now.actor.roles & RECALLERS or now.asked('recall'):
        return None
    return Button(ACT, '请求撤回上报', '对方还没有办理时才能撤回')


ACT = register(
    Act(
        word='recall',
        place=260,
        do=lambda posted: recall_case(**posted.frame, reason=posted['reason']),
        afterwards=lambda case: f'撤回上报的请求已发往{hall_name(case.towards)}，等对方答复。',
        offer=_offer,
        fields=[REASON],
        mutation='recall_case',
        does='Ask back what was sent up (撤回上报).',
        folded=True,
    )
)
