"""Ending what can't go on (终止办理): papers that are never brought, an applicant who died or was dissolved."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import REASON
from govhall.casework.models import Case
from govhall.casework.rules.reasons import stated
from govhall.casework.rules.states import OPEN, State
from govhall.casework.rules.transitions import DECIDING, Transition, transition
from govhall.casework.services.change import changing
from govhall.casework.services.conclusion import conclude
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from tenants.access import Actor

# Whoever ends a case takes the place of the next step: of the acceptance, the review or the decision.
TERMINATE = transition(
    Transition(
        name='terminate',
        course='终止办理',
        states=OPEN - {State.ENTRUSTED},
        to=State.TERMINATED,
        roles=DECIDING,
        power=Power.ACCEPT,
        document='A7',
        clock='end',
        by_stage={State.ACCEPTED: Power.REVIEW, State.REVIEWED: Power.DECIDE},
        of_department=True,
    )
)


def terminate_case(*, uid: UUID, version: int, actor: Actor, reason: str, at: datetime | None = None) -> Case:
    """End a case without a decision, with the reason and the applicant's remedies on a paper.

    It is no withdrawal, which only the applicant can declare. Raises ReasonMissing, and what the frame raises.
    """
    at = at or timezone.now()
    why = stated(reason)
    with changing(uid, actor=actor, at=at, version=version) as change:
        reliance = change.perform(TERMINATE, reason=why)
        conclude(change, 'terminated', reliance=reliance, reason=why)
        return change.case


def _offer(now: Situation) -> Button | None:
    if TERMINATE not in now.allowed or now.case.outcome_data:
        return None
    return Button(ACT, '终止办理', '逾期不补正、申请人死亡或注销等', refusing=True)


ACT = register(
    Act(
        word='terminate',
        place=350,
        do=lambda posted: terminate_case(**posted.frame, reason=posted['reason']),
        afterwards=lambda case: '已终止办理，请把决定书交给申请人。',
        offer=_offer,
        fields=[REASON],
        mutation='terminate_case',
        does="End what can not go on (终止办理); no withdrawal, which is the applicant's.",
        folded=True,
    )
)
