"""Announcing a hearing that the organ holds by itself, for it is of public concern (听证公告, 行政许可法 §46)."""

from dataclasses import replace as but
from datetime import date, datetime
from uuid import UUID

from govhall.acts.registry import Act, Button, register
from govhall.casework.acts.hearing.call import CALL_HEARING
from govhall.casework.acts.hearing.steps import SITTING, concerned, may_be_announced, sitting_of, take_step
from govhall.casework.asked import REASON
from govhall.casework.models import Case
from govhall.casework.rules import hearings
from govhall.casework.rules.hearings import Hearing, Sitting
from govhall.casework.rules.reasons import stated
from govhall.casework.rules.transitions import REVIEWING, UNDER_WAY, Transition, transition
from govhall.casework.services.change import Change
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.deadlines.calendar import calendar_of
from tenants.access import Actor

# Of public concern; nobody has to ask for it.
ANNOUNCE_HEARING = transition(
    Transition(
        name='announce_hearing',
        course='公告举行听证',
        states=UNDER_WAY,
        roles=REVIEWING,
        power=Power.DECIDE,
        document='B2',
        clock='stop',
        article='行政许可法第四十六条',
    )
)


def announce_hearing(
    *, uid: UUID, version: int, actor: Actor, sitting: Sitting, reason: str, at: datetime | None = None
) -> Case:
    """The organ announces a hearing of its own motion (§46) and invites the applicant. Raises ReasonMissing."""
    why = stated(reason)

    def step(found: Hearing | None, on: date, change: Change) -> Hearing:
        calendar = calendar_of(change.hall.area_code)
        return hearings.announced(found, on, sitting=sitting, reviewers=concerned(change.case), calendar=calendar)

    rows = (ANNOUNCE_HEARING, CALL_HEARING)
    return take_step(*rows, step=step, uid=uid, version=version, actor=actor, at=at, reason=why)


def _offer(now: Situation) -> Button | None:
    if not now.has_procedures or ANNOUNCE_HEARING not in now.allowed or not may_be_announced(now):
        return None
    return Button(ACT, '公告举行听证', '涉及公共利益的，本机关主动举行；提前七个工作日公告')


ACT = register(
    Act(
        word='hearing-announce',
        place=230,
        do=lambda posted: announce_hearing(**posted.frame, sitting=sitting_of(posted), reason=posted['reason']),
        afterwards=lambda case: '听证已定，公告和通知已生成。请张贴公告，把通知送给申请人。',
        offer=_offer,
        fields=[*SITTING, but(REASON, label='为什么举行')],
        mutation='announce_hearing',
        does='Hold a hearing of the own motion and announce it (听证公告, §46).',
    )
)
