"""Records signed with a key that the directory has not brought yet: kept in memory and tried again, for a while."""

import time
from collections.abc import Callable

from federation.inbox.quarantine import Suspect
from federation.link.port import Received

PATIENCE_SECONDS = 60.0
AGAIN_SECONDS = 1.0


class Strangers:
    """What waits for its key, in the order in which it came; on the topic it stays until its offset may move."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._first_seen: dict[tuple[str, int, int], float] = {}
        self._waiting: list[Received] = []
        self._tried = clock()

    def keep(self, record: Received) -> Suspect | None:
        """Keep the record for another try; after a minute without its key it is a suspect."""
        place = (record.topic, record.partition, record.offset)
        first = self._first_seen.setdefault(place, self._clock())
        if self._clock() - first < PATIENCE_SECONDS:
            self._waiting.append(record)
            return None
        del self._first_seen[place]
        return Suspect(*record, reason='UnknownKey: the directory names no such key')

    def due(self) -> list[Received]:
        """All that waits, once a second; what still lacks its key is to be kept again."""
        if not self._waiting or self._clock() - self._tried < AGAIN_SECONDS:
            return []
        self._tried, waiting, self._waiting = self._clock(), self._waiting, []
        return waiting

    def count(self) -> int:
        """How many records wait for their key."""
        return len(self._waiting)
