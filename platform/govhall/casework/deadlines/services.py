"""Writes and reads of the deadline index; always inside the transaction that changes the case."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from uuid import UUID

from govhall.casework.deadlines.models import Deadline


def set_deadlines(*, hall: str, case: UUID, before: dict[str, date], after: dict[str, date]) -> None:
    """Make the index say `after` (kind to day) where it said `before`; nothing is written if they are equal."""
    gone = [kind for kind in before if kind not in after]
    if gone:
        Deadline.objects.filter(hall=hall, case=case, kind__in=gone).delete()
    changed = [
        Deadline(hall=hall, case=case, kind=kind, due_on=day) for kind, day in after.items() if before.get(kind) != day
    ]
    if changed:
        Deadline.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=['hall', 'case', 'kind'], update_fields=['due_on']
        )


def passed(kind: str, *, today: date) -> Iterator[tuple[str, list[UUID]]]:
    """Hall by hall, in order, the cases whose limit of this kind ended before today."""
    rows = Deadline.objects.filter(kind=kind, due_on__lt=today).order_by('hall', 'due_on').values_list('hall', 'case')
    for hall, group in groupby(rows.iterator(), key=lambda row: row[0]):
        yield hall, [case for _, case in group]
