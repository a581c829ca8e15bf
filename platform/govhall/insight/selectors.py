"""Reads of the figures. There is one way in, `figures`, and it asks first whether the viewer may."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from govhall.catalogue.models import Matter
from govhall.insight.area_changes import FigureShare, areas_below, shares_of
from govhall.insight.completeness import Completeness, HallReport, completeness, reports_of
from govhall.insight.counts import CaseCounts, total, totals_by
from govhall.insight.models import DayFigures
from govhall.insight.overdue import Overdue, overdue_on
from govhall.insight.scope import AreaName, Scope, open_scope
from tenants.access import Actor
from tenants.models import Area


class AreaRow(NamedTuple):
    """The figures of an area directly below."""

    area: AreaName
    counts: CaseCounts


class MatterRow(NamedTuple):
    """The figures of a matter; one that the catalogue does not hold is shown by its code."""

    code: str
    name: str
    counts: CaseCounts


class LevelRow(NamedTuple):
    """The figures of all halls of one kind."""

    level: str
    counts: CaseCounts


class DayRow(NamedTuple):
    """The figures of a day on which something happened."""

    day: date
    counts: CaseCounts


class Figures:
    """The figures of one scope; each part is read when it is first asked for, and once."""

    def __init__(self, scope: Scope, now: datetime, *, as_it_was: bool = False) -> None:
        self.scope, self.as_it_was = scope, as_it_was
        self._now = now

    @property
    def _rows(self) -> QuerySet[DayFigures]:
        return self._rows_of([self.scope.area.code])

    @cached_property
    def totals(self) -> CaseCounts:
        """All cases of the area."""
        return total(self._rows)._replace(overdue=self._overdue.areas[self.scope.area.code])

    @cached_property
    def areas(self) -> list[AreaRow]:
        """Each area directly below, by code; also those without cases.

        Areas that closed are part of those that they went to, or, `as_it_was`, rows of their own.
        """
        counts = self._counts_of({area.code for area in (*self._below, *self.closed)} | self._villages)
        shown = {area.code: counts[area.code] for area in self._below}
        for share in () if self.as_it_was else self._shares:
            shown[share.to] = shown[share.to].plus(counts[share.source], share.times)
        rows = [AreaRow(AreaName(area.code, area.name, area.level), shown[area.code]) for area in self._below]
        if self.as_it_was:
            names = [AreaName(area.code, f'{area.name}（已撤并）', area.level) for area in self.closed]
            rows += [AreaRow(name, counts[name.code]) for name in names if any(counts[name.code])]
        return rows

    def _counts_of(self, codes: set[str]) -> dict[str, CaseCounts]:
        sums, late = totals_by(self._rows_of(sorted(codes)), 'area'), self._overdue.areas
        return {code: sums.get(code, CaseCounts())._replace(overdue=late[code]) for code in codes}

    @cached_property
    def closed(self) -> list[Area]:
        """The areas directly below that have closed."""
        return self._areas_below[1]

    @cached_property
    def _shares(self) -> list[FigureShare]:
        return shares_of(self.closed, open_codes={area.code for area in self._below})

    @cached_property
    def _villages(self) -> set[str]:
        return {share.source for share in self._shares} - {area.code for area in self.closed}

    @cached_property
    def _below(self) -> list[Area]:
        return self._areas_below[0]

    @cached_property
    def _areas_below(self) -> tuple[list[Area], list[Area]]:
        return areas_below(self.scope.area.code)

    @cached_property
    def _overdue(self) -> Overdue:
        area, below = self.scope.area.code, [area.code for area in (*self._below, *self.closed)]
        below += sorted(self._villages)
        day = min(self.scope.until, timezone.localdate(self._now))
        return overdue_on(day, area=area, below=below)

    @cached_property
    def own(self) -> CaseCounts:
        """What the halls of the area's own level did: the total less the areas below, so that the rows add up."""
        return self.totals.less([row.counts for row in self.areas])

    @cached_property
    def matters(self) -> list[MatterRow]:
        """Each matter with cases in the period, the most frequent first."""
        sums = _with_overdue(totals_by(self._rows, 'matter'), self._overdue.matters)
        names = dict(Matter.objects.filter(code__in=sums).values_list('code', 'name'))
        rows = [MatterRow(code, names.get(code, code), counts) for code, counts in sums.items()]
        return sorted(rows, key=lambda row: (-row.counts.received, -row.counts.decided, row.code))

    @cached_property
    def levels(self) -> list[LevelRow]:
        """Each kind of hall that did something."""
        sums = _with_overdue(totals_by(self._rows, 'level'), self._overdue.levels)
        return [LevelRow(level, counts) for level, counts in sorted(sums.items())]

    @cached_property
    def days(self) -> list[DayRow]:
        """Each day with cases, the earliest first."""
        return [DayRow(day, counts) for day, counts in totals_by(self._rows, 'day').items()]

    @cached_property
    def halls(self) -> list[HallReport]:
        """Every open hall of the area and below, by code, and whether it has reported."""
        return reports_of(self.scope.area.code, now=self._now)

    @cached_property
    def completeness(self) -> Completeness:
        """Up to when the figures are whole, and who is missing."""
        return completeness(self.halls)

    def _rows_of(self, areas: list[str]) -> QuerySet[DayFigures]:
        return DayFigures.objects.filter(area__in=areas, day__range=(self.scope.since, self.scope.until))


def _with_overdue(sums: dict[str, CaseCounts], overdue: Mapping[str, int]) -> dict[str, CaseCounts]:
    """The sums with what is open and overdue, also where nothing else happened."""
    return {
        key: sums.get(key, CaseCounts())._replace(overdue=overdue.get(key, 0))
        for key in dict.fromkeys([*sums, *overdue])
    }


def figures(
    *,
    viewer: Actor,
    area: str | None,
    since: date,
    until: date,
    now: datetime | None = None,
    as_it_was: bool = False,
) -> Figures:
    """The figures of an area (default: the viewer's hall's own) from `since` to `until`, both counted.

    Areas below that have closed count for those that took their place; `as_it_was`: for themselves.

    Raises NotAllowed, OutOfScope, BadPeriod (see `scope.open_scope`).
    """
    scope = open_scope(viewer=viewer, area=area, since=since, until=until)
    return Figures(scope, now or timezone.now(), as_it_was=as_it_was)
