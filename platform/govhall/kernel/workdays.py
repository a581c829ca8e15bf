"""Working days (Administrative Licensing Law, article 82: limits are counted in working days, free days excluded).

The day of the event is not counted; day 1 is the next working day. A working day is Monday to Friday outside the
State Council's holidays, and every Saturday or Sunday that the same notice declares a day of work. Until the notice
of a year is known, the days that the regulation itself fixes are free in it (全国年节及纪念日放假办法 §2; those of the
moon and of the solar terms are left to the notice).
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from govhall.kernel.typed import narrow

_PART = re.compile(r'(\d{4})(?:[-~—–至](\d{4}))?', re.ASCII)
_COMMAS = re.compile('[,;、。]')
STATUTORY = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})  # month and day, in every year


class DueDay(NamedTuple):
    """The last day of a limit; provisional while the holidays of a year on the way are not announced."""

    day: date
    provisional: bool


class YearNotice(NamedTuple):
    """What the State Council announced for one year: free days, days of work at a weekend, number of the notice."""

    off: frozenset[date]
    work: frozenset[date]
    source: str


class BadDays(ValueError):
    """A part of a notice can't be read as days; the text says which and why."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(f'“{part}”{why}')


class WorkCalendar:
    """Counts working days by prefix sums: a question costs one look-up a year, whatever the limit."""

    def __init__(self, notices: Mapping[int, YearNotice]) -> None:
        self._notices = dict(notices)
        self._sums: dict[int, list[int]] = {}

    def announced(self, year: int) -> bool:
        """Whether the holidays of the year are known; otherwise only weekends and the fixed days are free in it."""
        return year in self._notices

    def last_announced(self) -> int:
        """The last year whose holidays are known."""
        return max(self._notices)

    def is_workday(self, day: date) -> bool:
        """Whether halls work on that day."""
        notice = self._notices.get(day.year)
        if notice is None:
            return day.weekday() < 5 and (day.month, day.day) not in STATUTORY
        return day in notice.work or (day.weekday() < 5 and day not in notice.off)

    def is_holiday(self, day: date) -> bool:
        """Whether the day is a public holiday; a Saturday or Sunday alone is none."""
        notice = self._notices.get(day.year)
        return (day.month, day.day) in STATUTORY if notice is None else day in notice.off

    def add(self, start: date, days: int) -> DueDay:
        """The last day of a limit of `days` working days that begins with an event on `start`.

        `days` 0 is the day of the event itself. Raises `ValueError` for a negative limit.
        """
        if days < 0:
            raise ValueError('a limit cannot be negative')
        if days == 0:
            return DueDay(start, provisional=False)
        year, wanted = start.year, days + self._until(start)
        while wanted > self._year(year)[-1]:
            wanted -= self._year(year)[-1]
            year += 1
        day = date(year, 1, 1) + timedelta(days=bisect_left(self._year(year), wanted))
        first = (start + timedelta(days=1)).year
        return DueDay(day, provisional=not all(self.announced(passed) for passed in range(first, year + 1)))

    def before(self, end: date, days: int) -> date:
        """The last day from which `days` working days remain until `end`, that day itself not counted."""
        day = end
        while self.count(day, end) < days:
            day -= timedelta(days=1)
        return day

    def count(self, after: date, until: date) -> int:
        """Working days later than `after` and not later than `until`; negative when `until` lies before `after`."""
        if until < after:
            return -self.count(until, after)
        between = sum(self._year(year)[-1] for year in range(after.year, until.year))
        return between + self._until(until) - self._until(after)

    def _until(self, day: date) -> int:
        return self._year(day.year)[day.timetuple().tm_yday - 1]

    def _year(self, year: int) -> list[int]:
        """Working days from 1 January to each day of the year, that day included."""
        if year not in self._sums:
            first = date(year, 1, 1)
            days = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
            self._sums[year] = list(accumulate(int(self.is_workday(day)) for day in days))
        return self._sums[year]


def year_notice(year: int, *, off: str, work: str, source: str) -> YearNotice:
    """Reads a notice written as `0101-0103 0215-0223` (ranges or single days, MMdd, both ends included).

    Other dashes and 至 between two days and commas between parts are forgiven. Raises `BadDays`, which names the part.
    """
    return YearNotice(_days(year, off), _days(year, work), source)


def _days(year: int, text: str) -> frozenset[date]:
    found: set[date] = set()
    for part in _COMMAS.sub(' ', narrow(text)).split():
        whole = _PART.fullmatch(part)
        if whole is None:
            raise BadDays(part, '应写成 0101 或 0101-0103，月日各两位')
        begin, end = _day(year, whole[1], part), _day(year, whole[2] or whole[1], part)
        if end < begin:
            raise BadDays(part, '的结束早于开始')
        found.update(begin + timedelta(days=n) for n in range((end - begin).days + 1))
    return frozenset(found)


def _day(year: int, text: str, part: str) -> date:
    try:
        return date(year, int(text[:2]), int(text[2:]))
    except ValueError as error:
        raise BadDays(part, f'里的 {text} 在 {year} 年没有这一天') from error


SHIPPED: Mapping[int, YearNotice] = {
    2025: year_notice(
        2025,
        off='0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008',
        work='0126 0208 0427 0928 1011',
        source='国办发明电〔2024〕12号',
    ),
    2026: year_notice(
        2026,
        off='0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007',
        work='0104 0214 0228 0509 0920 1010',
        source='国办发明电〔2025〕7号',
    ),
}
CALENDAR = WorkCalendar(SHIPPED)
