"""Where a case goes from a hall: decided here, or upward to the lowest hall that may decide it (domain 5.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from federation.directory.models import HallEntry
from federation.directory.selectors import ancestors, branches_of, entry
from govhall.catalogue.authority import grants_in_force, holds
from govhall.catalogue.conditions import Facts
from govhall.catalogue.models import Matter
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.rules import Mode, Power


class RouteKind(StrEnum):
    """What a hall does with a case: decides it here, reviews it (审核转报) or only receives it (代收)."""

    HERE = 'here'
    REPORT = 'report'
    RECEIPT = 'receipt'


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
    """The way of a case of this matter from this hall at this moment. Raises UnknownMatter and UnknownHall.

    `received` and `facts` are as `authority.require` takes them: routing and the powers at each act agree.
    """
    if not Matter.objects.filter(code=matter).exists():
        raise UnknownMatter(field='matter', matter=matter)
    halls = [entry(hall), *ancestors(hall)]
    day = timezone.localdate(at)
    branches = branches_of(above.code for above in halls)
    powers = _powers(
        matter, [*halls, *(branch for group in branches.values() for branch in group)], at, received, facts or {}
    )

    def rung(found: HallEntry) -> RouteLevel:
        below = tuple(
            RouteLevel(branch.code, branch.name, powers[branch.code])
            for branch in branches[found.code]
            if branch.code != hall and _open(branch, day)
        )
        return RouteLevel(found.code, found.name, powers[found.code], below)

    return plan([rung(found) for found in halls if found.code == hall or _open(found, day)])


def plan(ladder: Sequence[RouteLevel]) -> Route:
    """The way from the first rung: itself, else the lowest hall that decides, a hall before its branches. Pure.

    An ancestor above is reached through the nearest hall on the way that has any power over the matter (it reviews or
    passes on); a branch of an ancestor directly, unless a hall below that ancestor has power.
    """
    here, above = ladder[0], ladder[1:]
    if Power.DECIDE in here.powers:
        return Route(here.powers, here.code, None, RouteKind.HERE, '本大厅有权决定，由本大厅办理。')
    for height, rung in enumerate(ladder):
        for candidate in (rung, *rung.branches):
            if Power.DECIDE in candidate.powers:
                way = [passed for passed in ladder[1:height] if passed.powers]
                return _upward(here, candidate, (*way, candidate)[0])
    if not above:
        return Route(here.powers, None, None, _kind(here), '目录中没有查到有权决定的大厅，请联系目录管理员核实。')
    reason = f'目录中没有查到有权决定的上级大厅，转{above[0].name}核实。'
    return Route(here.powers, None, above[0].code, _kind(here), reason)


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
    matter: str, halls: Sequence[HallEntry], at: datetime, received: datetime | None, facts: Facts
) -> dict[str, frozenset[Power]]:
    powers: dict[str, frozenset[Power]] = {hall.code: frozenset() for hall in halls}
    grants = grants_in_force(at, received=received).filter(matter_code=matter, hall_code__in=powers)
    for hall, mode, conditions in grants.values_list('hall_code', 'mode', 'conditions'):
        if holds(conditions, facts):
            powers[hall] |= Mode(mode).powers
    return powers


def _open(hall: HallEntry, day: date) -> bool:
    return hall.valid_to is None or hall.valid_to > day
