"""Taking a case as one's own (认领), so that two colleagues do not do the same work."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.models import Case
from govhall.casework.rules.states import OPEN
from govhall.casework.rules.transitions import HANDLING, Transition, transition
from govhall.casework.services.change import changing
from govhall.casework.situation import Situation
from govhall.kernel.errors import Refused
from tenants.access import Actor

CLAIM = transition(Transition(name='claim', course='认领', states=OPEN, roles=HANDLING, of_department=True))


class AlreadyClaimed(Refused):
    """Somebody has claimed the case."""

    code = 'ALREADY_CLAIMED'
    status = 409
    sentence = '{name}已经认领了这件事，请让对方“转交同事”给您。'


def claim_case(*, uid: UUID, version: int, actor: Actor, at: datetime | None = None) -> Case:
    """Make the case one's own; others who may act on it still may. Raises AlreadyClaimed."""
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        if case.claimed_by is not None:
            raise AlreadyClaimed(name=case.claimed_by_name)
        change.perform(CLAIM)
        case.claimed_by, case.claimed_by_name = actor.person_id, actor.name
        return case


def _offer(now: Situation) -> Button | None:
    if CLAIM not in now.allowed or now.case.claimed_by is not None:
        return None
    return Button(ACT, '认领', '记到您名下，排进“我的”')


ACT = register(
    Act(
        word='claim',
        place=240,
        do=lambda posted: claim_case(**posted.frame),
        afterwards=lambda case: '已认领，这件事排进了您的“我的”。',
        offer=_offer,
        mutation='claim_case',
        does='Make the case one’s own (认领).',
        folded=True,
    )
)
