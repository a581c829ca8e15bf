"""One chunk at a time from the outbox to the link, each stream in its order."""

import time
from collections.abc import Callable, Sequence

import structlog

from federation.contracts.envelope import Envelope
from federation.failpoints import reach
from federation.link.port import Record, Sender
from federation.link.resting import Resting
from federation.outbox.rows import BUCKETS
from federation.relay import rows
from federation.relay.rows import Due
from federation.trust.signing import sign

CHUNK = 200
FIRST_REST, LONGEST_REST = 0.25, 2.0
log = structlog.get_logger()


class Relay:
    """Sends what is due in its buckets; all of them while a cell has one relay."""

    def __init__(
        self,
        sender: Sender,
        *,
        buckets: Sequence[int] = tuple(range(BUCKETS)),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sender = sender
        self._buckets = buckets
        self._resting: Resting[str] = Resting(FIRST_REST, LONGEST_REST, clock)

    def once(self) -> int:
        """Send one chunk and return how many rows left the outbox. Raises OperationalError; nothing is lost then."""
        chunk = rows.due_rows(self._buckets, self._resting.now(), CHUNK)
        if not chunk:
            return 0
        reach('relay.before_send')
        landed = self._sender.send(_records(chunk))
        reach('relay.after_send')
        gone = _in_order(chunk, landed)
        if gone:
            rows.move_to_sent([row.id for row in gone])
            reach('relay.after_remove')
        self._rest_or_hold(chunk, landed)
        return len(gone)

    def _rest_or_hold(self, chunk: Sequence[Due], landed: Sequence[bool]) -> None:
        """A topic that took nothing rests as a whole, in memory; where only some rows failed, their streams wait."""
        taking = {row.topic for row, ok in zip(chunk, landed, strict=True) if ok}
        for topic in {row.topic for row in chunk}:
            if topic in taking and self._resting.wake(topic):
                log.info('line_up', topic=topic)
            elif topic not in taking and self._resting.lay(topic):
                log.warning('line_down', topic=topic)
        failed: dict[object, int] = {}
        for row, ok in zip(chunk, landed, strict=True):
            if not ok and row.topic in taking:
                failed.setdefault(row.stream, row.id)
        if failed:
            rows.hold(list(failed.values()), 'not acknowledged')
            log.warning('streams_held', count=len(failed))


def _in_order(chunk: Sequence[Due], landed: Sequence[bool]) -> list[Due]:
    """The rows that may leave: acknowledged, and none before them in their stream was not."""
    gone: list[Due] = []
    broken: set[object] = set()
    for row, ok in zip(chunk, landed, strict=True):
        if ok and row.stream not in broken:
            gone.append(row)
        else:
            broken.add(row.stream)
    return gone


def _records(chunk: Sequence[Due]) -> list[Record]:
    """The chunk as it travels: signed once for each hall that speaks in it."""
    bodies = [bytes(row.body) for row in chunk]
    signed = sign([(_envelope(row), body) for row, body in zip(chunk, bodies, strict=True)])
    return [
        Record(row.topic, row.key.encode(), envelope.to_headers(), body)
        for row, envelope, body in zip(chunk, signed, bodies, strict=True)
    ]


def _envelope(row: Due) -> Envelope:
    extra = row.extra
    return Envelope(
        id=row.event_id,
        type=row.type,
        source=row.sender,
        recipient=row.recipient,
        subject=row.subject,
        sequence=row.sequence,
        previous=row.previous,
        time=row.created_at,
        epoch=row.epoch,
        base=row.base,
        traceparent=extra.get('traceparent', ''),
        request_hash=extra.get('request_hash', ''),
        sealed_for=extra.get('sealed_for', ''),
    )
