"""One chunk at a time from the outbox to the link, each stream in its order."""

import time
from collections.abc import Callable, Sequence

import structlog

from federation.failpoints import failpoint
from federation.link.backoff import Backoff
from federation.link.port import Sender
from federation.relay import order_monitor, rows
from federation.relay.leases import HeldBuckets, all_buckets
from federation.relay.records import records
from federation.relay.rows import DueRow
from federation.trust.keys import NoPrivateKey

CHUNK, CHUNK_OF_BACKLOG = 200, 2000  # of many halls in turn, a larger one has more rows a signature
FIRST_REST, LONGEST_REST = 0.25, 2.0
log = structlog.get_logger()


class Relay:
    """Sends what is due in the buckets that it holds; `leased` says which, under which fences."""

    def __init__(
        self,
        sender: Sender,
        *,
        leased: Callable[[], HeldBuckets] = all_buckets,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sender = sender
        self._leased = leased
        self._backoff: Backoff[str] = Backoff(FIRST_REST, LONGEST_REST, clock)
        self._watch = order_monitor.OrderMonitor()
        self._limit = CHUNK

    def once(self) -> int:
        """Send one chunk and return how many rows left the outbox. Raises OperationalError; nothing is lost then."""
        held = self._leased()
        chunk = rows.due_rows(list(held), self._backoff.delayed(), self._limit) if held else []
        self._limit = CHUNK_OF_BACKLOG if len(chunk) >= CHUNK else CHUNK
        if not chunk:
            return 0
        try:
            prepared = records(chunk)
        except NoPrivateKey as error:
            _delay_all_of(error.owner, chunk)
            return 0
        failpoint('relay.before_send')
        self._watch.about_to_send(chunk, held)
        landed = self._sender.send(prepared)
        failpoint('relay.after_send')
        gone = _in_order(chunk, landed)
        self._watch.sent(chunk, gone, held)
        moved = rows.move_to_sent([row.id for row in gone], held) if gone else 0
        order_monitor.count_landed(landed, gone=len(gone), moved=moved)
        if gone:
            failpoint('relay.after_remove')
        self._rest_or_hold(chunk, landed)
        return moved

    def _rest_or_hold(self, chunk: Sequence[DueRow], landed: Sequence[bool]) -> None:
        """A topic that took nothing rests as a whole, in memory; where only some rows failed, their streams wait."""
        taking = {row.topic for row, ok in zip(chunk, landed, strict=True) if ok}
        for topic in {row.topic for row in chunk}:
            if topic in taking and self._backoff.clear(topic):
                log.info('line_up', topic=topic)
            elif topic not in taking and self._backoff.back_off(topic):
                log.warning('line_down', topic=topic)
        failed: dict[object, int] = {}
        for row, ok in zip(chunk, landed, strict=True):
            if not ok and row.topic in taking:
                failed.setdefault(row.stream, row.id)
        if failed:
            failpoint('relay.after_part_failed')
            rows.delay_rows(list(failed.values()), 'not acknowledged')
            log.warning('streams_held', count=len(failed))


def _delay_all_of(owner: str, chunk: Sequence[DueRow]) -> None:
    """What one hall can't sign waits, and stops no other hall."""
    first: dict[object, int] = {}
    for row in chunk:
        if row.sender == owner:
            first.setdefault(row.stream, row.id)
    rows.delay_rows(list(first.values()), 'no private key')
    log.error('hall_without_key', hall=owner)


def _in_order(chunk: Sequence[DueRow], landed: Sequence[bool]) -> list[DueRow]:
    """The rows that may leave: acknowledged, and none before them in their stream was not."""
    gone: list[DueRow] = []
    broken: set[object] = set()
    for row, ok in zip(chunk, landed, strict=True):
        if ok and row.stream not in broken:
            gone.append(row)
        else:
            broken.add(row.stream)
    return gone
