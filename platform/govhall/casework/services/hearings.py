"""The hearing of a case at the hall that decides it (行政许可法 §46-48); its days do not count (§45)."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.clock import Procedure
from govhall.casework.deadlines.calendar import calendar_of
from govhall.casework.events import CHINA, plain
from govhall.casework.models import Case
from govhall.casework.rules import hearings
from govhall.casework.rules.hearings import Hearing, HearingNotNow, Sitting
from govhall.casework.rules.procedures import ProcedureKind
from govhall.casework.rules.states import Act
from govhall.casework.services.change import Change, changing
from govhall.casework.services.procedures import clock_of, set_clock
from govhall.kernel.chain import text_digest
from tenants.access import Actor

Step = Callable[[Hearing | None, date, Change], Hearing]


def tell_hearing(*, uid: UUID, version: int, actor: Actor, at: datetime | None = None) -> Case:
    """Tell the applicant of the right to a hearing: the clock stands still for the five days of asking."""

    def step(found: Hearing | None, on: date, change: Change) -> Hearing:
        if found is not None:
            raise HearingNotNow(why='已经告知过。')
        return hearings.told(on, calendar_of(change.hall.area_code))

    return _do(Act.TELL_HEARING, step, uid=uid, version=version, actor=actor, at=at)


def ask_for_hearing(*, uid: UUID, version: int, actor: Actor, at: datetime | None = None) -> Case:
    """The applicant asks for the hearing in time: the clock stands still until it is held."""

    def step(found: Hearing | None, on: date, change: Change) -> Hearing:
        return hearings.asked(found, on, calendar_of(change.hall.area_code))

    return _do(Act.ASK_HEARING, step, uid=uid, version=version, actor=actor, at=at)


def call_hearing(*, uid: UUID, version: int, actor: Actor, sitting: Sitting, at: datetime | None = None) -> Case:
    """Fix day, hour, place and host: seven working days' notice, twenty from the request, no host who has reviewed."""

    def step(found: Hearing | None, on: date, change: Change) -> Hearing:
        reviewers = frozenset(opinion.by for opinion in change.case.opinions)
        calendar = calendar_of(change.hall.area_code)
        return hearings.called(found, on, sitting=sitting, reviewers=reviewers, calendar=calendar)

    return _do(Act.CALL_HEARING, step, uid=uid, version=version, actor=actor, at=at)


def hold_hearing(*, uid: UUID, version: int, actor: Actor, minutes: str, at: datetime | None = None) -> Case:
    """Record the hearing with its minutes, on which the decision rests; the clock goes on tomorrow."""

    def step(found: Hearing | None, on: date, change: Change) -> Hearing:
        return hearings.held(found, on, minutes=minutes)

    return _do(Act.HOLD_HEARING, step, uid=uid, version=version, actor=actor, at=at)


def _do(act: Act, step: Step, *, uid: UUID, version: int, actor: Actor, at: datetime | None) -> Case:
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        clock_of(change)
        hearing = step(change.case.hearing, at.astimezone(CHINA).date(), change)
        # As with opinions: the record is sealed with the case, its hash stands in the event.
        digest = {'minutes_sha256': text_digest(hearing.minutes)} if hearing.minutes else {}
        change.perform(act, hearing=plain(replace(hearing, minutes='')), **digest)
        change.case.hearing_data = plain(hearing)
        _stop_for(change, hearing)
        return change.case


def _stop_for(change: Change, hearing: Hearing) -> None:
    """One interval: to the end of the asking, open once asked, to the day on which it was held."""
    clock = clock_of(change)
    ended = hearing.held_on or (None if hearing.asked_on else hearing.ask_until)
    others = [one for one in clock.procedures if one.kind != ProcedureKind.HEARING]
    interval = Procedure(
        kind=ProcedureKind.HEARING,
        begun=hearing.told_on,
        told_days=hearings.ASK_DAYS + (hearings.HOLD_DAYS if hearing.asked_on else 0),
        stops=True,
        hall=change.hall.code,
        ended=ended,
    )
    set_clock(change, replace(clock, procedures=[*others, interval]))
