"""The receiver's side: telling each sending cell how far its streams have come, and what is missing in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.db import connection, transaction

from federation.acks.cell_messages import send_to_cells
from federation.contracts.transport import Missing, Reach, Receipt
from federation.directory.selectors import cells_of, known_cells

T = TypeVar('T')
STREAMS_A_MESSAGE = 200  # streams; some 40 kB
STREAMS_AT_ONCE = 5000

# The flag is raised whenever a cursor moves; taking it down and telling are one transaction.
TAKE_DUE = """
WITH due AS (
    SELECT subject, sender, recipient FROM fed_cursor WHERE receipt_due LIMIT %s FOR UPDATE SKIP LOCKED
)
UPDATE fed_cursor SET receipt_due = false FROM due
WHERE (fed_cursor.subject, fed_cursor.sender, fed_cursor.recipient) = (due.subject, due.sender, due.recipient)
RETURNING fed_cursor.subject, fed_cursor.sender, fed_cursor.recipient, last_seq, tip
"""
# A gap is told when its oldest waiting message has waited for a while: usually the one before is just behind it.
GAPS = """
SELECT cursor.subject, cursor.sender, cursor.recipient, cursor.last_seq, min(parked.seq)
FROM fed_cursor cursor JOIN fed_parked parked USING (subject, sender, recipient)
WHERE cursor.state = 'gap' AND parked.seq > cursor.last_seq + 1  -- none that is ripe: it would be tried, not asked for
GROUP BY cursor.subject, cursor.sender, cursor.recipient, cursor.last_seq
HAVING min(parked.parked_at) <= statement_timestamp() - %s * interval '1 second'
LIMIT %s
"""
EPOCH = 'SELECT COALESCE(max(epoch), 1) FROM fed_incarnation WHERE owner = %s'


def send_acks(*, as_of: datetime | None, to_all: bool, gap_seconds: float) -> int:
    """Tell every cell how far its streams have come since the last time; returns the number of streams.

    `as_of` is the moment at which all that had arrived was applied, None if that is not so now. With `to_all` also
    cells whose streams have not moved hear it. A gap older than `gap_seconds` is asked for.
    """
    with transaction.atomic():
        reached = _take_due()
        if len(reached) == STREAMS_AT_ONCE:
            as_of = None  # the moment rests on streams that are only told the next time
        gaps = _gaps(gap_seconds) if to_all else []
        cells = cells_of({reach.sender for reach in reached} | {gap.sender for gap in gaps})
        told: dict[str, list[Receipt]] = {}
        for cell in sorted({*cells.values(), *(known_cells() if to_all else ())}):
            told[cell] = _acks(
                [reach for reach in reached if cells.get(reach.sender) == cell],
                [gap for gap in gaps if cells.get(gap.sender) == cell],
                as_of,
            )
        send_to_cells([(cell, receipt) for cell, receipts in told.items() for receipt in receipts])
    return len(reached)


def _take_due() -> list[Reach]:
    with connection.cursor() as cursor:
        cursor.execute(TAKE_DUE, [STREAMS_AT_ONCE])
        return [
            Reach(subject=row[0], sender=row[1], recipient=row[2], sequence=row[3], tip=row[4])
            for row in cursor.fetchall()
        ]


def _gaps(seconds: float) -> list[Missing]:
    with connection.cursor() as cursor:
        cursor.execute(GAPS, [seconds, STREAMS_AT_ONCE])
        return [
            Missing(subject=row[0], sender=row[1], recipient=row[2], after=row[3], before=row[4])
            for row in cursor.fetchall()
        ]


def _acks(reached: list[Reach], missing: list[Missing], as_of: datetime | None) -> list[Receipt]:
    epoch = own_epoch()
    parts = [Receipt(cell=settings.CELL, epoch=epoch, reached=part) for part in _parts(reached)]
    parts += [Receipt(cell=settings.CELL, epoch=epoch, missing=part) for part in _parts(missing)]
    # Last, so that whoever hears the moment has heard what it rests on.
    return [*parts, Receipt(cell=settings.CELL, epoch=epoch, as_of=as_of)]


def _parts(all_of_them: Sequence[T]) -> list[list[T]]:
    return [
        list(all_of_them[start : start + STREAMS_A_MESSAGE]) for start in range(0, len(all_of_them), STREAMS_A_MESSAGE)
    ]


def own_epoch() -> int:
    """The incarnation of this cell's database."""
    with connection.cursor() as cursor:
        cursor.execute(EPOCH, [settings.CELL])
        return int(cursor.fetchone()[0])
