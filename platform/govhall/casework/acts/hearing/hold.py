"""Keeping the record of the hearing, on which the decision rests (听证笔录, 行政许可法 §48)."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.acts.hearing.steps import concerned, take_step
from govhall.casework.asked import opinion
from govhall.casework.models import Case
from govhall.casework.rules import hearings
from govhall.casework.rules.hearings import Hearing
from govhall.casework.rules.transitions import REVIEWING, UNDER_WAY, Transition, transition
from govhall.casework.sentences import by_day
from govhall.casework.services.change import Change
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from tenants.access import Actor

HOLD_HEARING = transition(
    Transition(
        name='hold_hearing',
        course='举行听证',
        states=UNDER_WAY,
        roles=REVIEWING,
        power=Power.DECIDE,
        clock='decide',
        article='行政许可法第四十八条',
    )
)


def hold_hearing(*, uid: UUID, version: int, actor: Actor, minutes: str, at: datetime | None = None) -> Case:
    """Record the hearing with its minutes, on which the decision rests; the clock goes on tomorrow."""

    def step(found: Hearing | None, on: date, change: Change) -> Hearing:
        return hearings.held(found, on, minutes=minutes, reviewers=concerned(change.case))

    return take_step(HOLD_HEARING, step=step, uid=uid, version=version, actor=actor, at=at)


def _offer(now: Situation) -> Button | None:
    hearing, today = now.case.hearing, timezone.localdate(now.at)
    if not now.has_procedures or HOLD_HEARING not in now.allowed or hearing is None or hearing.held_on is not None:
        return None
    if hearing.called_for is None or today < hearing.called_for:
        return None
    return Button(ACT, '记下听证笔录', '决定要以笔录为准')


ACT = register(
    Act(
        word='hearing-hold',
        place=150,
        do=lambda posted: hold_hearing(**posted.frame, minutes=posted['opinion']),
        afterwards=lambda case: f'听证笔录已记下，{by_day(case)}办结。',
        offer=_offer,
        fields=[opinion('听证笔录', 'The record.', rows=4)],
        mutation='hold_hearing',
        does='Keep the record of the hearing.',
    )
)
