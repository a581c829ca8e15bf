"""When a hall is open (办公时间): by weekday, on days of its own, and on the free days and work days of the calendar.

Typed and said in the same plain lines, so that what stands on the page can be changed where it stands.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import groupby, pairwise
from typing import NamedTuple

from govhall.kernel.errors import Refused
from govhall.kernel.typed import narrow
from govhall.kernel.workdays import WorkCalendar

WEEKDAYS = '一二三四五六日'
CLOSED = '休息'
MOST_LINES = 60
MOST_DAYS = 60  # that one line may speak for
_DASH = '(?:--?|~|—{1,2}|–|至|到)'
_WEEKDAY = r'(?:周|星期|礼拜)([一二三四五六日天])'
_WEEKDAYS = re.compile(rf'{_WEEKDAY}(?:{_DASH}{_WEEKDAY})?')
_DAYS = re.compile(rf'(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})(?:{_DASH}(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}))?', re.ASCII)
_SPAN = re.compile(rf'(\d{{1,2}}):(\d{{2}}){_DASH}(\d{{1,2}}):(\d{{2}})', re.ASCII)
_BETWEEN = re.compile('[,;、\\s]*')


class Span(NamedTuple):
    """From when to when the doors are open, within one day."""

    begins: time
    ends: time


class SpecialDay(NamedTuple):
    """A day that goes by its own hours, or none; `note` says why."""

    spans: tuple[Span, ...]
    note: str = ''


Weekly = Mapping[int, tuple[Span, ...]]  # by weekday, Monday 0; a day that is not there is a closed one


class HoursUnreadable(Refused):
    """A line of the weekly hours says no days and times."""

    code = 'HOURS_UNREADABLE'
    sentence = '“{line}”读不懂。一行写一种，如“周一至周五 8:30-12:00 14:00-17:30”，不开门写“周日 休息”。'


class SpecialUnreadable(Refused):
    """A line of the special days says no day and times."""

    code = 'SPECIAL_DAY_UNREADABLE'
    sentence = '“{line}”读不懂。一行写一天或一段，如“2027-02-10 休息 春节”“2027-02-14 9:00-12:00 值班”。'


class DayTwice(Refused):
    """Two lines speak for one day."""

    code = 'DAY_TWICE'
    sentence = '“{day}”写了两次，请只留一行。'


class SpansCross(Refused):
    """A time ends before it begins, or before the one before it has ended."""

    code = 'HOURS_CROSS'
    sentence = '“{line}”的时间前后不对：每一段要先开后关，一段接一段写。'


class TooManyLines(Refused):
    """More lines than a page can show."""

    code = 'TOO_MANY_LINES'
    sentence = '最多写 {most} 行，请把连着的日子写成一段，如“2027-02-10至2027-02-16 休息 春节”。'


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The hours of a hall."""

    weekly: Weekly = field(default_factory=dict)
    special: Mapping[date, SpecialDay] = field(default_factory=dict)

    def on(self, day: date, calendar: WorkCalendar) -> SpecialDay:
        """The times of a day, none if the hall is closed.

        A day of its own goes first. On a public holiday the hall is closed; a Saturday or Sunday that the State
        Council declares a day of work has the hours of a Monday if the hall has none on that weekday.
        """
        if day in self.special:
            return self.special[day]
        weekday, works = day.weekday(), calendar.is_workday(day)
        if weekday < 5:
            return SpecialDay(self.weekly.get(weekday, ())) if works else SpecialDay((), '法定节假日')
        if works:
            return SpecialDay(self.weekly.get(weekday, ()) or self.weekly.get(0, ()), '调休上班')
        if calendar.is_holiday(day):
            return SpecialDay((), '法定节假日')
        return SpecialDay(self.weekly.get(weekday, ()))

    def is_open(self, day: date, at: time, calendar: WorkCalendar) -> bool:
        """Whether the doors are open at this time of the day; at its last minute they no longer are."""
        return any(span.begins <= at < span.ends for span in self.on(day, calendar).spans)


def read_weekly(text: str) -> dict[int, tuple[Span, ...]]:
    """The hours by weekday from typed lines. Raises HoursUnreadable, SpansCross, DayTwice, TooManyLines."""
    found: dict[int, tuple[Span, ...]] = {}
    for line in _lines(text, field='weekly'):
        days, rest = _weekdays(line)
        if not days:
            raise HoursUnreadable(field='weekly', line=line)
        spans, note = _spans(rest, line, field='weekly')
        if note not in ('', CLOSED) or (note == CLOSED) == bool(spans):
            raise HoursUnreadable(field='weekly', line=line)
        for day in days:
            if day in found:
                raise DayTwice(field='weekly', day=f'周{WEEKDAYS[day]}')
            found[day] = spans
    return {day: spans for day, spans in found.items() if spans}


def read_special(text: str) -> dict[date, SpecialDay]:
    """The special days from typed lines. Raises SpecialUnreadable, SpansCross, DayTwice, TooManyLines."""
    found: dict[date, SpecialDay] = {}
    for line in _lines(text, field='special'):
        head = _DAYS.match(line)
        days = _days(head) if head else []
        if head is None or not days:
            raise SpecialUnreadable(field='special', line=line)
        spans, note = _spans(line[head.end() :], line, field='special')
        closed = note.startswith(CLOSED)
        if closed == bool(spans):
            raise SpecialUnreadable(field='special', line=line)
        for day in days:
            if day in found:
                raise DayTwice(field='special', day=day.isoformat())
            found[day] = SpecialDay(spans, note.removeprefix(CLOSED).strip() if closed else note)
    return found


def say_weekly(weekly: Weekly) -> str:
    """The hours by weekday as they are typed, days of the same hours as one line; a closed day is not named."""
    lines = []
    for spans, group in groupby(range(7), key=lambda day: tuple(weekly.get(day, ()))):
        days = list(group)
        if spans:
            last = f'至周{WEEKDAYS[days[-1]]}' if len(days) > 1 else ''
            lines.append(f'周{WEEKDAYS[days[0]]}{last} {say_spans(spans)}')
    return '\n'.join(lines)


def say_special(special: Mapping[date, SpecialDay]) -> str:
    """The special days as they are typed, one a line, those of the same hours and reason in a row as one."""
    lines = []
    for days in _runs(special):
        found = special[days[0]]
        last = f'至{days[-1].isoformat()}' if len(days) > 1 else ''
        hours = say_spans(found.spans) if found.spans else CLOSED
        lines.append(f'{days[0].isoformat()}{last} {hours} {found.note}'.rstrip())
    return '\n'.join(lines)


def say_spans(spans: Iterable[Span]) -> str:
    """Times as they are typed."""
    return ' '.join(f'{span.begins.hour}:{span.begins:%M}-{span.ends.hour}:{span.ends:%M}' for span in spans)


def _runs(special: Mapping[date, SpecialDay]) -> list[list[date]]:
    runs: list[list[date]] = []
    for day in sorted(special):
        last = runs[-1][-1] if runs else None
        follows = last is not None and day - last == timedelta(days=1) and special[day] == special[last]
        if follows and len(runs[-1]) < MOST_DAYS:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _lines(text: str, *, field: str) -> list[str]:
    lines = [line for line in (narrow(part).strip() for part in text.splitlines()) if line]
    if len(lines) > MOST_LINES:
        raise TooManyLines(field=field, most=MOST_LINES)
    return lines


def _weekdays(line: str) -> tuple[list[int], str]:
    days: list[int] = []
    place = 0
    while found := _WEEKDAYS.match(line, place):
        named = [WEEKDAYS.index(day.replace('天', '日')) for day in found.groups() if day]
        days += range(named[0], named[-1] + 1)
        between = _BETWEEN.match(line, found.end())
        place = between.end() if between else found.end()
    return days, line[place:]


def _days(head: re.Match[str]) -> list[date]:
    numbers = [int(number) for number in head.groups() if number]
    try:
        first = date(*numbers[:3])
        last = date(*numbers[3:]) if len(numbers) > 3 else first
    except ValueError:
        return []
    count = (last - first).days + 1
    return [first + timedelta(days=later) for later in range(count)] if 0 < count <= MOST_DAYS else []


def _spans(text: str, line: str, *, field: str) -> tuple[tuple[Span, ...], str]:
    """The times at the beginning of a text, and what is left of it."""
    spans: list[Span] = []
    place = _past(text, 0)
    while found := _SPAN.match(text, place):
        begin, begin_minute, end, end_minute = (int(number) for number in found.groups())
        if max(begin, end) > 23 or max(begin_minute, end_minute) > 59:
            raise SpansCross(field=field, line=line)
        spans.append(Span(time(begin, begin_minute), time(end, end_minute)))
        place = _past(text, found.end())
    ends = [moment for span in spans for moment in span]
    if any(later <= earlier for earlier, later in pairwise(ends)):
        raise SpansCross(field=field, line=line)
    return tuple(spans), text[place:].strip()


def _past(text: str, place: int) -> int:
    found = _BETWEEN.match(text, place)
    return found.end() if found else place
