"""What vouches for all that was told before it, such as a watermark: it counts only when that has been applied.

Its sender says it when everything before it lies on the topic, but in whichever partition: so the ends of all
partitions are noted when it is read, and it waits until the intake is past them.
"""

from collections.abc import Mapping
from typing import NamedTuple

from federation.inbox.messages import InboundMessage
from federation.intake.progress import ReadProgress
from federation.link.port import Reader


class WaitingVoucher(NamedTuple):
    """A message and the ends of its topic's partitions when it was read."""

    message: InboundMessage
    ends: Mapping[tuple[str, int], int]


class Vouchers:
    """Those that wait, in the order in which they were read; on the topic they stay until they are applied."""

    def __init__(self, reader: Reader, progress: ReadProgress) -> None:
        self._reader = reader
        self._progress = progress
        self._new: list[InboundMessage] = []
        self._held: list[WaitingVoucher] = []

    def keep(self, message: InboundMessage) -> None:
        """Let this one wait."""
        self._new.append(message)

    def ripe(self) -> list[InboundMessage]:
        """Those before which nothing is missing any more. Raises LinkDown."""
        ends = {topic: self._reader.ends(topic) for topic in {message.topic for message in self._new}}
        self._held += [WaitingVoucher(message, ends[message.topic]) for message in self._new]
        self._new = []
        own = {(held.message.topic, held.message.partition, held.message.offset) for held in self._held}
        ripe = [held for held in self._held if self._is_ripe(held, own)]
        self._held = [held for held in self._held if held not in ripe]
        return [held.message for held in ripe]

    def _is_ripe(self, held: WaitingVoucher, own: set[tuple[str, int, int]]) -> bool:
        return all(
            self._reader.position(*place) >= end and self._progress.is_applied(place, end, but=own)
            for place, end in held.ends.items()
        )
