"""Serial numbers of a day, without a gap that nobody can explain: given out inside the transaction that uses them."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection

from tenants.provisioning import DIGITS

COUNTER = '0'  # the block of the counter; it has 36 blocks of 10,000 numbers a day
SERIALS_IN_BLOCK = 10_000


def next_serial(block: str, day: date) -> int:
    """The next serial of a block on a day, from 1; it comes back if the transaction does not end well."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO casework_serial (block, day, last) VALUES (%s, %s, 1)'
            ' ON CONFLICT (block, day) DO UPDATE SET last = casework_serial.last + 1 RETURNING last',
            [block, day],
        )
        return int(cursor.fetchone()[0])


GAP = 1000  # more than a block gives out on a day
LEAVE = """
INSERT INTO casework_serial AS held (block, day, last) SELECT unnest(%s::text[]), %s, %s
ON CONFLICT (block, day) DO UPDATE SET last = held.last + excluded.last
"""
RAISE = """
INSERT INTO casework_serial AS held (block, day, last) VALUES (%s, %s, %s)
ON CONFLICT (block, day) DO UPDATE SET last = GREATEST(held.last, excluded.last)
"""


def leave_gaps(blocks: Iterable[str], today: date) -> None:
    """After a restore: go on behind whatever was given out today and forgotten. Other days give out nothing more.

    Archive numbers count through a year, in rows of its first day.
    """
    with connection.cursor() as cursor:
        cursor.execute(LEAVE, [sorted(set(blocks)), today, GAP])
        cursor.execute(
            'UPDATE casework_serial SET last = last + %s WHERE day < %s AND extract(doy FROM day) = 1', [GAP, today]
        )


def raise_to(number: str, *, hall: str) -> None:
    """A case of this hall has this number (layout: govhall.kernel.numbering), so it is never given out again."""
    if number[:8] != hall:
        return
    day, block, serial = datetime.strptime(number[8:14] + '+0000', '%y%m%d%z').date(), number[14:16], int(number[16:20])
    if block[0] == COUNTER:
        block, serial = COUNTER, DIGITS.index(block[1]) * SERIALS_IN_BLOCK + serial
    with connection.cursor() as cursor:
        cursor.execute(RAISE, [block, day, serial])
