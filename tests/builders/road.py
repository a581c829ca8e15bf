"""The roads between halls one by one: each direction is an ordered log, delayed at will, never lost."""

from collections.abc import Mapping, Sequence

from django.conf import settings

from federation.contracts.envelope import Envelope
from federation.intake.consumer import Intake
from federation.link.port import IncomingRecord, OutgoingRecord
from federation.relay.relay import Relay

Pair = tuple[str, str]  # sender, recipient


class Roads:
    """Both ends of the link port; the test says which road delivers next. Each road is a partition of its own."""

    def __init__(self) -> None:
        self.logs: dict[Pair, list[IncomingRecord]] = {}
        self.read: dict[Pair, int] = {}
        self._arriving: list[IncomingRecord] = []
        self._relay = Relay(self)
        self._intake = Intake(self, settings.CELL)

    def send(self, records: Sequence[OutgoingRecord]) -> list[bool]:
        """Take all records, each on its road; facts have roads of their own."""
        for record in records:
            envelope = Envelope.from_headers(record.headers)
            pair = (envelope.source, envelope.recipient)
            log = self.logs.setdefault(pair, [])
            partition = list(self.logs).index(pair)
            log.append(IncomingRecord(record.topic, partition, len(log), record.key, record.headers, record.value))
        return [True] * len(records)

    def poll(self, limit: int, seconds: float) -> list[IncomingRecord]:
        """What the test lets arrive."""
        arriving, self._arriving = self._arriving, []
        return arriving

    def caught_up(self) -> bool:
        """Whether nothing further is there."""
        return not self._arriving

    def unread(self) -> Mapping[tuple[str, int], int]:
        """Nobody measures lag here."""
        return {}

    def ends(self, topic: str) -> Mapping[tuple[str, int], int]:
        """All arrives in the order in which it was sent."""
        return {}

    def position(self, topic: str, partition: int) -> int:
        """Nobody asks."""
        return 0

    def is_up(self) -> bool:
        """Always."""
        return True

    def report(self, positions: Mapping[tuple[str, int], int]) -> None:
        """Nobody measures lag here."""

    def close(self) -> None:
        """Nothing to let go of."""

    def collect(self) -> None:
        """Empty the outbox onto the roads."""
        while self._relay.once():
            pass

    def deliver(self, pair: Pair) -> bool:
        """The next message of a road arrives; False if there is none."""
        self.collect()
        log, place = self.logs.get(pair, []), self.read.get(pair, 0)
        if place == len(log):
            return False
        self.read[pair] = place + 1
        self.arrive([log[place]])
        return True

    def arrive(self, records: Sequence[IncomingRecord]) -> None:
        """These records arrive in this order, whether or not they have arrived before."""
        self._arriving = list(records)
        assert self._intake.once(0) == len(records)

    def settle(self) -> None:
        """All roads deliver until nothing is under way."""
        self.collect()
        while sum(self.deliver(pair) for pair in sorted(self.logs)):
            pass

    def settle_reversed(self) -> None:
        """The same, but all that is under way at a time arrives twice and the last of it first."""
        self.collect()
        while waiting := [record for pair, log in self.logs.items() for record in log[self.read.get(pair, 0) :]]:
            self.read = {pair: len(log) for pair, log in self.logs.items()}
            for record in reversed(waiting * 2):
                self.arrive([record])
            self.collect()

    def everything(self) -> list[IncomingRecord]:
        """All that was ever sent."""
        return [record for log in self.logs.values() for record in log]
