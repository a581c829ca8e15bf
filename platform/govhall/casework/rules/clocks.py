"""The legal and promised limits of a case in working days (行政许可法 §32, §42, §82)."""

from datetime import date

from federation.contracts.case import Dues
from govhall.kernel.workdays import CALENDAR, WorkCalendar

INTAKE_DAYS = 5


def after_receipt(received: date, calendar: WorkCalendar = CALENDAR) -> Dues:
    """The five working days in which a hall must accept, decline or ask for a correction; §32."""
    intake = calendar.add(received, INTAKE_DAYS)
    return Dues(intake=intake.day, provisional=intake.provisional)


def after_acceptance(
    accepted: date, *, promised_days: int, statutory_days: int, calendar: WorkCalendar = CALENDAR
) -> Dues:
    """The promised and the statutory day of the decision; a promise of 0 days (即办件) is the day of acceptance."""
    statutory = calendar.add(accepted, statutory_days)
    promised = calendar.add(accepted, promised_days)
    return Dues(
        promised=promised.day, statutory=statutory.day, provisional=promised.provisional or statutory.provisional
    )


def while_stopped() -> Dues:
    """No limit of the hall runs while the applicant corrects the papers."""
    return Dues()
