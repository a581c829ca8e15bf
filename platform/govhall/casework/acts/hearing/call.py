"""Fixing day, hour, place and host of the hearing, seven days ahead (行政许可法 §48)."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.acts.hearing.steps import SITTING, called_for, concerned, sitting_of, take_step
from govhall.casework.models import Case
from govhall.casework.rules import hearings
from govhall.casework.rules.hearings import Hearing, Sitting
from govhall.casework.rules.transitions import REVIEWING, UNDER_WAY, Transition, transition
from govhall.casework.services.change import Change
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.deadlines.calendar import calendar_of
from tenants.access import Actor

CALL_HEARING = transition(
    Transition(
        name='call_hearing',
        course='定听证时间',
        states=UNDER_WAY,
        roles=REVIEWING,
        power=Power.DECIDE,
        document='A5',
        article='行政许可法第四十八条',
        detail=called_for,
    )
)


def call_hearing(*, uid: UUID, version: int, actor: Actor, sitting: Sitting, at: datetime | None = None) -> Case:
    """Fix day, hour, place and host: seven working days' notice, twenty from the request, no host who has reviewed."""

    def step(found: Hearing | None, on: date, change: Change) -> Hearing:
        calendar = calendar_of(change.hall.area_code)
        return hearings.called(found, on, sitting=sitting, reviewers=concerned(change.case), calendar=calendar)

    return take_step(CALL_HEARING, step=step, uid=uid, version=version, actor=actor, at=at)


def is_to_be_called(now: Situation) -> bool:
    """Whether the hearing comes and its day has not."""
    hearing, today = now.case.hearing, timezone.localdate(now.at)
    if hearing is None or hearing.held_on is not None or (hearing.asked_on is None and not hearing.own_motion):
        return False
    # Who has reviewed the case meanwhile can't host: the day must be fixed again.
    return not (hearing.called_for and today >= hearing.called_for) or hearings.hosts(hearing, concerned(now.case))


def _offer(now: Situation) -> Button | None:
    if not now.has_procedures or CALL_HEARING not in now.allowed or not is_to_be_called(now):
        return None
    again = now.case.hearing is not None and now.case.hearing.called_for
    return Button(ACT, '改定听证时间' if again else '定听证时间', '提前七个工作日通知')


ACT = register(
    Act(
        word='hearing-call',
        place=160,
        do=lambda posted: call_hearing(**posted.frame, sitting=sitting_of(posted)),
        afterwards=lambda case: '听证时间已定，请把通知送给申请人和利害关系人。',
        offer=_offer,
        fields=SITTING,
        mutation='call_hearing',
        does='Fix day, hour and place of the hearing, seven days ahead (§48).',
    )
)
