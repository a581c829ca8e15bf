"""Writes and reads of the deadline index; always inside the transaction that changes the case."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from govhall.deadlines.models import Deadline, HolidayYear
from govhall.kernel.recordset import StatementPart, insertion, source, text

REMOVE = f"""
DELETE FROM deadline AS held USING {source('deadline')} AS told
WHERE (held.hall, held."case", held.kind) = (told.hall, told."case", told.kind)
"""  # noqa: S608 - fixed names
TELL = f"""
{insertion('deadline', ('hall', 'case', 'kind', 'due_on', 'provisional'))}
ON CONFLICT (hall, "case", kind) DO UPDATE SET due_on = excluded.due_on, provisional = excluded.provisional
"""

NO_LIMITS = ('archive', 'online', 'register', 'later')  # days that no calendar moves


class RunningLimit(NamedTuple):
    """The last day of a limit, and whether it may still move."""

    due_on: date
    provisional: bool = False


Days = Mapping[str, RunningLimit]


class LimitChange(NamedTuple):
    """What the index said of a case, and what it must say."""

    case: UUID
    before: Days
    after: Days


def set_deadlines(*, hall: str, moves: Sequence[LimitChange]) -> None:
    """Make the index say `after` (kind to day) where it said `before`, one move after the other.

    In one order of rows everywhere; nothing is written where the two are equal.
    """
    with connection.cursor() as cursor:
        for part in deadline_parts(hall=hall, moves=moves):
            cursor.execute(part.statement, [part.rows])


def deadline_parts(*, hall: str, moves: Sequence[LimitChange]) -> list[StatementPart]:
    """The same as parts of a statement: what ends and what is told have no row in common."""
    limits = {key: after for key, (before, after) in _net(moves).items() if before != after}
    rows = [{'hall': hall, 'case': case, 'kind': kind, **_columns(limits[case, kind])} for case, kind in sorted(limits)]
    gone = [row for row in rows if 'due_on' not in row]
    told = [row for row in rows if 'due_on' in row]
    return [StatementPart(statement, text(some)) for statement, some in ((REMOVE, gone), (TELL, told)) if some]


def _columns(limit: RunningLimit | None) -> dict[str, object]:
    return {} if limit is None else limit._asdict()


def _net(moves: Sequence[LimitChange]) -> dict[tuple[UUID, str], tuple[RunningLimit | None, RunningLimit | None]]:
    """The first `before` and the last `after` of each case and kind that a move speaks of."""
    net: dict[tuple[UUID, str], tuple[RunningLimit | None, RunningLimit | None]] = {}
    for case, before, after in moves:
        for kind in {**before, **after}:
            first = net[case, kind][0] if (case, kind) in net else before.get(kind)
            net[case, kind] = (first, after.get(kind))
    return net


def passed(kind: str, *, today: date) -> Iterator[tuple[str, list[UUID]]]:
    """Hall by hall, in order, the cases whose limit of this kind ended before today."""
    rows = Deadline.objects.filter(kind=kind, due_on__lt=today).order_by('hall', 'due_on')
    return _by_hall(rows.values_list('hall', 'case'))


def countable_again(*, known_until: date) -> Iterator[tuple[str, list[UUID]]]:
    """Hall by hall, the cases with a provisional limit in a year whose holidays are announced by now."""
    rows = Deadline.objects.filter(provisional=True, due_on__lte=known_until).order_by('hall', 'case')
    return _by_hall(rows.values_list('hall', 'case').distinct())


def counted_through(year: int) -> Iterator[tuple[str, list[UUID]]]:
    """Hall by hall, the cases with a limit in this year or later: what another calendar of the year may move."""
    rows = Deadline.objects.filter(due_on__gte=date(year, 1, 1)).exclude(kind__in=NO_LIMITS).order_by('hall', 'case')
    return _by_hall(rows.values_list('hall', 'case').distinct())


def years_entered_since(moment: datetime) -> list[int]:
    """The years of which a calendar was entered since then."""
    return sorted(set(HolidayYear.objects.filter(imported_at__gte=moment).values_list('year', flat=True)))


def _by_hall(rows: QuerySet[Deadline, tuple[str, UUID]]) -> Iterator[tuple[str, list[UUID]]]:
    for hall, group in groupby(rows.iterator(), key=lambda row: row[0]):
        yield hall, [case for _, case in group]
