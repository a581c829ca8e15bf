"""Accepting (受理): the clock of the decision starts (行政许可法 §32)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import HANDLING, Transition, transition
from govhall.casework.sentences import by_day
from govhall.casework.services.change import Change, changing
from govhall.casework.services.completeness import require_papers
from govhall.casework.services.decision_clock import start_decision_clock
from govhall.casework.services.related_cases import resolve_first
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from tenants.access import Actor

ACCEPT = transition(
    Transition(
        name='accept',
        course='受理',
        states=frozenset({State.RECEIVED}),
        to=State.ACCEPTED,
        roles=HANDLING,
        power=Power.ACCEPT,
        document='04',
        clock='decide',
        of_department=True,
        article='行政许可法第三十二条',
    )
)


def accept_case(*, uid: UUID, version: int, actor: Actor, at: datetime | None = None) -> Case:
    """Accept a received case: its decision clock starts; PapersMissing while required papers are not there."""
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        accept(change)
        return change.case


def accept(change: Change) -> None:
    """The acceptance itself, inside a change."""
    require_papers(change.case)
    resolve_first(change)
    reliance = change.perform(ACCEPT)
    decides = Power.DECIDE in reliance.powers if reliance else None
    start_decision_clock(change, accepted_at=change.at, decides=decides)


def _offer(now: Situation) -> Button | None:
    if ACCEPT not in now.allowed or now.missing:
        return None
    promise = '即办件，今天办结' if now.matter.is_instant else f'承诺 {now.matter.promised_days} 个工作日办结'
    return Button(ACT, '受理', promise)


def _explain(now: Situation) -> str:
    if now.case.state != State.RECEIVED or not now.missing or now.case.outcome_data:
        return ''
    return '还缺必交的材料：' + '、'.join(paper.name for paper in now.missing) + '。补齐后才能受理。'


ACT = register(
    Act(
        word='accept',
        place=70,
        do=lambda posted: accept_case(**posted.frame),
        afterwards=lambda case: f'已受理，承诺 {by_day(case)}办结。',
        offer=_offer,
        explain=_explain,
        mutation='accept_case',
        does='Accept (受理); the clock of the decision starts. PAPERS_MISSING.',
    )
)
