"""Declining to accept (不予受理), with the reason and the organ to apply to (行政许可法 §32)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import REASON
from govhall.casework.models import Case
from govhall.casework.rules.reasons import ReasonMissing
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import HANDLING, Transition, transition
from govhall.casework.services.change import changing
from govhall.casework.services.conclusion import conclude
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from tenants.access import Actor

DECLINE = transition(
    Transition(
        name='decline',
        course='不予受理',
        states=frozenset({State.RECEIVED}),
        to=State.NOT_ACCEPTED,
        roles=HANDLING,
        power=Power.ACCEPT,
        document='03',
        clock='end',
        of_department=True,
        article='行政许可法第三十二条',
    )
)
COMPETENT = Field(
    name='competent',
    kind=FieldKind.LINE,
    label='有权机关',
    most=60,
    says='The organ to apply to, where this one has no power.',
    aside='（不属于本机关职权范围时填写）',
    hint='决定书会告诉申请人向哪里申请',
)


def decline_case(
    *, uid: UUID, version: int, actor: Actor, reason: str, competent: str = '', at: datetime | None = None
) -> Case:
    """Decline to accept (不予受理) with the reason, and with the organ to apply to if this one has no power (§32)."""
    at = at or timezone.now()
    if not reason.strip():
        raise ReasonMissing(field='reason')
    with changing(uid, actor=actor, at=at, version=version) as change:
        elsewhere = {'competent': competent.strip()} if competent.strip() else {}
        reliance = change.perform(DECLINE, reason=reason, **elsewhere)
        conclude(change, 'not_accepted', reliance=reliance, reason=reason)
        return change.case


def _offer(now: Situation) -> Button | None:
    return Button(ACT, '不予受理', '写明理由', refusing=True) if DECLINE in now.allowed else None


ACT = register(
    Act(
        word='decline',
        place=130,
        do=lambda posted: decline_case(**posted.frame, reason=posted['reason'], competent=posted['competent']),
        afterwards=lambda case: '已决定不予受理，请把决定书交给申请人。',
        offer=_offer,
        fields=[REASON, COMPETENT],
        mutation='decline_case',
        does='Do not accept (不予受理, §32).',
        folded=True,
    )
)
