"""Serial numbers of a day, without a gap that nobody can explain: given out inside the transaction that uses them."""

from datetime import date

from django.db import connection


def next_serial(block: str, day: date) -> int:
    """The next serial of a block on a day, from 1; it comes back if the transaction does not end well."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO casework_serial (block, day, last) VALUES (%s, %s, 1)'
            ' ON CONFLICT (block, day) DO UPDATE SET last = casework_serial.last + 1 RETURNING last',
            [block, day],
        )
        return int(cursor.fetchone()[0])
