"""Setting aside what cannot be read or trusted, outside of every stream, so that it blocks nobody.

Anybody who may write to a topic can fill it with noise, so each topic has a room of its own. What comes when that is
full is counted and not kept: it lies on the topic until its retention is over, and what a hall said among it, the hall
says again, because no receipt names it.
"""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import structlog
from django.db import connection, transaction

from federation.contracts.envelope import RawHeaders
from federation.inbox import offsets
from federation.inbox.parcels import Offsets, Parcel, pack_headers

MOST, MOST_BYTES = 10_000, 256 * 1024 * 1024  # of each topic
LOOK_SECONDS = 5.0
INSERT = """
INSERT INTO fed_quarantine (topic, partition, position, key, headers, value, reason) VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (topic, partition, position) DO NOTHING
"""
HELD = """
SELECT topic, count(*), coalesce(sum(octet_length(headers) + coalesce(octet_length(value), 0)), 0)::bigint
FROM fed_quarantine WHERE topic = ANY(%s) GROUP BY topic
"""
LET_GO = """
INSERT INTO fed_let_go AS held (topic, partition, records, first_position, last_position) VALUES (%s, %s, 1, %s, %s)
ON CONFLICT (topic, partition) DO UPDATE SET records = held.records + 1, last_at = excluded.last_at,
    last_position = excluded.last_position
WHERE held.last_position < excluded.last_position
"""
log = structlog.get_logger()


class Suspect(NamedTuple):
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
        """How many bytes keeping it takes, as good as."""
        headers = sum(len(name) + len(raw or b'') for name, raw in self.headers)
        return headers + len(self.key or b'') + len(self.value or b'')


class Room:
    """How much more of each topic may be kept, looked up now and then: a record costs no look."""

    def __init__(self) -> None:
        self._left: dict[str, tuple[float, int, int]] = {}  # topic -> looked at, records, bytes

    def look(self, topics: Iterable[str]) -> None:
        """Count what these topics hold, unless that was done a moment ago."""
        now = time.monotonic()
        stale = [one for one in topics if one not in self._left or now - self._left[one][0] > LOOK_SECONDS]
        if not stale:
            return
        with connection.cursor() as cursor:
            cursor.execute(HELD, [stale])
            held = {topic: (records, size) for topic, records, size in cursor.fetchall()}
        for topic in stale:
            records, size = held.get(topic, (0, 0))
            self._left[topic] = (now, MOST - records, MOST_BYTES - size)

    def takes(self, one: Suspect) -> bool:
        """Whether there is room for it, which is then its own."""
        looked, records, left = self._left[one.topic]
        if records < 1 or left < one.size:
            return False
        self._left[one.topic] = (looked, records - 1, left - one.size)
        return True


_room = Room()


def suspect(parcel: Parcel, reason: str) -> Suspect:
    """A parcel that turned out not to be for us."""
    return Suspect(parcel.topic, parcel.partition, parcel.offset, parcel.key, parcel.headers, parcel.body, reason[:200])


def set_aside(suspects: Sequence[Suspect], done: Offsets) -> None:
    """Keep the records byte for byte, as far as there is room, and move on, in one transaction."""
    with transaction.atomic():
        _room.look({one.topic for one in suspects})
        kept = [(one, _room.takes(one)) for one in suspects]
        with connection.cursor() as cursor:
            cursor.executemany(INSERT, [(*one[:4], pack_headers(one.headers), *one[5:]) for one, has in kept if has])
            cursor.executemany(LET_GO, [(*one[:3], one.offset) for one, has in kept if not has])
        offsets.write(done)
    _tell(kept)


def _tell(kept: Sequence[tuple[Suspect, bool]]) -> None:
    """One line for each partition and reason: noise must not fill the log."""
    alike = Counter((one.topic, one.partition, one.reason, has) for one, has in kept)
    first = {(one.topic, one.partition, one.reason, has): one.offset for one, has in reversed(kept)}
    for key, count in alike.items():
        topic, partition, reason, has = key
        event = 'record_quarantined' if has else 'record_let_go'
        log.warning(event, topic=topic, partition=partition, position=first[key], reason=reason, count=count)
