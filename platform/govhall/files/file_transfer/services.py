"""The queue of files that leave; always inside the transaction of the act, or of the pieces."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection

from federation.contracts.attachment import FileRefused
from govhall.files.file_transfer.models import FileArriving, FileLeaving

# What is on its way already goes on; what was given up begins anew, as an attempt that the receiver has not refused.
LEAVE = """
INSERT INTO file_leaving AS held (hall, "to", "case", hash, next, attempt, failed, since, not_before)
SELECT %s, %s, %s, one, 0, 1, '', %s, %s FROM unnest(%s::text[]) AS one
ON CONFLICT (hall, "to", "case", hash) DO UPDATE
SET next = 0, attempt = held.attempt + 1, failed = '', not_before = excluded.not_before WHERE held.failed <> ''
"""
AGAIN = """
INSERT INTO file_leaving AS held (hall, "to", "case", hash, next, attempt, failed, since, not_before)
VALUES (%s, %s, %s, %s, 0, %s, %s, %s, %s)
ON CONFLICT (hall, "to", "case", hash) DO UPDATE
SET next = 0, attempt = excluded.attempt, failed = excluded.failed, not_before = excluded.not_before
WHERE held.attempt < excluded.attempt
"""


def note_leaving(*, hall: str, to: str, case: UUID, files: Collection[str], at: datetime) -> None:
    """These files (by hash) of the hall's case are to go to the hall `to`."""
    with connection.cursor() as cursor:
        cursor.execute(LEAVE, [hall, to, case, at, at, sorted(files)])


def note_again(refusal: FileRefused, *, hall: str, to: str, failed: str, at: datetime) -> None:
    """Begin a refused file anew, or record why not in `failed`; a refusal told twice changes nothing."""
    attempt = refusal.attempt + 1
    with connection.cursor() as cursor:
        cursor.execute(AGAIN, [hall, to, refusal.case, refusal.hash, attempt, failed, at, at])


def halls_with_leaving(now: datetime) -> Iterator[str]:
    """The halls with files whose next piece may go."""
    due = FileLeaving.objects.filter(failed='', not_before__lte=now)
    yield from due.order_by('hall').values_list('hall', flat=True).distinct()


def halls_with_stale(before: datetime) -> Iterator[str]:
    """The halls with files of which nothing has arrived since before this moment."""
    stale = FileArriving.objects.filter(last_at__lt=before)
    yield from stale.order_by('hall').values_list('hall', flat=True).distinct()
