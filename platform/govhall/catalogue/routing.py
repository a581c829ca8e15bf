"""Where a case goes from a hall: decided here, or upward to the lowest hall that may decide it (domain 5.3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, QuerySet
from django.utils import timezone

from federation.directory.selectors import Rung, ladder
from govhall.catalogue.authority import AT, MATTER, UNLESS_BY, holds, in_force
from govhall.catalogue.conditions import Facts, significant
from govhall.catalogue.jurisdiction import FOR_OTHERS, lies_elsewhere, serving
from govhall.catalogue.models import Grant, Matter
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.rules import Mode, Power
from govhall.forms.facts import OBJECT
from tenants.compiled_query import CompiledQuery, Param, among


class RouteKind(StrEnum):
    """What a hall does with a case: decides it here, reviews it (审核转报) or only receives it (代收).

    ELSEWHERE: its object lies in another hall's area, which the papers go to (异地代收).
    """

    HERE = 'here'
    REPORT = 'report'
    RECEIPT = 'receipt'
    ELSEWHERE = 'elsewhere'


@dataclass(frozen=True, slots=True)
class Route:
    """The way of a case from a hall. `decider` None: nobody above is known to decide, the parent has to find out.

    `next_hall` is None where the case stays. `reason` is a Chinese sentence for the screen.
    """

    powers: frozenset[Power]
    decider: str | None
    next_hall: str | None
    kind: RouteKind
    reason: str


@dataclass(frozen=True, slots=True)
class RouteLevel:
    """A hall on the ladder from here upward, with its branch halls and what each may do with the matter."""

    code: str
    name: str
    powers: frozenset[Power]
    branches: tuple['RouteLevel', ...] = ()


def route(
    *, matter: str, hall: str, at: datetime, received: datetime | None = None, facts: Facts | None = None
) -> Route:
    """The way of a case of this matter from this hall at this moment: what every door asks.

    Two statements; four where the object lies in another hall's area. Raises UnknownMatter and UnknownHall.
    `received` and `facts` are as `authority.require` takes them: routing and the powers at each act agree.
    """
    facts, day = facts or {}, timezone.localdate(at)
    rungs = ladder(hall)
    place = facts.get(OBJECT, '')
    others = _of_the_place(place, rungs[0], hall)
    if others:
        rungs = [rungs[0]._replace(height=-1), *others]
    powers = _powers(matter, [rung.code for rung in rungs], at, received, facts)
    levels: dict[int, list[RouteLevel]] = {}
    for rung in rungs:
        if rung.is_branch and rung.code == hall:
            continue
        if rung.code == hall or rung.valid_to is None or rung.valid_to > day:
            held = powers[rung.code] & FOR_OTHERS if rung.height < 0 else powers[rung.code]
            levels.setdefault(rung.height, []).append(RouteLevel(rung.code, rung.name, held))
    heads = {rung.code for rung in rungs if not rung.is_branch}
    steps = [replace(first, branches=tuple(more)) for first, *more in levels.values() if first.code in heads]
    return plan(steps, elsewhere=bool(others))


def _of_the_place(place: str, here: Rung, hall: str) -> list[Rung]:
    """The halls of a place that is another hall's, from its own upward; none where this hall acts for the place."""
    if not place or place.startswith(significant(here.area_code)):
        return []
    there = serving(place)
    if not lies_elsewhere(place, own=here.area_code, served=[one.area_code for one in there]):
        return []
    return [rung for rung in ladder(there[0].code) if rung.code != hall]


def plan(ladder: Sequence[RouteLevel], *, elsewhere: bool = False) -> Route:
    """The way from the first rung: itself, else the lowest hall that decides, a hall before its branches. Pure.

    An ancestor above is reached through the nearest hall on the way that has any power over the matter (it reviews or
    passes on); a branch of an ancestor directly, unless a hall below that ancestor has power. `elsewhere`: the other
    rungs are those of the place where the object lies, and the first only takes the papers.
    """
    here, above = ladder[0], ladder[1:]
    if Power.DECIDE in here.powers:
        return Route(here.powers, here.code, None, RouteKind.HERE, '本大厅有权决定，由本大厅办理。')
    for height, rung in enumerate(ladder):
        for candidate in (rung, *rung.branches):
            if Power.DECIDE in candidate.powers:
                way = [passed for passed in ladder[1:height] if passed.powers]
                following = (*way, candidate)[0]
                return _across(here, candidate, following) if elsewhere else _upward(here, candidate, following)
    if not above:
        return Route(here.powers, None, None, _kind(here), '目录中没有查到有权决定的大厅，请联系目录管理员核实。')
    reason = f'目录中没有查到有权决定的上级大厅，转{above[0].name}核实。'
    return Route(here.powers, None, above[0].code, _kind(here), reason)


def _across(here: RouteLevel, decider: RouteLevel, following: RouteLevel) -> Route:
    does = '代收材料' if here.powers else '没有收件权，只能代办'
    reason = f'办理对象不在本大厅的辖区：本大厅{does}，转{following.name}，由{decider.name}决定。'
    return Route(here.powers, decider.code, following.code, RouteKind.ELSEWHERE, reason)


def _upward(here: RouteLevel, decider: RouteLevel, following: RouteLevel) -> Route:
    kind = _kind(here)
    if kind is RouteKind.REPORT:
        reason = f'本大厅受理并审核，转报{following.name}，由{decider.name}决定。'
    elif here.powers:
        reason = f'本大厅代收材料，转{following.name}，由{decider.name}决定；时限自本大厅收件起算。'
    else:
        reason = f'本大厅没有收件权，只能代办；转{following.name}，由{decider.name}决定，对方收件后才起算时限。'
    return Route(here.powers, decider.code, following.code, kind, reason)


def _kind(here: RouteLevel) -> RouteKind:
    return RouteKind.REPORT if Power.REVIEW in here.powers else RouteKind.RECEIPT


def _powers(
    matter: str, halls: Sequence[str], at: datetime, received: datetime | None, facts: Facts
) -> dict[str, frozenset[Power]]:
    """What each of the halls may do. Raises UnknownMatter."""
    powers: dict[str, frozenset[Power]] = {hall: frozenset() for hall in halls}
    rows = GRANTS(matter=matter, halls=list(halls), at=at, unless_by=min(at, received or at))
    if not rows and not Matter.objects.filter(code=matter).exists():
        raise UnknownMatter(field='matter', matter=matter)
    for hall, mode, conditions in rows:
        if holds(conditions, facts):
            powers[hall] |= Mode(mode).powers
    return powers


def _grants() -> QuerySet[Grant, Any]:
    held = in_force(AT, UNLESS_BY).filter(among('hall_code', Param('halls', ArrayField(CharField()))))
    return held.filter(matter_code=MATTER).values_list('hall_code', 'mode', 'conditions')


GRANTS = CompiledQuery(_grants)
