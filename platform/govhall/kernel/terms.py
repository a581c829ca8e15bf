"""How long a result is valid (有效期): so many months, until a fixed day, or without end (长期). Pure."""

import re
from calendar import monthrange
from datetime import date, timedelta

from govhall.kernel.errors import Refused
from govhall.kernel.typed import line, narrow

LONG_TERM = 0
YEAR = 12
MOST_MONTHS = 1200
SHAPE = re.compile(r'([0-9]{1,3})\s*(年|个月)')
DAY = re.compile(r'(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})日')
LEAP_YEAR = 2000


class BadTerm(Refused):
    """A term that nobody can count."""

    code = 'BAD_TERM'
    sentence = '有效期应写成“5年”“6个月”“12月31日”“2030年12月31日”或“长期”；法律没有规定的不填。'


def say_term(months: int | None) -> str:
    """5年, 18个月, 长期; empty where the catalogue says nothing."""
    if months is None:
        return ''
    if months == LONG_TERM:
        return '长期'
    return f'{months // YEAR}年' if months % YEAR == 0 else f'{months}个月'


def read_term(text: str) -> int | None:
    """The months of a term as people write it; None for nothing. Raises BadTerm."""
    text = line(narrow(text))
    if not text:
        return None
    if text == '长期':
        return LONG_TERM
    found = SHAPE.fullmatch(text)
    if found is None:
        raise BadTerm
    months = int(found[1]) * (YEAR if found[2] == '年' else 1)
    if not 0 < months <= MOST_MONTHS:
        raise BadTerm
    return months


def anniversary(start: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is shorter."""
    years, month = divmod(start.month - 1 + months, YEAR)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def last_day(start: date, months: int) -> date:
    """The last day of a term that begins on a day: five years from 30 November 2026 end on 29 November 2031."""
    return anniversary(start, months) - timedelta(days=1)


def read_fixed_day(text: str) -> str:
    """A fixed day as people write it, 12月31日 or 2030年12月31日, as 12-31 or 2030-12-31; empty for another term.

    Raises BadTerm for a day that no calendar has.
    """
    found = DAY.fullmatch(line(narrow(text)).replace(' ', ''))
    if found is None:
        return ''
    year, month, day = found[1], int(found[2]), int(found[3])
    try:
        date(int(year or LEAP_YEAR), month, day)
    except ValueError as error:
        raise BadTerm from error
    return (f'{year}-' if year else '') + f'{month:02d}-{day:02d}'


def say_fixed_day(ends_on: str) -> str:
    """12月31日, 2030年12月31日."""
    *year, month, day = ends_on.split('-') if ends_on else ('', '')
    return ''.join(f'{one}年' for one in year) + f'{int(month)}月{int(day)}日' if ends_on else ''


def fixed_day(ends_on: str, on: date) -> date | None:
    """The fixed day for a result of a day: of that year, or of the next one where it has passed; None for none."""
    if not ends_on:
        return None
    *year, month, day = (int(part) for part in ends_on.split('-'))
    if year:
        return date(year[0], month, day)
    this_year = date(on.year, month, min(day, monthrange(on.year, month)[1]))
    return this_year if this_year > on else date(on.year + 1, month, min(day, monthrange(on.year + 1, month)[1]))
