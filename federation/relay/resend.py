"""What was sent and is lost: said again by the lane for bulk, byte for byte, with a new signature."""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple
from uuid import UUID

import structlog
from django.db import connection

from federation.link.port import Sender
from federation.link.topics import Lane, cell_topic
from federation.relay.records import records
from federation.relay.rows import COLUMNS, DueRow

LOOK_SECONDS = 5.0
MARGIN_SECONDS, AGAIN_SECONDS = 120.0, 600.0
STREAMS, ROWS = 500, 500
log = structlog.get_logger()

# Lost is what was sent well before the moment at which the receiver had read all and still has not acknowledged it, or
# what the receiver asked for. The margin is for clocks that differ. A stream is not repeated more often than `again`.
LOST = """
SELECT held.subject, held.sender, held.recipient, GREATEST(held.wanted_from, held.receipted_seq + 1)
FROM fed_delivery held
JOIN fed_hall_entry hall ON hall.code = held.recipient
LEFT JOIN fed_peer peer ON peer.cell = hall.cell
WHERE (held.wanted_from > 0
        OR (held.receipted_seq < held.sent_seq AND held.sent_at < peer.as_of - %s * interval '1 second'))
    AND (held.resent_at IS NULL OR held.resent_at < now() - %s * interval '1 second')
ORDER BY held.sent_at LIMIT %s
"""
# Where the receiving hall is now, which may be another cell than when it was first said.
SAID = f"""
SELECT {', '.join(f'said.{name}' for name in COLUMNS.split(', '))}, 0, hall.cell
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::bigint[]) AS lost (subject, sender, recipient, from_seq)
JOIN fed_sent said ON (said.subject, said.sender, said.recipient) = (lost.subject, lost.sender, lost.recipient)
    AND said.seq >= lost.from_seq
JOIN fed_hall_entry hall ON hall.code = said.recipient
ORDER BY said.subject, said.sender, said.recipient, said.seq LIMIT %s
"""  # noqa: S608 - fixed text
DONE = """
UPDATE fed_delivery SET resent_at = now(), wanted_from = 0
FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS done (subject, sender, recipient)
WHERE (fed_delivery.subject, fed_delivery.sender, fed_delivery.recipient)
    = (done.subject, done.sender, done.recipient)
"""


class LostStream(NamedTuple):
    """A stream of which the receiver lacks what comes from `from_seq` on."""

    subject: UUID
    sender: str
    recipient: str
    from_seq: int


class Resender:
    """Looks every few seconds for what is lost. Several relays may do it: what comes twice is dropped."""

    def __init__(
        self,
        sender: Sender,
        *,
        margin: float = MARGIN_SECONDS,
        again: float = AGAIN_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sender, self._margin, self._again, self._clock = sender, margin, again, clock
        self._looked = clock()

    def once(self) -> int:
        """Say again what is lost, if it is time to look; returns the number of messages."""
        if self._clock() - self._looked < LOOK_SECONDS:
            return 0
        said = self.say_again()
        if said < ROWS:  # otherwise there is more: go on at once
            self._looked = self._clock()
        return said

    def say_again(self) -> int:
        """Say again what is lost now. A stream counts as said again when the road has taken all of its part."""
        lost = _lost(self._margin, self._again)
        chunk = _sent_rows(lost)
        if not chunk:
            return 0
        landed = self._sender.send(records(chunk))
        failed = {row.stream for row, ok in zip(chunk, landed, strict=True) if not ok}
        _mark({row.stream for row in chunk} - failed)
        log.info('said_again', count=sum(landed), streams=len({row.stream for row in chunk}))
        return sum(landed)


def _lost(margin: float, again: float) -> list[LostStream]:
    with connection.cursor() as cursor:
        cursor.execute(LOST, [margin, again, STREAMS])
        return [LostStream(*row) for row in cursor.fetchall()]


def _sent_rows(lost: Sequence[LostStream]) -> list[DueRow]:
    if not lost:
        return []
    with connection.cursor() as cursor:
        cursor.execute(SAID, [*(list(column) for column in zip(*lost, strict=True)), ROWS])
        return [DueRow(*row[:-1])._replace(topic=cell_topic(row[-1], Lane.BULK)) for row in cursor.fetchall()]


def _mark(streams: set[tuple[UUID, str, str]]) -> None:
    if streams:
        with connection.cursor() as cursor:
            cursor.execute(DONE, [list(column) for column in zip(*streams, strict=True)])
