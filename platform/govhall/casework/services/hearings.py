"""The hearing of a case at the hall that decides it (行政许可法 §46-48); its days do not count (§45)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.clock import Procedure
from govhall.casework.events import CHINA, plain
from govhall.casework.models import Case
from govhall.casework.rules import hearings
from govhall.casework.rules.hearings import Hearing, HearingNotNow, Sitting
from govhall.casework.rules.procedures import ProcedureKind
from govhall.casework.rules.states import Act
from govhall.casework.services.acceptance import ReasonMissing
from govhall.casework.services.change import Change, changing
from govhall.casework.services.procedures import clock_of, set_clock
from govhall.deadlines.calendar import calendar_of
from govhall.kernel.chain import text_digest
from tenants.access import Actor

Step = Callable[[Hearing | None, date, Change], Hearing]


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

    return _do(Act.TELL_HEARING, step=step, uid=uid, version=version, actor=actor, at=at)


def ask_for_hearing(*, uid: UUID, version: int, actor: Actor, party: str = '', at: datetime | None = None) -> Case:
    """The applicant, or an interested party, asks for the hearing in time: the clock stands still until it is held."""

    def step(found: Hearing | None, on: date, change: Change) -> Hearing:
        return hearings.asked(found, on, calendar_of(change.hall.area_code), party)

    return _do(Act.ASK_HEARING, step=step, uid=uid, version=version, actor=actor, at=at)


def waive_hearing(*, uid: UUID, version: int, actor: Actor, party: str = '', at: datetime | None = None) -> Case:
    """The applicant, or an interested party, waives the hearing; once all have, the clock goes on tomorrow."""

    def step(found: Hearing | None, on: date, change: Change) -> Hearing:
        return hearings.waived(found, on, party)

    return _do(Act.WAIVE_HEARING, step=step, uid=uid, version=version, actor=actor, at=at)


def announce_hearing(
    *, uid: UUID, version: int, actor: Actor, sitting: Sitting, reason: str, at: datetime | None = None
) -> Case:
    """The organ announces a hearing of its own motion (§46) and invites the applicant. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing(field='reason')

    def step(found: Hearing | None, on: date, change: Change) -> Hearing:
        calendar = calendar_of(change.hall.area_code)
        return hearings.announced(found, on, sitting=sitting, reviewers=concerned(change.case), calendar=calendar)

    acts = (Act.ANNOUNCE_HEARING, Act.CALL_HEARING)
    return _do(*acts, step=step, uid=uid, version=version, actor=actor, at=at, reason=reason.strip())


def concerned(case: Case) -> frozenset[str]:
    """The names of those who have reviewed the case or looked on the spot for it: they may not host (§48)."""
    officers = {officer.name for check in case.site_checks for officer in check.officers}
    return frozenset({opinion.by for opinion in case.opinions} | officers)


def call_hearing(*, uid: UUID, version: int, actor: Actor, sitting: Sitting, at: datetime | None = None) -> Case:
    """Fix day, hour, place and host: seven working days' notice, twenty from the request, no host who has reviewed."""

    def step(found: Hearing | None, on: date, change: Change) -> Hearing:
        calendar = calendar_of(change.hall.area_code)
        return hearings.called(found, on, sitting=sitting, reviewers=concerned(change.case), calendar=calendar)

    return _do(Act.CALL_HEARING, step=step, uid=uid, version=version, actor=actor, at=at)


def hold_hearing(*, uid: UUID, version: int, actor: Actor, minutes: str, at: datetime | None = None) -> Case:
    """Record the hearing with its minutes, on which the decision rests; the clock goes on tomorrow."""

    def step(found: Hearing | None, on: date, change: Change) -> Hearing:
        return hearings.held(found, on, minutes=minutes)

    return _do(Act.HOLD_HEARING, step=step, uid=uid, version=version, actor=actor, at=at)


def _do(*acts: Act, step: Step, uid: UUID, version: int, actor: Actor, at: datetime | None, reason: str = '') -> Case:
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        clock_of(change)
        hearing = step(change.case.hearing, at.astimezone(CHINA).date(), change)
        change.case.hearing_data = plain(hearing)
        # As with opinions: the record and the parties are sealed with the case, and a hash stands in the event.
        digest = {'minutes_sha256': text_digest(hearing.minutes)} if hearing.minutes else {}
        shown = plain(replace(hearing, minutes='', parties=(), asked_by='', waived_by=()))
        for act in acts:
            change.perform(act, hearing=shown, reason=reason, **digest)
        _stop_for(change, hearing)
        return change.case


def _stop_for(change: Change, hearing: Hearing) -> None:
    """One interval: to the end of the asking or its waiving, open once it is to be, to the day on which it was held."""
    clock = clock_of(change)
    comes = hearing.asked_on is not None or hearing.own_motion
    ended = hearing.held_on or hearing.waived_on or (None if comes else hearing.ask_until)
    others = [one for one in clock.procedures if one.kind != ProcedureKind.HEARING]
    interval = Procedure(
        kind=ProcedureKind.HEARING,
        begun=hearing.told_on,
        told_days=hearings.ASK_DAYS + (hearings.HOLD_DAYS if comes else 0),
        stops=True,
        hall=change.hall.code,
        ended=ended,
    )
    set_clock(change, replace(clock, procedures=[*others, interval]))
