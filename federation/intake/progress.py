"""What was read and is not applied yet; from it follows how far each partition's offset may go."""

from collections.abc import Collection, Sequence
from typing import Protocol

from federation.inbox.messages import Offsets


class HasPosition(Protocol):
    """Anything with a position."""

    @property
    def topic(self) -> str:
        """The topic."""
        ...

    @property
    def partition(self) -> int:
        """The partition."""
        ...

    @property
    def offset(self) -> int:
        """The position in it."""
        ...


class ReadProgress:
    """Positions by partition. The offset of a partition is its lowest position not applied, never beyond."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, int], dict[int, int]] = {}  # position -> bytes
        self._next: Offsets = {}

    def seen(self, record: HasPosition, size: int = 0) -> None:
        """A record of so many bytes was read."""
        key = (record.topic, record.partition)
        self._waiting.setdefault(key, {})[record.offset] = size
        self._next[key] = max(self._next.get(key, 0), record.offset + 1)

    def offsets_after(self, records: Sequence[HasPosition]) -> Offsets:
        """The offsets that are right once these records, too, are applied."""
        done: dict[tuple[str, int], set[int]] = {}
        for record in records:
            done.setdefault((record.topic, record.partition), set()).add(record.offset)
        return {key: min(self._waiting[key].keys() - offsets, default=self._next[key]) for key, offsets in done.items()}

    def applied(self, records: Sequence[HasPosition]) -> None:
        """These records are committed."""
        for record in records:
            self._waiting[record.topic, record.partition].pop(record.offset, None)

    def forget(self, record: HasPosition) -> None:
        """A record was read that is neither applied nor waits here: the offset of its partition is not ours to move."""
        key = (record.topic, record.partition)
        self._waiting.pop(key, None)
        self._next.pop(key, None)

    def is_waiting(self, record: HasPosition) -> bool:
        """True until the record is committed."""
        return record.offset in self._waiting[record.topic, record.partition]

    def is_applied(self, key: tuple[str, int], end: int, *, but: Collection[tuple[str, int, int]] = ()) -> bool:
        """Whether nothing below `end` of what was read of a partition waits, `but` these."""
        waiting = self._waiting.get(key, {})
        return all(offset >= end or (*key, offset) in but for offset in waiting)

    def count(self) -> int:
        """How many records wait."""
        return sum(map(len, self._waiting.values()))

    def size(self) -> int:
        """How many bytes the records that wait have."""
        return sum(sum(sizes.values()) for sizes in self._waiting.values())

    def offsets(self) -> Offsets:
        """The offset of every partition that was read from."""
        return {key: min(self._waiting[key], default=offset) for key, offset in self._next.items()}
