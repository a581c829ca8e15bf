"""The calendar of the cell: the table of announced years, kept in the process and looked at once a minute."""

import time

from govhall.deadlines.models import HolidayYear
from govhall.kernel.calendars import CALENDARS
from govhall.kernel.workdays import WorkCalendar, YearNotice

FRESH_SECONDS = 60.0
_state: dict[str, float] = {}


def calendar_of(area: str) -> WorkCalendar:
    """The calendar that counts in an area (division code), as imported up to a minute ago.

    An import reaches every process within that minute; what was counted provisionally meanwhile is counted again by
    the night's sweep.
    """
    refresh()
    return CALENDARS.of(area)


def refresh(*, now: bool = False) -> None:
    """Read the table if the last look is older than a minute, or at once."""
    if not now and time.monotonic() - _state.get('read', float('-inf')) < FRESH_SECONDS:
        return
    CALENDARS.learn(
        {
            (row.province, row.year): YearNotice(frozenset(row.off), frozenset(row.work), row.source)
            for row in HolidayYear.objects.all()
        }
    )
    _state['read'] = time.monotonic()
