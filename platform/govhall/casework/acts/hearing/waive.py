"""The applicant or an interested party waives the hearing (放弃听证): once all have, nobody waits any longer."""

from datetime import date, datetime
from uuid import UUID

from govhall.acts.registry import Act, Button, register
from govhall.casework.acts.hearing.steps import PARTY, is_silent, silent, take_step
from govhall.casework.models import Case
from govhall.casework.rules import hearings
from govhall.casework.rules.hearings import Hearing
from govhall.casework.rules.transitions import HANDLING, UNDER_WAY, Transition, transition
from govhall.casework.sentences import by_day
from govhall.casework.services.change import Change
from govhall.casework.situation import Situation
from tenants.access import Actor

WAIVE_HEARING = transition(
    Transition(
        name='waive_hearing',
        course='放弃听证',
        states=UNDER_WAY,
        roles=HANDLING,
        clock='decide',
        of_department=True,
        article='行政许可法第四十七条',
    )
)


def waive_hearing(*, uid: UUID, version: int, actor: Actor, party: str = '', at: datetime | None = None) -> Case:
    """The applicant, or an interested party, waives the hearing; once all have, the clock goes on tomorrow."""

    def step(found: Hearing | None, on: date, change: Change) -> Hearing:
        return hearings.waived(found, on, party)

    return take_step(WAIVE_HEARING, step=step, uid=uid, version=version, actor=actor, at=at)


def _offer(now: Situation) -> Button | None:
    if not now.has_procedures or WAIVE_HEARING not in now.allowed or not is_silent(now):
        return None
    return Button(ACT, '记下放弃听证', '申请人和利害关系人都放弃，就不用再等', choices=silent(now))


def _afterwards(case: Case) -> str:
    if case.hearing is not None and case.hearing.waived_on is not None:
        return f'已记下：都放弃听证，可以作出决定，{by_day(case)}办结。'
    return '已记下放弃听证，还有人没有表示，申请期照常计算。'


ACT = register(
    Act(
        word='hearing-waive',
        place=180,
        do=lambda posted: waive_hearing(**posted.frame, party=posted['party']),
        afterwards=_afterwards,
        offer=_offer,
        fields=[PARTY],
        mutation='waive_hearing',
        does='Applicant or party waives the hearing (放弃听证).',
    )
)
