"""Taking numbers, and keeping what waits; always inside the transaction of the act."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from govhall.casework.register.models import Waiting
from govhall.kernel.recordset import Part, insertion, text

WAIT = insertion('notice_waiting', ('hall', 'notice', 'since'))


def next_serial(*, organ_code: str, code: str, year: int) -> int:
    """The organ's next number of this kind in this year.

    The row stays locked until the transaction ends: one that is rolled back leaves no gap, and the next one waits.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO notice_book (organ_code, code, year, last) VALUES (%s, %s, %s, 1)'
            ' ON CONFLICT (organ_code, code, year) DO UPDATE SET last = notice_book.last + 1 RETURNING last',
            [organ_code, code, year],
        )
        return int(cursor.fetchone()[0])


GAP = 200  # more than an organ gives out of one kind of paper on a day


def leave_gaps_in_books(from_day: date) -> None:
    """After a restore: go on behind whatever was given out in the years since this day and forgotten."""
    with connection.cursor() as cursor:
        cursor.execute('UPDATE notice_book SET last = last + %s WHERE year >= %s', [GAP, from_day.year])


def waiting_part(*, hall: str, notices: list[UUID], at: datetime) -> Part:
    """These papers of the hall need their files: a part of the statement that stores them."""
    return Part(WAIT, text({'hall': hall, 'notice': uid, 'since': at} for uid in notices))


def no_longer_waiting(notice: UUID) -> None:
    """The paper has its file, or needs none."""
    Waiting.objects.filter(notice=notice).delete()


def waiting_since(before: datetime, *, most: int) -> Iterator[tuple[str, UUID]]:
    """Hall and paper of those that have waited since before this moment, the oldest first."""
    rows = Waiting.objects.filter(since__lt=before).order_by('since')[:most]
    yield from rows.values_list('hall', 'notice')
