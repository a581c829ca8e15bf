"""The legal and promised limits of a case in working days (行政许可法 §32, §42, §43, §45, §82)."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from federation.contracts.case import Dues
from federation.contracts.clock import Clock, Procedure
from govhall.kernel.workdays import CALENDAR, DueDay, WorkCalendar

INTAKE_DAYS = 5
REVIEW_DAYS = 20  # of a lower hall that reviews and reports, from its acceptance; §43
DELIVERY_DAYS = 10  # from the decision to the applicant; §44
PUBLICATION_DAYS = 7  # from the decision to the public list
FOREVER = date(9999, 12, 31)


class DateRange(NamedTuple):
    """Calendar days, both ends included."""

    first: date
    last: date


def after_receipt(received: date, calendar: WorkCalendar = CALENDAR) -> Dues:
    """The five working days in which a hall must accept, decline or ask for a correction; §32."""
    intake = calendar.add(received, INTAKE_DAYS)
    return Dues(intake=intake.day, provisional=intake.provisional)


def decision_dues(clock: Clock, calendar: WorkCalendar = CALENDAR) -> Dues:
    """The promised and the statutory day of the decision, and the lower hall's own limit while it reviews.

    A promise of 0 days (即办件) is the day of acceptance. While a procedure stops the clock, no day is known. Where no
    law sets a limit (无法定时限), the statutory day is None.
    """
    if is_stopped(clock.procedures):
        return Dues(paused=True)
    spans, added = stopped_spans(clock.procedures), sum(extension.days for extension in clock.extensions)
    promised = limit(clock.since, clock.promised_days + added, spans, calendar)
    ends, statutory, review = [promised], None, None
    if not clock.no_statutory_limit:
        statutory = limit(clock.received_above or clock.since, clock.statutory_days + added, spans, calendar)
        ends.append(statutory)
    if clock.review_days:
        review = limit(clock.since, clock.review_days, spans, calendar)
        ends.append(review)
    return Dues(
        promised=promised.day,
        statutory=statutory.day if statutory else None,
        provisional=any(end.provisional for end in ends),
        review=review.day if review else None,
    )


def step_days(clock: Clock, days: Sequence[int], calendar: WorkCalendar = CALENDAR) -> list[date]:
    """The last day of each step, one after the other from acceptance; empty while the clock stands still."""
    if is_stopped(clock.procedures):
        return []
    spans = stopped_spans(clock.procedures)
    return [limit(clock.since, reached, spans, calendar).day for reached in accumulate(days)]


def delivery_limit(decided: date, calendar: WorkCalendar = CALENDAR) -> DueDay:
    """The last day on which the result must be with the applicant (§44)."""
    return calendar.add(decided, DELIVERY_DAYS)


def while_stopped() -> Dues:
    """No limit of the hall runs while the applicant corrects the papers."""
    return Dues()


def is_stopped(procedures: Sequence[Procedure]) -> bool:
    """Whether a procedure that stops the clock has no end yet."""
    return any(procedure.stops and procedure.ended is None for procedure in procedures)


def stopped_spans(procedures: Sequence[Procedure]) -> list[DateRange]:
    """The union of the intervals in which the clock stands still, in order and apart: overlapping ones count once."""
    found: list[DateRange] = []
    for one in sorted(
        (procedure for procedure in procedures if procedure.stops), key=lambda procedure: procedure.begun
    ):
        last = one.ended or FOREVER
        if found and one.begun <= found[-1].last + timedelta(days=1):
            found[-1] = found[-1]._replace(last=max(found[-1].last, last))
        else:
            found.append(DateRange(one.begun, last))
    return found


def stopped_workdays(spans: Sequence[DateRange], *, after: date, until: date, calendar: WorkCalendar = CALENDAR) -> int:
    """Working days later than `after` and not later than `until` on which the clock stood still; never negative."""
    lost = 0
    for span in spans:
        begin, end = max(span.first - timedelta(days=1), after), min(span.last, until)
        lost += calendar.count(begin, end) if end > begin else 0
    return lost


def limit(start: date, days: int, spans: Sequence[DateRange], calendar: WorkCalendar = CALENDAR) -> DueDay:
    """The last day of a limit, the days of the spans not counted. The spans must have an end."""
    end = calendar.add(start, days)
    while days:
        lost = stopped_workdays(spans, after=start, until=end.day, calendar=calendar)
        later = calendar.add(start, days + lost)
        if later == end:
            break
        end = later
    return end
