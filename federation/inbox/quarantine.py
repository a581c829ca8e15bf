"""Quarantines what cannot be read or trusted, outside of every stream, so that it blocks nobody.

Anybody who may write to a topic can fill it with noise, so each topic has its own limit. What exceeds it is counted and
not kept: it lies on the topic until its retention is over, and what a hall sent among it, the hall sends again,
because no acknowledgement names it.
"""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import structlog
from django.db import connection, transaction

from federation.contracts.envelope import RawHeaders
from federation.inbox import offsets
from federation.inbox.messages import InboundMessage, Offsets, pack_headers

MOST, MOST_BYTES = 10_000, 256 * 1024 * 1024  # of each topic
COUNT_SECONDS = 5.0
INSERT = """
INSERT INTO fed_quarantine (topic, partition, position, key, headers, value, reason) VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (topic, partition, position) DO NOTHING
"""
HELD = """
SELECT topic, count(*), coalesce(sum(octet_length(headers) + coalesce(octet_length(value), 0)), 0)::bigint
FROM fed_quarantine WHERE topic = ANY(%s) GROUP BY topic
"""
DROP = """
INSERT INTO fed_let_go AS held (topic, partition, records, first_position, last_position) VALUES (%s, %s, 1, %s, %s)
ON CONFLICT (topic, partition) DO UPDATE SET records = held.records + 1, last_at = excluded.last_at,
    last_position = excluded.last_position
WHERE held.last_position < excluded.last_position
"""
log = structlog.get_logger()


class SuspectRecord(NamedTuple):
    """A record to set aside and the reason, which never repeats what stands in the record."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    headers: RawHeaders
    value: bytes | None
    reason: str

    @property
    def size(self) -> int:
        """About how many bytes it takes to keep."""
        headers = sum(len(name) + len(raw or b'') for name, raw in self.headers)
        return headers + len(self.key or b'') + len(self.value or b'')


class QuarantineSpace:
    """How much more of each topic may be kept, counted every few seconds and not for each record."""

    def __init__(self) -> None:
        self._left: dict[str, tuple[float, int, int]] = {}  # topic -> counted at, records, bytes

    def refresh(self, topics: Iterable[str]) -> None:
        """Count what these topics hold, unless that was done a moment ago."""
        now = time.monotonic()
        stale = [topic for topic in topics if topic not in self._left or now - self._left[topic][0] > COUNT_SECONDS]
        if not stale:
            return
        with connection.cursor() as cursor:
            cursor.execute(HELD, [stale])
            held = {topic: (records, size) for topic, records, size in cursor.fetchall()}
        for topic in stale:
            records, size = held.get(topic, (0, 0))
            self._left[topic] = (now, MOST - records, MOST_BYTES - size)

    def reserve(self, record: SuspectRecord) -> bool:
        """Whether there is space for it, which is then reserved."""
        counted_at, records, left = self._left[record.topic]
        if records < 1 or left < record.size:
            return False
        self._left[record.topic] = (counted_at, records - 1, left - record.size)
        return True


_space = QuarantineSpace()


def suspect_record(message: InboundMessage, reason: str) -> SuspectRecord:
    """A message that turned out not to be for us."""
    return SuspectRecord(
        message.topic, message.partition, message.offset, message.key, message.headers, message.body, reason[:200]
    )


def quarantine_records(suspects: Sequence[SuspectRecord], done: Offsets) -> None:
    """Keep the records byte for byte, as far as there is space, and move the offsets, in one transaction."""
    with transaction.atomic():
        _space.refresh({record.topic for record in suspects})
        reserved = [(record, _space.reserve(record)) for record in suspects]
        with connection.cursor() as cursor:
            cursor.executemany(INSERT, [_row(record) for record, is_kept in reserved if is_kept])
            cursor.executemany(DROP, [(*record[:3], record.offset) for record, is_kept in reserved if not is_kept])
        offsets.write(done)
    _log_records(reserved)


def _row(record: SuspectRecord) -> tuple[Any, ...]:
    return (*record[:4], pack_headers(record.headers), *record[5:])


def _log_records(reserved: Sequence[tuple[SuspectRecord, bool]]) -> None:
    """One line for each partition and reason: noise must not fill the log."""
    counts = Counter((record.topic, record.partition, record.reason, is_kept) for record, is_kept in reserved)
    first = {
        (record.topic, record.partition, record.reason, is_kept): record.offset
        for record, is_kept in reversed(reserved)
    }
    for key, count in counts.items():
        topic, partition, reason, is_kept = key
        event = 'record_quarantined' if is_kept else 'record_let_go'
        log.warning(event, topic=topic, partition=partition, position=first[key], reason=reason, count=count)
