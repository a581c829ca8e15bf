"""Telling the right to a hearing (听证告知, 行政许可法 §47)."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, Button, register
from govhall.casework.acts.hearing.steps import take_step
from govhall.casework.models import Case
from govhall.casework.rules import hearings
from govhall.casework.rules.hearings import Hearing, HearingNotNow
from govhall.casework.rules.transitions import REVIEWING, UNDER_WAY, Transition, transition
from govhall.casework.services.change import Change
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.deadlines.calendar import calendar_of
from tenants.access import Actor

TELL_HEARING = transition(
    Transition(
        name='tell_hearing',
        course='告知听证权利',
        states=UNDER_WAY,
        roles=REVIEWING,
        power=Power.DECIDE,
        document='A4',
        article='行政许可法第四十七条',
    )
)
BETWEEN = re.compile(r'[、，,;；\n]')
PARTIES = Field(
    name='parties',
    kind=FieldKind.PROSE,
    label='利害关系人',
    aside='（没有就不填）',
    most=300,
    says='Interested parties to be told too: names, with 、 between.',
    hint='与这件事有重大利益关系的人或单位，几个名字用顿号隔开；他们也要收到告知书',
)


def tell_hearing(
    *, uid: UUID, version: int, actor: Actor, parties: Sequence[str] = (), at: datetime | None = None
) -> Case:
    """Tell the applicant, and interested `parties` by name, of the right to a hearing (§47): five days to ask for it.

    The clock stands still meanwhile.
    """

    def step(found: Hearing | None, on: date, change: Change) -> Hearing:
        if found is not None:
            raise HearingNotNow(why='已经告知过。')
        return hearings.told(on, calendar_of(change.hall.area_code), parties)

    return take_step(TELL_HEARING, step=step, uid=uid, version=version, actor=actor, at=at)


def _offer(now: Situation) -> Button | None:
    if not now.has_procedures or TELL_HEARING not in now.allowed or now.case.hearing is not None:
        return None
    return Button(ACT, '告知听证权利', '五个工作日内可以申请；期间不计时')


ACT = register(
    Act(
        word='hearing-tell',
        place=220,
        do=lambda posted: tell_hearing(**posted.frame, parties=BETWEEN.split(posted['parties'])),
        afterwards=lambda case: '已告知听证权利，五个工作日内可以申请。请把告知书送给申请人和每位利害关系人。',
        offer=_offer,
        fields=[PARTIES],
        mutation='tell_hearing',
        does='Tell the right to a hearing (听证告知, §47).',
    )
)
