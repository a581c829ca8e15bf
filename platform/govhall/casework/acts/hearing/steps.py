"""The frame of every step of a hearing, and what several steps ask for."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.clock import Procedure
from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import PostedAct
from govhall.casework.models import Case
from govhall.casework.rules import hearings
from govhall.casework.rules.hearings import Hearing, Sitting
from govhall.casework.rules.procedures import ProcedureKind
from govhall.casework.rules.transitions import Transition
from govhall.casework.services.change import Change, changing
from govhall.casework.services.decision_clock import clock_of, set_clock
from govhall.casework.situation import Situation
from govhall.kernel.chain import text_digest
from govhall.kernel.china import CHINA
from govhall.kernel.structures import plain
from tenants.access import Actor

Step = Callable[[Hearing | None, date, Change], Hearing]
PARTY = Field(
    name='party',
    kind=FieldKind.LINE,
    label='谁',
    most=60,
    says='Name of the interested party; none: the applicant.',
    widget='choose_any',
)
SITTING = [
    Field(name='day', kind=FieldKind.DAY, label='听证日期', says='The day.', needed=True, must=True),
    Field(
        name='hour',
        kind=FieldKind.HOUR,
        label='时间',
        says='The hour, as 09:30. At most 5 characters.',
        needed=True,
        must=True,
    ),
    Field(
        name='place',
        kind=FieldKind.LINE,
        label='地点',
        most=100,
        says='Where. At most 100 characters.',
        needed=True,
        must=True,
    ),
    Field(
        name='host',
        kind=FieldKind.LINE,
        label='主持人',
        most=60,
        says='Who presides; nobody who reviewed the case or looked on the spot. At most 60 characters.',
        hint='不能是审查过或者现场核查过这件事的人',
        needed=True,
        must=True,
    ),
]


def take_step(
    *rows: Transition, step: Step, uid: UUID, version: int, actor: Actor, at: datetime | None, reason: str = ''
) -> Case:
    """Take the hearing of a case one step on, and keep its interval in the clock."""
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        clock_of(change)
        hearing = step(change.case.hearing, at.astimezone(CHINA).date(), change)
        change.case.hearing_data = plain(hearing)
        # As with opinions: the record and the parties are sealed with the case, and a hash stands in the event.
        digest = {'minutes_sha256': text_digest(hearing.minutes)} if hearing.minutes else {}
        shown = plain(replace(hearing, minutes='', parties=(), asked_by='', waived_by=()))
        for row in rows:
            change.perform(row, hearing=shown, reason=reason, **digest)
        _stop_for(change, hearing)
        return change.case


def _stop_for(change: Change, hearing: Hearing) -> None:
    """One interval: to the end of the asking or its waiving, open once it is to be, to the day on which it was held."""
    clock = clock_of(change)
    comes = hearing.asked_on is not None or hearing.own_motion
    ended = hearing.held_on or hearing.waived_on or (None if comes else hearing.ask_until)
    others = [procedure for procedure in clock.procedures if procedure.kind != ProcedureKind.HEARING]
    interval = Procedure(
        kind=ProcedureKind.HEARING,
        begun=hearing.told_on,
        told_days=hearings.ASK_DAYS + (hearings.HOLD_DAYS if comes else 0),
        stops=True,
        hall=change.hall.code,
        ended=ended,
    )
    set_clock(change, replace(clock, procedures=[*others, interval]))


def concerned(case: Case) -> frozenset[str]:
    """The names of those who have reviewed the case or looked on the spot for it: they may not host (§48)."""
    officers = {officer.name for check in case.site_checks for officer in check.officers}
    return frozenset({opinion.by for opinion in case.opinions} | officers)


def sitting_of(posted: PostedAct) -> Sitting:
    """When, where and under whom."""
    hour = f'{posted["hour"]:%H:%M}' if posted['hour'] else ''
    return Sitting(posted['day'] or timezone.localdate(), hour, posted['place'], posted['host'])


def called_for(data: Mapping[str, Any]) -> str:
    """The sitting, as the course of the case tells it."""
    hearing = data.get('hearing') or {}
    when = f'{hearing["called_for"]} {hearing.get("hour", "")}'.strip()
    return '，'.join(part for part in (when, hearing.get('place', ''), f'主持人 {hearing["host"]}') if part)


def is_silent(now: Situation) -> bool:
    """Whether somebody who was told may still ask for the hearing or waive it."""
    hearing, today = now.case.hearing, timezone.localdate(now.at)
    if hearing is None or hearing.asked_on is not None or hearing.own_motion:
        return False
    return hearings.may_still_ask(hearing, today) and hearing.waived_on is None


def silent(now: Situation) -> tuple[tuple[str, str], ...]:
    """Who was told and has not spoken."""
    hearing = now.case.hearing
    parties = hearing.parties if hearing else ()
    waived = hearing.waived_by if hearing else ()
    return tuple((name, name or '申请人') for name in ('', *parties) if name not in waived)


def may_be_announced(now: Situation) -> bool:
    """Whether nobody has asked for a hearing, and none was announced."""
    hearing = now.case.hearing
    return hearing is None or (hearing.asked_on is None and not hearing.own_motion)
