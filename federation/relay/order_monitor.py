"""What the relay counts about itself, and the watch over the order in which it sends.

Plain counters of this process, by name in `COUNTERS`, for whoever exports them. One that must stay 0 means nothing
unless the one beside it grows, so each is read with its denominator.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from uuid import UUID

import structlog

from federation.relay.rows import DueRow

Stream = tuple[UUID, str, str, int]  # subject, sender, recipient, epoch
MOST_STREAMS = 20_000  # streams
log = structlog.get_logger()


class RelayCounter:
    """A number that only grows."""

    def __init__(self, meaning: str, *, must_stay_zero: bool = False) -> None:
        self.meaning = meaning
        self.must_stay_zero = must_stay_zero
        self.value = 0

    def add(self, count: int = 1) -> None:
        """Count."""
        self.value += count


SENT = RelayCounter('rows handed to the link')
ACKNOWLEDGED = RelayCounter('rows that the link has durably taken')
FAILED = RelayCounter('rows that the link has not taken; they stay in the outbox')
FENCED = RelayCounter('rows acknowledged too late: another relay owns their bucket and sends them again')
IN_ORDER = RelayCounter('rows of streams sent after the one before was acknowledged, or behind it in the same chunk')
RESENT = RelayCounter('rows of streams that were sent again after they were acknowledged')
UNKNOWN = RelayCounter('rows of streams whose last row this process has not sent, so their order was not judged')
OUT_OF_ORDER = RelayCounter('rows of streams sent before the one before was acknowledged', must_stay_zero=True)
LEASES_TAKEN = RelayCounter('buckets that came to this relay')
LEASES_GONE = RelayCounter('buckets given back, or lost by not renewing in time')

COUNTERS: Mapping[str, RelayCounter] = {
    'relay_rows_sent': SENT,
    'relay_rows_acknowledged': ACKNOWLEDGED,
    'relay_rows_failed': FAILED,
    'relay_rows_fenced': FENCED,
    'relay_rows_in_order': IN_ORDER,
    'relay_rows_again': RESENT,
    'relay_rows_order_unknown': UNKNOWN,
    'relay_rows_out_of_order': OUT_OF_ORDER,
    'relay_leases_taken': LEASES_TAKEN,
    'relay_leases_gone': LEASES_GONE,
}


def count_landed(landed: Sequence[bool], *, gone: int, moved: int) -> None:
    """Count what became of a chunk: taken by the link or not, and of what may leave, what another relay will send."""
    ACKNOWLEDGED.add(sum(landed))
    FAILED.add(len(landed) - sum(landed))
    FENCED.add(gone - moved)


class OrderMonitor:
    """Knows how far each stream was acknowledged while this relay has had its bucket, and judges what is sent next."""

    def __init__(self) -> None:
        self._reached: OrderedDict[Stream, tuple[int, int]] = OrderedDict()  # fence, sequence

    def about_to_send(self, chunk: Sequence[DueRow], fences: Mapping[int, int]) -> None:
        """Judge each row of a stream against what was acknowledged and what goes before it in the same chunk."""
        before: dict[Stream, int] = {}
        for row in chunk:
            if row.sequence:
                reached = before.get(_stream(row), self._acknowledged(row, fences))
                _judge(row.sequence, reached).add()
                before[_stream(row)] = max(row.sequence, reached or 0)
        SENT.add(len(chunk))

    def sent(self, chunk: Sequence[DueRow], gone: Sequence[DueRow], fences: Mapping[int, int]) -> None:
        """Remember the streams of the chunk: where each has got to, also where that is not one row further."""
        reached = {_stream(row): row for row in reversed(chunk) if row.sequence}  # the first of each
        last = {_stream(row): row.sequence for row in gone if row.sequence}
        for stream, first in reached.items():
            self._reached[stream] = (fences[first.bucket], last.get(stream, first.sequence - 1))
            self._reached.move_to_end(stream)
        while len(self._reached) > MOST_STREAMS:
            self._reached.popitem(last=False)

    def _acknowledged(self, row: DueRow, fences: Mapping[int, int]) -> int | None:
        """The last acknowledged sequence, or None: another relay may have sent since under a newer fence."""
        fence, sequence = self._reached.get(_stream(row), (None, 0))
        if fence == fences[row.bucket]:
            return sequence
        return 0 if row.sequence == 1 else None


def _stream(row: DueRow) -> Stream:
    return (*row.stream, row.epoch)


def _judge(sequence: int, reached: int | None) -> RelayCounter:
    if reached is None:
        return UNKNOWN
    if sequence == reached + 1:
        return IN_ORDER
    if sequence <= reached:
        return RESENT
    log.error('order_broken', sequence=sequence, reached=reached)
    return OUT_OF_ORDER
