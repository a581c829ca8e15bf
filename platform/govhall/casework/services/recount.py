"""Counting again what was counted before a year's holidays were announced (the calendar changed, not the case)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.casework.deadlines.calendar import calendar_of
from govhall.casework.events import plain
from govhall.casework.models import Case
from govhall.casework.rules.clocks import after_receipt, decision_dues
from govhall.casework.rules.states import Custody, State
from govhall.casework.services.change import changing


def recount(*, uid: UUID, at: datetime | None = None) -> Case:
    """Count the limits of a case that this hall holds with the calendar of today; a moved day leaves an event."""
    at = at or timezone.now()
    with changing(uid, actor=None, at=at) as change:
        case = change.case
        before = case.dues
        if case.custody != Custody.HELD or case.outcome_data:
            return case
        calendar = calendar_of(change.hall.area_code)
        if case.state == State.RECEIVED:
            case.set_dues(after_receipt(case.clock_from, calendar))
        elif case.clock is not None:
            case.set_dues(decision_dues(case.clock, calendar))
        if case.dues != before:
            change.append('recounted', before=plain(before), after=plain(case.dues))
        return case
