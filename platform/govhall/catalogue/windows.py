"""The windows (窗口) of a section: number and name on the sign, what is handled there, and when it was open."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from govhall.catalogue.days import holds


@dataclass(frozen=True, slots=True)
class CentreWindow:
    """A window; `items` are the codes of what it handles, empty for whatever its department has."""

    number: str
    name: str
    items: Sequence[str] = ()
    days: Sequence[date] = field(default=())

    def open_on(self, day: date) -> bool:
        """Whether it was open on a day."""
        return holds(self.days, day)

    def row(self) -> dict[str, Any]:
        """As the column of the section keeps it."""
        days = [day.isoformat() for day in self.days]
        return {'number': self.number, 'name': self.name, 'items': sorted(self.items), 'days': days}


def windows_of(rows: Iterable[dict[str, Any]]) -> list[CentreWindow]:
    """The windows of a section, also closed ones, by number."""
    found = [
        CentreWindow(row['number'], row['name'], row['items'], [date.fromisoformat(day) for day in row['days']])
        for row in rows
    ]
    return sorted(found, key=lambda window: window.number)


def handling(windows: Collection[CentreWindow], matter: str, day: date) -> CentreWindow | None:
    """The window open on a day that handles a matter: one that names it, else the first that names nothing."""
    there = [window for window in windows if window.open_on(day)]
    naming = [window for window in there if matter in window.items]
    return next(iter(naming or [window for window in there if not window.items]), None)
