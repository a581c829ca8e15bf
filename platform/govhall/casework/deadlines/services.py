"""Writes and reads of the deadline index; always inside the transaction that changes the case."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from govhall.casework.deadlines.models import Deadline


class Running(NamedTuple):
    """The last day of a limit, and whether it may still move."""

    due_on: date
    provisional: bool = False


Days = Mapping[str, Running]


def set_deadlines(*, hall: str, case: UUID, before: Days, after: Days) -> None:
    """Make the index say `after` (kind to day) where it said `before`; nothing is written if they are equal."""
    gone = [kind for kind in before if kind not in after]
    if gone:
        Deadline.objects.filter(hall=hall, case=case, kind__in=gone).delete()
    changed = [
        Deadline(hall=hall, case=case, kind=kind, due_on=limit.due_on, provisional=limit.provisional)
        for kind, limit in after.items()
        if before.get(kind) != limit
    ]
    if changed:
        Deadline.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=['hall', 'case', 'kind'],
            update_fields=['due_on', 'provisional'],
        )


def passed(kind: str, *, today: date) -> Iterator[tuple[str, list[UUID]]]:
    """Hall by hall, in order, the cases whose limit of this kind ended before today."""
    rows = Deadline.objects.filter(kind=kind, due_on__lt=today).order_by('hall', 'due_on')
    return _by_hall(rows.values_list('hall', 'case'))


def countable_again(*, known_until: date) -> Iterator[tuple[str, list[UUID]]]:
    """Hall by hall, the cases with a provisional limit in a year whose holidays are announced by now."""
    rows = Deadline.objects.filter(provisional=True, due_on__lte=known_until).order_by('hall', 'case')
    return _by_hall(rows.values_list('hall', 'case').distinct())


def _by_hall(rows: QuerySet[Deadline, tuple[str, UUID]]) -> Iterator[tuple[str, list[UUID]]]:
    for hall, group in groupby(rows.iterator(), key=lambda row: row[0]):
        yield hall, [case for _, case in group]
