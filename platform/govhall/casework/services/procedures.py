"""Special procedures, and the extension by the head of the organ: intervals of an accepted case (§42, §45)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.clock import Clock, Extension
from govhall.casework.events import CHINA, plain
from govhall.casework.models import Case
from govhall.casework.rules.clocks import decision_dues
from govhall.casework.rules.procedures import (
    NoProcedureOpen,
    ProcedureKind,
    Wanted,
    begun,
    checked_extension,
    open_procedures,
)
from govhall.casework.rules.states import Act, State
from govhall.casework.rules.transitions import NotNow
from govhall.casework.services.acceptance import ReasonMissing
from govhall.casework.services.change import Change, changing
from govhall.deadlines.calendar import calendar_of
from tenants.access import Actor


def begin_procedure(*, uid: UUID, version: int, actor: Actor, wanted: Wanted, at: datetime | None = None) -> Case:
    """Begin a special procedure and tell the applicant how many working days it needs (§45).

    The eight kinds of §45 stop the clock from today; others run beside it unless a special law is cited. Raises
    NeededTimeMissing, ProcedureOpen, and what the frame raises.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        clock = clock_of(change)
        procedure = begun(clock, wanted, on=at.astimezone(CHINA).date(), hall=change.hall.code)
        change.perform(Act.BEGIN_PROCEDURE, procedure=plain(procedure), reason=procedure.reason)
        set_clock(change, replace(clock, procedures=[*clock.procedures, procedure]))
        return change.case


def end_procedure(*, uid: UUID, version: int, actor: Actor, result: str, at: datetime | None = None) -> Case:
    """End what was begun last and is open, with its result; the clock goes on tomorrow. Raises NoProcedureOpen."""
    at = at or timezone.now()
    if not result.strip():
        raise ReasonMissing(field='reason')
    with changing(uid, actor=actor, at=at, version=version) as change:
        clock = clock_of(change)
        running = [one for one in open_procedures(clock) if one.kind != ProcedureKind.HEARING]
        if not running:
            raise NoProcedureOpen
        ended = replace(running[-1], ended=at.astimezone(CHINA).date())
        change.perform(Act.END_PROCEDURE, procedure=plain(ended), reason=result.strip())
        set_clock(change, replace(clock, procedures=[ended if one is running[-1] else one for one in clock.procedures]))
        return change.case


def extend_case(*, uid: UUID, version: int, actor: Actor, days: int, reason: str, at: datetime | None = None) -> Case:
    """The head of the organ adds up to ten working days once, before the limit ends, and says why (§42).

    Raises SecondExtension, ExtensionTooLong, ExtensionTooLate, ClockStopped, ReasonMissing.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise ReasonMissing(field='reason')
    with changing(uid, actor=actor, at=at, version=version) as change:
        clock = clock_of(change)
        wanted = Extension(days=days, on=at.astimezone(CHINA).date(), reason=reason.strip(), hall=change.hall.code)
        extension = checked_extension(clock, wanted, statutory_due=change.case.statutory_due)
        change.perform(Act.EXTEND, days=days, reason=extension.reason)
        set_clock(change, replace(clock, extensions=[extension]))
        change.case.note = f'经批准延长 {days} 个工作日：{extension.reason}'[:300]
        return change.case


def clock_of(change: Change) -> Clock:
    """The clock of an accepted case; NotNow before acceptance."""
    clock = change.case.clock
    if clock is None:
        raise NotNow(state=State(change.case.state).label)
    return clock


def set_clock(change: Change, clock: Clock) -> None:
    """Keep the clock and count the limits again."""
    change.case.clock_data = plain(clock)
    change.case.set_dues(decision_dues(clock, calendar_of(change.hall.area_code)))
