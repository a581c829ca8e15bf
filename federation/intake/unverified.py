"""Records signed with a key that the directory has not brought yet: kept in memory and tried again, for a while.

Anybody who may write to a topic can name keys that nobody has, so only a few are kept. What is set aside instead loses
nothing: no receipt names it, and its sender says it again.
"""

import time
from collections.abc import Callable

from federation.inbox.quarantine import SuspectRecord
from federation.link.port import IncomingRecord

PATIENCE_SECONDS = 60.0
AGAIN_SECONDS = 1.0
MOST, MOST_BYTES = 500, 16 * 1024 * 1024
UNTOLD = 'UnknownKey: the directory names no such key'
CROWDED = 'UnknownKey: too many records wait for keys that the directory does not name'


class UnverifiedRecords:
    """What waits for its key, in the order in which it came; on the topic it stays until its offset may move."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._first_seen: dict[tuple[str, int, int], float] = {}
        self._waiting: list[IncomingRecord] = []
        self._bytes = 0
        self._tried = clock()

    def keep(self, record: IncomingRecord) -> SuspectRecord | None:
        """Keep the record for another try; after a minute without its key, or when many wait, it is a suspect."""
        place = (record.topic, record.partition, record.offset)
        first = self._first_seen.setdefault(place, self._clock())
        size = len(record.value or b'')
        is_crowded = len(self._waiting) >= MOST or self._bytes + size > MOST_BYTES
        if not is_crowded and self._clock() - first < PATIENCE_SECONDS:
            self._waiting.append(record)
            self._bytes += size
            return None
        del self._first_seen[place]
        return SuspectRecord(*record, reason=CROWDED if is_crowded else UNTOLD)

    def due(self) -> list[IncomingRecord]:
        """All that waits, once a second; what still lacks its key is to be kept again, the rest to be `met`."""
        if not self._waiting or self._clock() - self._tried < AGAIN_SECONDS:
            return []
        self._tried, waiting = self._clock(), self._waiting
        self._waiting, self._bytes = [], 0
        return waiting

    def met(self, record: IncomingRecord) -> None:
        """The record is no stranger any more."""
        self._first_seen.pop((record.topic, record.partition, record.offset), None)

    def count(self) -> int:
        """How many records wait for their key."""
        return len(self._waiting)
