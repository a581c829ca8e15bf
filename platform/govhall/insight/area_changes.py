"""Areas that closed (撤乡并镇): to which area of today their figures belong, and how they read as they were."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from federation.directory.models import HallEntry
from govhall.kernel.errors import Broken
from tenants.models import Area


class FigureShare(NamedTuple):
    """The figures of `source`, a closed area or one of its villages, count `times` for the area `to` of today."""

    source: str
    to: str
    times: int = 1


class AreasInCircle(Broken):
    """Closed areas name each other as successors."""


def areas_below(parent: str) -> tuple[list[Area], list[Area]]:
    """The open areas directly below another, and the closed ones, by code; a code that is open again is open."""
    rows = list(Area.objects.filter(parent_code=parent).order_by('code', 'valid_from'))
    is_open = [row for row in rows if row.valid_to is None]
    codes = {row.code for row in is_open}
    return is_open, list({row.code: row for row in rows if row.code not in codes}.values())


def shares_of(closed: Sequence[Area], *, open_codes: Collection[str]) -> list[FigureShare]:
    """Where the figures of closed areas belong today; added up they are as many as they were.

    An area with one successor belongs to it. One that was split belongs to its successors village by village, and what
    is of no known village to the first. What went to areas that are not below stays where it was.
    """
    successors = {area.code: list(area.successor_codes) for area in closed}
    split = _split(closed)
    found: list[FigureShare] = []
    for area in closed:
        first = _today(area.code, successors)
        if first not in open_codes:
            continue
        found.append(FigureShare(area.code, first))
        for village, hall_area in split.get(area.code, {}).items():
            to = _today(hall_area, successors)
            if to in open_codes and to != first:
                found += [FigureShare(village, to), FigureShare(village, first, -1)]
    return found


def _split(closed: Sequence[Area]) -> dict[str, dict[str, str]]:
    """Of each area that was split its villages, and the area of the hall that each went to."""
    parted = [area.code for area in closed if len(area.successor_codes) > 1]
    halls = list(HallEntry.objects.filter(area_code__in=parted).exclude(villages=[])) if parted else []
    heirs = HallEntry.objects.filter(code__in={code for hall in halls for code in hall.heirs})
    areas = dict(heirs.values_list('code', 'area_code')) if halls else {}
    return {hall.area_code: {one.code: areas.get(one.successor, '') for one in hall.villages_gone} for hall in halls}


def _today(code: str, successors: dict[str, list[str]]) -> str:
    passed = set()
    while following := successors.get(code):
        if code in passed:
            raise AreasInCircle(code)
        passed.add(code)
        code = following[0]
    return code
