"""Whose place it is: a hall acts on what lies in its area; for what lies in another's it only takes the papers."""

from collections.abc import Collection

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Q, QuerySet, Subquery

from federation.directory.models import HallEntry
from federation.directory.rules import heir_by_place
from federation.directory.selectors import standing_for
from govhall.catalogue.conditions import Facts, significant
from govhall.catalogue.rules import Power
from govhall.forms.facts import OBJECT
from govhall.kernel.errors import Refused
from tenants.compiled_query import Param

SIZES = (9, 6, 4, 2)  # figures of a township, a county, a city and a province in a division code
NEAR = ('township', 'county', 'city')
FOR_OTHERS = frozenset({Power.RECEIVE})  # what a hall may do about an object in another hall's area (异地代收)


class NobodyThere(Refused):
    """The directory knows no hall for the area, nor for one above it."""

    code = 'NOBODY_THERE'
    sentence = '大厅目录中没有区划 {area} 的服务大厅，请核对地点。'


def areas_of(place: str) -> list[str]:
    """The areas that a place lies in, the nearest first: township, county, city, province."""
    return [place[:size].ljust(12, '0') for size in SIZES] if place else []


def hall_for(area: str) -> HallEntry:
    """The hall that serves an area: its own or its successor, else the nearest above it. Raises NobodyThere."""
    found = serving(area)
    if not found:
        raise NobodyThere(field='area', area=area)
    return found[0]


def serving(place: str) -> list[HallEntry]:
    """The halls of the areas that a place lies in, the nearest first; one query where none of them has closed.

    For a closed hall its successor stands, for one that was split that of the village.
    """
    found = HallEntry.objects.filter(area_code__in=areas_of(place)).exclude(kind='branch')
    near = sorted(found, key=lambda entry: (-len(significant(entry.area_code)), entry.valid_to is not None, entry.code))
    return list({hall.code: hall for hall in (_today(entry, place) for entry in near) if hall}.values())


def _today(entry: HallEntry, place: str) -> HallEntry | None:
    if entry.valid_to is None:
        return entry
    heir = heir_by_place(entry.villages_gone, [place]) or entry.successor
    return HallEntry.objects.filter(code=standing_for(heir), valid_to__isnull=True).first() if heir else None


def served_areas(place: str) -> list[str]:
    """Those of the areas of a place that have a hall of their own; one query."""
    return list(_serving().filter(area_code__in=areas_of(place)).values_list('area_code', flat=True))


def lies_elsewhere(place: str, *, own: str, served: Collection[str]) -> bool:
    """Whether a place is another hall's, of the same level as the one whose area is `own`. Pure.

    `served` are the areas of the place that have an open hall: what a closed hall served, its successor does.
    """
    size = len(significant(own))
    there = place[:size].ljust(12, '0')
    return len(significant(place)) >= size and there != own and there in served


def powers_over(
    powers: frozenset[Power], facts: Facts, *, own: str | None, served: Collection[str]
) -> frozenset[Power]:
    """What of these powers a hall has over an application, by where its object lies."""
    place = facts.get(OBJECT, '')
    return powers & FOR_OTHERS if place and own and lies_elsewhere(place, own=own, served=served) else powers


def may_over(power: Power, hall: str, facts: Facts) -> bool:
    """Whether the place of the object leaves a hall this power; no query where no place was asked for."""
    place = facts.get(OBJECT, '')
    if not place or power in FOR_OTHERS:
        return True
    own = HallEntry.objects.filter(code=hall).values_list('area_code', flat=True).first()
    return power in powers_over(frozenset({power}), facts, own=own, served=served_areas(place))


def in_rows(hall: Param) -> dict[str, Subquery]:
    """Two more columns of a compiled query: the area of the hall, and which areas of the place have a hall."""
    known = Q()
    for name in NEAR:
        known |= Q(area_code=Param(name, CharField()))
    areas = _serving().filter(known).values('area_code')
    return {
        'own_area': Subquery(HallEntry.objects.filter(code=hall).values('area_code')),
        'served': ArraySubquery(areas),
    }


def given(facts: Facts) -> dict[str, str]:
    """The values that `in_rows` asks for."""
    place = facts.get(OBJECT, '')
    return dict(zip(NEAR, areas_of(place), strict=False)) if place else dict.fromkeys(NEAR, '')


def _serving() -> QuerySet[HallEntry]:
    return HallEntry.objects.filter(valid_to__isnull=True).exclude(kind='branch')
