"""The road between the halls of this cell, walked in this process: what the relay and the intake do, at a stated hour.

Only while no relay of the cell runs: the leases of the buckets see to it. What goes to another cell stays in the
outbox, and the real relay sends it.
"""

from collections.abc import Mapping, Sequence

from django.conf import settings

from federation.intake.consumer import Intake
from federation.link.port import IncomingRecord, OutgoingRecord
from federation.link.topics import Lane, topics_read_by
from federation.outbox.models import OutboxRow
from federation.relay.leases import Leases
from federation.relay.relay import Relay

OWN_PARTITION = -2  # no number that Kafka or the direct link uses: the positions of the three never mix


class InnerRoad:
    """Both ends of the link, in memory: topics of this cell only."""

    def __init__(self) -> None:
        self.topics = {topic.name for topic in topics_read_by(settings.CELL)}
        self._waiting: list[IncomingRecord] = []
        self._ends: dict[str, int] = {}

    def send(self, records: Sequence[OutgoingRecord]) -> list[bool]:
        """Take what goes to this cell."""
        taken = [record.topic in self.topics for record in records]
        for record, ours in zip(records, taken, strict=True):
            if ours:
                place = self._ends.get(record.topic, 0)
                self._ends[record.topic] = place + 1
                self._waiting.append(
                    IncomingRecord(record.topic, OWN_PARTITION, place, record.key, list(record.headers), record.value)
                )
        return taken

    def poll(self, limit: int, seconds: float) -> list[IncomingRecord]:
        """The next records."""
        found, self._waiting = self._waiting[:limit], self._waiting[limit:]
        return found

    def caught_up(self) -> bool:
        """Whether nothing further is there."""
        return not self._waiting

    def unread(self) -> Mapping[tuple[str, int], int]:
        """Nobody measures lag here."""
        return {}

    def ends(self, topic: str) -> Mapping[tuple[str, int], int]:
        """Behind the last record that was sent."""
        return {(topic, OWN_PARTITION): self._ends.get(topic, 0)}

    def position(self, topic: str, partition: int) -> int:
        """Behind the last record that was returned."""
        return self._ends.get(topic, 0) - sum(record.topic == topic for record in self._waiting)

    def is_up(self) -> bool:
        """Always."""
        return True

    def report(self, positions: Mapping[tuple[str, int], int]) -> None:
        """Nobody measures lag here."""

    def close(self) -> None:
        """Nothing to let go of."""


class Carrier:
    """Moves what waits until nothing is under way inside the cell."""

    def __init__(self) -> None:
        road = InnerRoad()
        self._topics = road.topics
        self._leases = Leases()
        self._relay = Relay(road, leased=self._leases.held)
        self._intake = Intake(road, settings.CELL)
        self.moved = 0

    def carry(self) -> None:
        """Send and apply until both are done.

        A chunk of nothing but another cell's messages moves nothing: its topics rest then, and the next chunk is ours.
        """
        idle = 0
        while idle <= len(Lane):
            moved = self._relay.once() + self._intake.once(0)
            idle = 0 if moved else idle + 1
            self.moved += moved
            if not moved and not OutboxRow.objects.filter(topic__in=self._topics).exists():
                return

    def close(self) -> None:
        """Let the real relay have the buckets at once."""
        self._leases.release()
