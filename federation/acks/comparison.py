"""The nightly comparison: what one hall told another on a day, counted at both ends.

Equal figures prove that the day is complete. Where they differ, the sender says that day's messages again by the lane
for bulk (what is there already is dropped) and compares again the next night, until they are equal.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

import structlog
from django.conf import settings
from django.db import connection

from federation.acks.cell_messages import send_to_cells
from federation.acks.models import Comparison
from federation.contracts.transport import Compared, Tallied, Tally
from federation.directory.selectors import cells_of

PAIRS_A_MESSAGE = 500  # pairs
OPEN_DAYS = 90  # as long as what was sent is kept
log = structlog.get_logger()

TIP = "sha256(convert_to(previous, 'UTF8') || sha256(convert_to(type || E'\\n', 'UTF8') || body))"
# The time in the envelope is under the signature, so both ends sort a message into the same day.
TALLY = f"""
SELECT sender, recipient, count(*), to_hex(bit_xor(('x' || substr(encode({TIP}, 'hex'), 1, 16))::bit(64)::bigint))
FROM {{table}} WHERE said_at >= %s AND said_at < %s {{which}}
GROUP BY sender, recipient ORDER BY sender, recipient
"""  # noqa: S608 - fixed text
SENT = TALLY.format(table='(SELECT *, created_at AS said_at FROM fed_sent) said', which='')
RECEIVED = TALLY.format(
    table='fed_inbox', which='AND (sender, recipient) IN (SELECT * FROM unnest(%s::text[], %s::text[]))'
)
KEEP = """
INSERT INTO fed_comparison AS held (day, sender, recipient, sent, sent_hash, state)
SELECT %s, told.*, 'told' FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[]) AS told
ON CONFLICT (day, sender, recipient) DO UPDATE SET
    sent = excluded.sent, sent_hash = excluded.sent_hash, told_at = now()
"""
# Repaired is an equality that was not one at first.
CONCLUDE = """
UPDATE fed_comparison SET received = told.count, received_hash = told.hash, compared_at = now(),
    state = CASE WHEN (sent, sent_hash) <> (told.count, told.hash) THEN 'differs'
        WHEN state IN ('differs', 'repaired') THEN 'repaired' ELSE 'equal' END
FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[]) AS told (sender, recipient, count, hash)
WHERE day = %s AND (fed_comparison.sender, fed_comparison.recipient) = (told.sender, told.recipient)
RETURNING fed_comparison.sender, fed_comparison.recipient, state
"""
RESEND = """
UPDATE fed_delivery held SET wanted_from = first.seq
FROM (
    SELECT subject, sender, recipient, min(seq) AS seq FROM fed_sent
    WHERE created_at >= %s AND created_at < %s AND (sender, recipient) = (%s, %s) GROUP BY subject, sender, recipient
) first
WHERE (held.subject, held.sender, held.recipient) = (first.subject, first.sender, first.recipient)
"""


def send_tallies(days: Iterable[date]) -> int:
    """Tell the receiving cells what was sent to them on these days; how many pairs. Run at the sender, each night."""
    count = 0
    for day in days:
        pairs = _own(_tallies(SENT, day))
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [day, *_columns(pairs)])
        _send(day, pairs)
        count += len(pairs)
    return count


def days_to_compare(today: date) -> list[date]:
    """The last three days, for what waited meanwhile, and every day before whose figures were not equal."""
    oldest = today - timedelta(days=OPEN_DAYS)
    again = Comparison.objects.filter(state__in=('told', 'differs'), day__gt=oldest).values_list('day', flat=True)
    return sorted({*(today - timedelta(days=back) for back in (1, 2, 3)), *again.distinct()})


def answer_tallies(told: Tallied) -> None:
    """Tell the sending cell what has arrived here of the same day and pairs."""
    senders = [pair.sender for pair in told.pairs]
    recipients = [pair.recipient for pair in told.pairs]
    have = {(tally.sender, tally.recipient): tally for tally in _tallies(RECEIVED, told.day, senders, recipients)}
    pairs = [
        have.get((pair.sender, pair.recipient))
        or Tally(sender=pair.sender, recipient=pair.recipient, count=0, hash='0')
        for pair in told.pairs
    ]
    send_to_cells([(told.cell, Compared(cell=settings.CELL, day=told.day, pairs=pairs))])


def store_comparison(told: Compared) -> None:
    """Keep the result, and have said again what differs."""
    with connection.cursor() as cursor:
        cursor.execute(CONCLUDE, [*_columns(told.pairs), told.day])
        differing = [(sender, recipient) for sender, recipient, state in cursor.fetchall() if state == 'differs']
        for sender, recipient in differing:
            log.warning('days_differ', hall=sender, recipient=recipient, day=str(told.day))
            cursor.execute(RESEND, [*_bounds(told.day), sender, recipient])


def _tallies(statement: str, day: date, *more: list[str]) -> list[Tally]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [*_bounds(day), *more])
        return [Tally(sender=row[0], recipient=row[1], count=row[2], hash=row[3]) for row in cursor.fetchall()]


def _own(pairs: Sequence[Tally]) -> list[Tally]:
    """Of halls that are of this cell: another one tells what its halls said while they were here."""
    cells = cells_of({pair.sender for pair in pairs})
    return [pair for pair in pairs if cells.get(pair.sender, settings.CELL) == settings.CELL]


def _bounds(day: date) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(), UTC)
    return start, start + timedelta(days=1)


def _columns(pairs: Sequence[Tally]) -> list[list[object]]:
    rows = [(pair.sender, pair.recipient, pair.count, pair.hash) for pair in pairs]
    return [[row[place] for row in rows] for place in range(4)]


def _send(day: date, pairs: Sequence[Tally]) -> None:
    cells = cells_of({pair.recipient for pair in pairs})
    told: list[tuple[str, Tallied | Compared]] = []
    for cell in sorted(set(cells.values())):
        own = [pair for pair in pairs if cells.get(pair.recipient) == cell]
        for start in range(0, len(own), PAIRS_A_MESSAGE):
            told.append((cell, Tallied(cell=settings.CELL, day=day, pairs=own[start : start + PAIRS_A_MESSAGE])))
    send_to_cells(told)
