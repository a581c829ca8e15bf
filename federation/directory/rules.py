"""Which hall stands for a closed one, and how long what is addressed to it is still passed on. Pure."""

from calendar import isleap
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from federation.contracts.directory import VillageGoes
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


def heir_by_place(villages: Sequence[VillageGoes], places: Iterable[str]) -> str:
    """The hall that the first of these places goes to which is one of the villages; empty if none is."""
    goes = {one.code: one.successor for one in villages}
    return next((goes[place] for place in places if place in goes), '')


def heir_by_name(villages: Sequence[VillageGoes], addresses: Iterable[str]) -> str:
    """The hall of the villages that these addresses name; empty if they name none, or such as part ways.

    李家村 is not meant by 新李家村: of names that contain each other the longest counts.
    """
    found = set()
    for address in addresses:
        for one in sorted(villages, key=lambda village: -len(village.name)):
            if one.name and one.name in address:
                found.add(one.successor)
                address = address.replace(one.name, '|')
    return found.pop() if len(found) == 1 else ''


def passes_on(closed_on: date, today: date) -> bool:
    """Whether a hall closed on this day still passes on what is newly sent to it: for twelve months."""
    return today < a_year_after(closed_on)


def a_year_after(day: date) -> date:
    """The same day of the next year; for 29 February the first of March."""
    if (day.month, day.day) == (2, 29) and not isleap(day.year + 1):
        return date(day.year + 1, 3, 1)
    return day.replace(year=day.year + 1)
