"""The applicant or an interested party asks for the hearing in time (行政许可法 §47)."""

from datetime import date, datetime
from uuid import UUID

from govhall.acts.registry import Act, Button, register
from govhall.casework.acts.hearing.steps import PARTY, is_silent, silent, take_step
from govhall.casework.models import Case
from govhall.casework.rules import hearings
from govhall.casework.rules.hearings import Hearing
from govhall.casework.rules.transitions import HANDLING, UNDER_WAY, Transition, transition
from govhall.casework.services.change import Change
from govhall.casework.situation import Situation
from govhall.deadlines.calendar import calendar_of
from tenants.access import Actor

ASK_HEARING = transition(
    Transition(
        name='ask_hearing',
        course='申请听证',
        states=UNDER_WAY,
        roles=HANDLING,
        clock='stop',
        of_department=True,
        article='行政许可法第四十七条',
    )
)


def ask_for_hearing(*, uid: UUID, version: int, actor: Actor, party: str = '', at: datetime | None = None) -> Case:
    """The applicant, or an interested party, asks for the hearing in time: the clock stands still until it is held."""

    def step(found: Hearing | None, on: date, change: Change) -> Hearing:
        return hearings.asked(found, on, calendar_of(change.hall.area_code), party)

    return take_step(ASK_HEARING, step=step, uid=uid, version=version, actor=actor, at=at)


def _offer(now: Situation) -> Button | None:
    if not now.has_procedures or ASK_HEARING not in now.allowed or not is_silent(now):
        return None
    return Button(ACT, '记下听证申请', '二十个工作日内举行', choices=silent(now))


ACT = register(
    Act(
        word='hearing-ask',
        place=170,
        do=lambda posted: ask_for_hearing(**posted.frame, party=posted['party']),
        afterwards=lambda case: '已记下听证申请，请在二十个工作日内举行。',
        offer=_offer,
        fields=[PARTY],
        mutation='ask_for_hearing',
        does='Applicant or party asks for the hearing.',
    )
)
