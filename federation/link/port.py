"""What relay and intake need of a road between cells."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from govhall.kernel.errors import Broken, Later

Headers = list[tuple[str, bytes]]
RawHeaders = Sequence[tuple[str, bytes | None]]  # of what was read: Kafka lets a header have no value
# (topic, partition) -> the first offset that has not been applied, or None for a partition never read before.
Positions = Callable[[str, int], int | None]


class LinkDown(Later):
    """The road can't be used now; try again."""


class LostPosition(Broken):
    """The topic no longer holds the record that must come next: it was made again or its retention has run out.

    Reading on elsewhere would lose messages silently, so a person decides.
    """


class OutgoingRecord(NamedTuple):
    """One record to send."""

    topic: str
    key: bytes
    headers: Headers
    value: bytes


class IncomingRecord(NamedTuple):
    """One record as it was read; `value` is None for a tombstone."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    headers: RawHeaders
    value: bytes | None


class Sender(Protocol):
    """The relay's end."""

    def send(self, records: Sequence[OutgoingRecord]) -> list[bool]:
        """Send all; True for each record that the road has durably taken. Never raises for a road that is away."""
        ...

    def is_up(self) -> bool:
        """Whether the road answers, also when there is nothing to send; takes some seconds when it does not."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


class Reader(Protocol):
    """The intake's end."""

    def poll(self, limit: int, seconds: float) -> list[IncomingRecord]:
        """Up to `limit` records in the order of each partition, waiting at most `seconds` for the first.

        Raises LinkDown, and LostPosition where reading on would lose records.
        """
        ...

    def caught_up(self) -> bool:
        """Whether everything that the road holds has been returned by `poll`. Raises LinkDown."""
        ...

    def unread(self) -> Mapping[tuple[str, int], int]:
        """How many records of each topic and partition `poll` has not returned, as last seen; never raises LinkDown."""
        ...

    def ends(self, topic: str) -> Mapping[tuple[str, int], int]:
        """The end of each partition of a topic now: the position behind its last record. Raises LinkDown."""
        ...

    def position(self, topic: str, partition: int) -> int:
        """The position up to which `poll` has returned the records of a partition. Raises LinkDown."""
        ...

    def is_up(self) -> bool:
        """Whether the road has answered lately, as `poll` found it."""
        ...

    def report(self, positions: Mapping[tuple[str, int], int]) -> None:
        """Tell the road how far the intake has come, as a measure of lag only; it is never read back."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
