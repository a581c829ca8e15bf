"""Days on which something changed, alternately on and off: published and no longer, come in and left again.

The days ascend; the first one is a beginning, the next an end. A change counts from its day on.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import pairwise, zip_longest

from govhall.kernel.errors import Refused


class DaysOutOfOrder(Refused):
    """Each change lies after the one before, and begins and ends take turns."""

    code = 'DAYS_OUT_OF_ORDER'
    sentence = '起止日期要一前一后：每个结束日期晚于开始日期，再次开始晚于上次结束。请核对后重新填写。'


def holds(days: Sequence[date], day: date) -> bool:
    """Whether it is on at a day: begun by then, and not ended since."""
    return bisect_right(days, day) % 2 == 1


def is_open(days: Sequence[date]) -> bool:
    """Whether the last change is a beginning, also one that is still to come."""
    return len(days) % 2 == 1


def changed(days: Sequence[date], on: date) -> list[date]:
    """The days with one change more. Raises DaysOutOfOrder for one that does not lie after the last."""
    if days and on <= days[-1]:
        raise DaysOutOfOrder
    return [*days, on]


def spans(days: Sequence[date]) -> list[tuple[date, date | None]]:
    """Beginnings with their ends; the end is the first day on which it no longer holds."""
    return list(zip_longest(days[::2], days[1::2]))


def joined(begins: Sequence[date], ends: Sequence[date]) -> list[date]:
    """The days of beginnings and ends, as two columns give them. Raises DaysOutOfOrder."""
    if len(begins) - len(ends) not in (0, 1):
        raise DaysOutOfOrder
    days = [day for pair in zip_longest(begins, ends) for day in pair if day]
    if any(later <= sooner for sooner, later in pairwise(days)):
        raise DaysOutOfOrder
    return days


def within(days: Sequence[date], outer: Sequence[date]) -> bool:
    """Whether it was on only while something else was."""
    return all(
        any(first <= begin and (last is None or (end is not None and end <= last)) for first, last in spans(outer))
        for begin, end in spans(days)
    )
