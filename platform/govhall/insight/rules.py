"""What one hall's part in a case adds to the figures, and what a newer version of it changes. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple, Protocol

from federation.contracts.facts import CaseFact

WORST_GOOD_GRADE = 3  # GB/T 39046: 1 非常满意, 2 满意, 3 基本满意, 4 不满意, 5 非常不满意


class Metric(StrEnum):
    """A counter; its value is also the name of its column."""

    RECEIVED = 'received'
    RECEIVED_AT_POINT = 'received_at_point'
    ACCEPTED = 'accepted'
    FORWARDED = 'forwarded'
    DECIDED = 'decided'
    ON_THE_SPOT = 'decided_on_the_spot'
    ON_TIME = 'on_time'
    LATE = 'late'
    REFUSED = 'refused'
    WITHDRAWN = 'withdrawn'
    NOT_ACCEPTED = 'not_accepted'
    TERMINATED = 'terminated'
    DELIVERED = 'delivered'
    RATED = 'rated'
    RATED_GOOD = 'rated_good'


class ReportedFact(NamedTuple):
    """A fact as a hall has told it in one of its epochs; a restore opens the next, and versions are lower again."""

    fact: CaseFact
    epoch: int = 1

    @property
    def order(self) -> tuple[int, int]:
        """Of two tellings of one fact the greater counts."""
        return self.epoch, self.fact.version


class PlacedFact(NamedTuple):
    """A fact with the areas that it counts for, nearest first, as they were when it was applied.

    They are kept with the fact: were the division codes changed meanwhile, taking an old version out of other areas
    than it was added to would leave wrong figures for ever. `epoch` is the one in which it was told.
    """

    fact: CaseFact
    areas: tuple[str, ...]
    epoch: int = 1

    @property
    def order(self) -> tuple[int, int]:
        """As `ReportedFact.order`."""
        return self.epoch, self.fact.version


class Spot(NamedTuple):
    """One row of the figures: a day, an area, the kind of the hall that did it, a matter."""

    area: str
    day: date
    level: str
    matter: str


# What a fact's figures depend on: all but which case and which version it is of, and in which hall of its kind.
COUNTED = attrgetter(
    *(name for name in CaseFact.__struct_fields__ if name not in {'fact', 'version', 'hall', 'area', 'due_on'})
)
Movement = Mapping[Spot, Counter[Metric]]


class DirectoryHall(Protocol):
    """A hall as the directory knows it."""

    code: str
    parent_code: str
    cell: str


def contributions(fact: CaseFact) -> Counter[tuple[date, Metric]]:
    """What a fact adds: one for each thing that happened, on the day on which it happened.

    Withdrawn, terminated and not accepted cases count on the day they were closed; a rating on the day of delivery, as
    the fact carries no day of its own for it.
    """
    closed = fact.closed_on or fact.decided_on
    rated = fact.delivered_on or closed or fact.received_on
    happened = [
        (fact.received_on, Metric.RECEIVED, True),
        (fact.received_on, Metric.RECEIVED_AT_POINT, fact.at_point),
        (fact.accepted_on, Metric.ACCEPTED, True),
        (fact.forwarded_on, Metric.FORWARDED, True),
        (fact.decided_on, Metric.DECIDED, True),
        (fact.decided_on, Metric.ON_THE_SPOT, fact.on_the_spot),
        (fact.decided_on, Metric.ON_TIME, fact.on_time is True),
        (fact.decided_on, Metric.LATE, fact.on_time is False),
        (fact.decided_on, Metric.REFUSED, fact.outcome == 'refused'),
        (closed, Metric.WITHDRAWN, fact.outcome == 'withdrawn'),
        (closed, Metric.NOT_ACCEPTED, fact.outcome == 'not_accepted'),
        (closed, Metric.TERMINATED, fact.outcome == 'terminated'),
        (fact.delivered_on, Metric.DELIVERED, True),
        (rated, Metric.RATED, fact.rating is not None),
        (rated, Metric.RATED_GOOD, fact.rating is not None and fact.rating <= WORST_GOOD_GRADE),
    ]
    return Counter((day, metric) for day, metric, holds in happened if day is not None and holds)


def movement(changes: Iterable[tuple[PlacedFact | None, PlacedFact]]) -> Movement:
    """How the figures change when each part takes the place of the older one (None: there was none)."""
    alike: dict[tuple[object, ...], tuple[PlacedFact, list[int]]] = {}
    for old, new in changes:
        if old is not None:
            _book(alike, old, -1)
        _book(alike, new, 1)
    moved: dict[Spot, Counter[Metric]] = {}
    for part, signs in alike.values():
        for (day, metric), number in contributions(part.fact).items():
            for area in part.areas:
                spot = Spot(area, day, part.fact.hall_kind, part.fact.matter)
                moved.setdefault(spot, Counter())[metric] += sum(signs) * number
    return {spot: counts for spot, counts in sorted(moved.items()) if any(counts.values())}


def _book(alike: dict[tuple[object, ...], tuple[PlacedFact, list[int]]], part: PlacedFact, sign: int) -> None:
    """Note the part with those that add the same: thousands of facts are of a few kinds."""
    alike.setdefault((part.areas, *COUNTED(part.fact)), (part, []))[1].append(sign)


def newest(told: Iterable[ReportedFact]) -> list[ReportedFact]:
    """What counts of each fact, in the order of their ids, which is also the order of locking."""
    kept: dict[object, ReportedFact] = {}
    for report in told:
        held = kept.get(report.fact.fact)
        if held is None or report.order > held.order:
            kept[report.fact.fact] = report
    return sorted(kept.values(), key=lambda one: one.fact.fact.int)


def told_cells(halls: Iterable[str], entries: Sequence[DirectoryHall]) -> dict[str, list[str]]:
    """Which cells must hear of which halls: each hall's own cell and those of all halls above it.

    A hall that the directory does not know yet is left out; nobody expects a report from it either.
    """
    known = {entry.code: entry for entry in entries}
    told: dict[str, list[str]] = {}
    for hall in sorted(halls):
        for cell in _cells_above(hall, known):
            told.setdefault(cell, []).append(hall)
    return told


def _cells_above(hall: str, known: Mapping[str, DirectoryHall]) -> set[str]:
    cells, passed, code = set(), set(), hall
    while code in known and code not in passed:
        passed.add(code)
        cells.add(known[code].cell)
        code = known[code].parent_code
    return cells
