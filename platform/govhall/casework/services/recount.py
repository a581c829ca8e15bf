"""Counting again what was counted before a year's holidays were announced (the calendar changed, not the case)."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.utils import timezone
from msgspec.structs import replace

from govhall.casework.models import Case
from govhall.casework.rules.clocks import after_receipt, decision_dues, delivery_limit
from govhall.casework.rules.hearings import recounted
from govhall.casework.rules.procedures import ProcedureKind
from govhall.casework.rules.states import Custody, State
from govhall.casework.services.change import changing
from govhall.casework.services.consultation import recount_answers
from govhall.deadlines.calendar import calendar_of
from govhall.kernel.china import CHINA
from govhall.kernel.structures import plain
from govhall.kernel.workdays import WorkCalendar


def recount(*, uid: UUID, at: datetime | None = None) -> Case:
    """Count the limits of a case that this hall holds or has to deliver with the calendar of today.

    With them the legal days of its hearing (§47) and the days until which other halls are to answer it. A day that
    moved leaves an event.
    """
    at = at or timezone.now()
    with changing(uid, actor=None, at=at, asks_lapse=False) as change:
        case = change.case
        before = _days(case)
        calendar = calendar_of(change.hall.area_code)
        if case.outcome is not None:
            _recount_delivery(case, calendar)
        elif case.custody != Custody.HELD:
            return case
        elif case.state == State.RECEIVED:
            case.set_dues(after_receipt(case.clock_from, calendar))
        elif case.clock is not None:
            _recount_hearing(case, calendar)
            case.set_dues(decision_dues(case.clock, calendar))
        moved = recount_answers(change, calendar)
        if (after := _days(case)) != before or moved:
            change.append('recounted', before=before, after=after | moved)
        return case


def _recount_delivery(case: Case, calendar: WorkCalendar) -> None:
    """After the decision only the ten days of its delivery run (§44), where the applicant stands."""
    outcome = case.outcome
    if outcome is not None and case.delivery_due is not None and case.delivered_at is None:
        end = delivery_limit(outcome.at.astimezone(CHINA).date(), calendar)
        case.delivery_due, case.provisional = end.day, end.provisional


def _recount_hearing(case: Case, calendar: WorkCalendar) -> None:
    """The days to ask for the hearing and to hold it (§47), and with the first the end of the stopped interval."""
    hearing, clock = case.hearing, case.clock
    if hearing is None or clock is None:
        return
    counted = recounted(hearing, calendar)
    if counted == hearing:
        return
    case.hearing_data = plain(counted)
    ended = None if counted.asked_on else counted.ask_until
    procedures = [
        replace(procedure, ended=ended) if procedure.kind == ProcedureKind.HEARING else procedure
        for procedure in clock.procedures
    ]
    case.clock_data = plain(replace(clock, procedures=procedures))


def _days(case: Case) -> dict[str, object]:
    delivery = case.delivery_due.isoformat() if case.delivery_due else None
    hearing = case.hearing
    legal = {'ask_until': str(hearing.ask_until), 'hold_until': str(hearing.hold_until or '')} if hearing else {}
    return {**msgspec.to_builtins(case.dues), 'delivery': delivery, **legal}
