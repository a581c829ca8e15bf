"""When a case is due, in words, a tone and a shape: colour never speaks alone."""

from datetime import date, datetime, time
from typing import NamedTuple

from govhall.kernel.workdays import CALENDAR, DueDay, WorkCalendar
from govhall.look.days import local_time, say_day

OFFICE_CLOSES = time(17, 30)
SOON_WORKDAYS = 2


class Due(NamedTuple):
    """`tone` is one of good, soon, late, idle and names both colour and shape; `day` is the full date for a tooltip."""

    words: str
    tone: str
    day: str = ''


def describe_due(
    until: DueDay | date | datetime | None, *, now: datetime, paused: bool = False, calendar: WorkCalendar = CALENDAR
) -> Due:
    """Says how long there is left at `now` (local time). A plain day ends when the office closes (17:30).

    Working days are counted ahead, because limits are (Administrative Licensing Law, article 82); being late is told
    in calendar days, because that is how long somebody has been waiting.
    """
    if until is None:
        return Due('无时限', 'idle')
    moment, provisional = _end_of(until)
    today = now.date()
    day = say_day(moment.date(), today=today) + ('，节假日未公布，暂定' if provisional else '')
    if paused:
        return Due('暂停计时', 'idle', day)
    if now > moment:
        days = (today - moment.date()).days
        return Due(f'已超 {days} 天' if days else f'今天 {moment:%H:%M} 已过', 'late', day)
    if moment.date() == today:
        return Due(f'今天 {moment:%H:%M}', 'soon', day)
    left = calendar.count(today, moment.date())
    # A limit in calendar days may end on a free day with no working day before it.
    words = f'还有 {left} 个工作日' if left else f'{say_day(moment.date(), today=today)}到期'
    return Due(words + ('（暂定）' if provisional else ''), 'soon' if left <= SOON_WORKDAYS else 'good', day)


def _end_of(until: DueDay | date | datetime) -> tuple[datetime, bool]:
    """The local moment (naive, as on the wall) and whether it may still move."""
    if isinstance(until, DueDay):
        return datetime.combine(until.day, OFFICE_CLOSES), until.provisional
    if isinstance(until, datetime):
        return local_time(until).replace(tzinfo=None), False
    return datetime.combine(until, OFFICE_CLOSES), False
