"""The working days of each province: what the State Council announced, and the province's own days over it.

This process's knowledge: it starts with the years that are shipped and learns what the cell has imported since.
"""

from collections.abc import Mapping

from govhall.kernel.workdays import SHIPPED, WorkCalendar, YearNotice

NATION = ''
PROVINCE_DIGITS = 2


class Calendars:
    """A calendar a province; an area is any division code, of which the first two digits name the province."""

    def __init__(self, shipped: Mapping[int, YearNotice]) -> None:
        self._shipped = dict(shipped)
        self._made: dict[str, WorkCalendar] = {}
        self.learn({})

    def learn(self, imported: Mapping[tuple[str, int], YearNotice]) -> None:
        """Replace what was learnt by this: (province, or '' for the nation; year) to its notice."""
        nation = self._shipped | {year: notice for (where, year), notice in imported.items() if where == NATION}
        made = {NATION: WorkCalendar(nation)}
        for province in {where for where, _ in imported} - {NATION}:
            own = {year: notice for (where, year), notice in imported.items() if where == province}
            made[province] = WorkCalendar(nation | {y: over(nation[y], n) for y, n in own.items() if y in nation})
        self._made, self._nation = made, nation

    def notice(self, year: int) -> YearNotice | None:
        """What the State Council announced for a year, if it has."""
        return self._nation.get(year)

    def of(self, area: str = NATION) -> WorkCalendar:
        """The calendar of the province in which the area lies; the nation's where the province has none of its own."""
        return self._made.get(area[:PROVINCE_DIGITS], self._made[NATION])


def over(nation: YearNotice, own: YearNotice) -> YearNotice:
    """The province's days over the nation's: what it frees is free, what it makes a day of work is one."""
    off, work = (nation.off | own.off) - own.work, (nation.work | own.work) - own.off
    return YearNotice(off, work, f'{nation.source}；{own.source}')


CALENDARS = Calendars(SHIPPED)
