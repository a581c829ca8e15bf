"""Which hall stands for a closed one, and how long what is addressed to it is still passed on. Pure."""

from calendar import isleap
from collections.abc import Callable
from datetime import date

from govhall.kernel.errors import Broken


class SuccessorsInCircle(Broken):
    """Closed halls name each other as successors, so nobody stands for them."""


def last_successor(code: str, successor: Callable[[str], str]) -> str:
    """The open hall that stands for `code` in the end: itself while `successor` answers '' for it.

    Mergers follow each other over the years, so the way may be long. Raises SuccessorsInCircle.
    """
    passed = {code}
    while following := successor(code):
        if following in passed:
            raise SuccessorsInCircle(following)
        passed.add(following)
        code = following
    return code


def passes_on(closed_on: date, today: date) -> bool:
    """Whether a hall closed on this day still passes on what is newly sent to it: for twelve months."""
    return today < a_year_after(closed_on)


def a_year_after(day: date) -> date:
    """The same day of the next year; for 29 February the first of March."""
    if (day.month, day.day) == (2, 29) and not isleap(day.year + 1):
        return date(day.year + 1, 3, 1)
    return day.replace(year=day.year + 1)
