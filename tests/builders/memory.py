"""A road in memory: both ends of the link port, so that a test moves messages when it wants to."""

from collections.abc import Mapping, Sequence

from federation.link.port import IncomingRecord, OutgoingRecord


class MemoryLink:
    """One partition a topic; every record stays, and the reader goes on where it was."""

    def __init__(self) -> None:
        self.log: list[IncomingRecord] = []
        self.place = 0
        self.is_reachable = True

    def send(self, records: Sequence[OutgoingRecord]) -> list[bool]:
        """Take all records, or none while the line is down."""
        if not self.is_reachable:
            return [False] * len(records)
        for record in records:
            offset = sum(one.topic == record.topic for one in self.log)
            self.log.append(IncomingRecord(record.topic, 0, offset, record.key, record.headers, record.value))
        return [True] * len(records)

    def poll(self, limit: int, seconds: float) -> list[IncomingRecord]:
        """The next records."""
        found = self.log[self.place : self.place + limit]
        self.place += len(found)
        return found

    def caught_up(self) -> bool:
        """Whether nothing further is there."""
        return self.place == len(self.log)

    def unread(self) -> Mapping[tuple[str, int], int]:
        """Nobody measures lag here."""
        return {}

    def ends(self, topic: str) -> Mapping[tuple[str, int], int]:
        """Behind the last record that was sent."""
        return {(topic, 0): sum(record.topic == topic for record in self.log)}

    def position(self, topic: str, partition: int) -> int:
        """Behind the last record that was returned."""
        return sum(record.topic == topic for record in self.log[: self.place])

    def is_up(self) -> bool:
        """Always."""
        return True

    def report(self, positions: Mapping[tuple[str, int], int]) -> None:
        """Nobody measures lag here."""

    def close(self) -> None:
        """Nothing to let go of."""
