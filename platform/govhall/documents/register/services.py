"""Taking numbers, and keeping what waits; always inside the transaction of the act."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from govhall.documents.register.models import Waiting
from govhall.kernel.recordset import StatementPart, insertion, text

PATIENCE = timedelta(minutes=2)
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


def waiting_part(*, hall: str, notices: list[UUID], at: datetime) -> StatementPart:
    """These papers of the hall need their files: a part of the statement that stores them."""
    return StatementPart(WAIT, text({'hall': hall, 'notice': uid, 'since': at} for uid in notices))


def no_longer_waiting(notice: UUID) -> None:
    """The paper has its file, or needs none."""
    Waiting.objects.filter(notice=notice).delete()


def order_now(*, hall: str, notice: UUID, at: datetime) -> None:
    """The paper waits from this moment, as if nobody had tried yet."""
    Waiting.objects.update_or_create(notice=notice, defaults={'hall': hall, 'since': at, 'tries': 0})


def claim_waiting(at: datetime, *, most: int) -> list[tuple[str, UUID]]:
    """Hall and paper of those that have waited for more than two minutes, the oldest first.

    Each is put off by two minutes, then ten, an hour, six hours: one that can't be made keeps no other from its turn.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            'UPDATE notice_waiting SET tries = least(tries + 1, 100), since = %s + make_interval(mins =>'
            ' (ARRAY[0, 8, 58, 358])[least(tries, 3) + 1]) WHERE id IN (SELECT id FROM notice_waiting'
            ' WHERE since < %s ORDER BY since LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING hall, notice',
            [at, at - PATIENCE, most],
        )
        return [(hall, notice) for hall, notice in cursor.fetchall()]
