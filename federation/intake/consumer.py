"""The intake: reads, sorts by who receives, applies; what must wait stops nothing that need not."""

import time
from collections import Counter
from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

import structlog
from django.conf import settings

from federation.inbox.messages import InboundMessage, StreamKey
from federation.inbox.parking import ripe_streams
from federation.inbox.quarantine import SuspectRecord, quarantine_records
from federation.inbox.rules import StreamState
from federation.inbox.unordered import apply_entries, apply_facts
from federation.intake.ack_schedule import AckSchedule
from federation.intake.address_book import AddressBook
from federation.intake.breaker import Breaker
from federation.intake.hall_applier import HallApplier
from federation.intake.progress import ReadProgress
from federation.intake.record_reader import load_signers, read_message
from federation.intake.restore_mode import RestoreMode
from federation.intake.unordered import apply_unordered
from federation.intake.unverified import UnverifiedRecords
from federation.intake.vouchers import Vouchers
from federation.link.backoff import Backoff
from federation.link.port import IncomingRecord, Reader
from federation.link.topics import Lane, topics_read_by
from federation.trust.port import UnknownKey
from govhall.kernel.errors import Later

POLL, ROOM = 500, 5000
ROOM_BYTES = 256 * 1024 * 1024  # a piece of a file has a hundred times the bytes of a message
SWEEP_SECONDS, REPORT_SECONDS = 5.0, 1.0
FIRST_REST, LONGEST_REST = 0.1, 5.0
MANY = 10_000
log = structlog.get_logger()


class ApplyOrder(IntEnum):
    """What comes first within one poll: halls and grants are needed by the messages that follow."""

    ASIDE = 0
    DIRECTORY = 1
    CATALOGUE = 2
    RECEIPTS = 3
    HALL = 4
    FACTS = 5
    VOUCHERS = 6


class RecordGroup(NamedTuple):
    """Records that are applied together; `hall` is empty for all but Rank.HALL."""

    rank: ApplyOrder
    hall: str = ''


UNORDERED = {
    Lane.DIRECTORY: ApplyOrder.DIRECTORY,
    Lane.CATALOGUE: ApplyOrder.CATALOGUE,
    Lane.RECEIPTS: ApplyOrder.RECEIPTS,
    Lane.FACTS: ApplyOrder.FACTS,
}
ENTRIES = (ApplyOrder.DIRECTORY, ApplyOrder.CATALOGUE)


class Intake:
    """One intake of one cell, over one reader. What it has read and not applied is in memory, and on the topic."""

    def __init__(
        self,
        reader: Reader,
        cell: str,
        *,
        addresses: AddressBook | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """After a restore of this cell, messages between halls are only listened to: see federation.repair."""
        self._reader = reader
        self._clock = clock
        self._lanes = {topic.name: topic.lane for topic in topics_read_by(cell)}
        self._progress = ReadProgress()
        self._breaker = Breaker(clock, on=settings.BREAKER)
        self._hall_applier = HallApplier(self._progress, addresses or AddressBook(cell, clock=clock), self._breaker)
        self._parcels: dict[RecordGroup, list[InboundMessage]] = {}
        self._suspects: list[SuspectRecord] = []
        self._unverified = UnverifiedRecords(clock)
        self._vouchers = Vouchers(reader, self._progress)
        self._ack_schedule = AckSchedule(self._has_caught_up_with_the_known, clock)
        self._restore_mode = RestoreMode(self._has_caught_up, clock)
        self._backoff: Backoff[RecordGroup] = Backoff(FIRST_REST, LONGEST_REST, clock)
        self._swept: float | None = None
        self._reported = clock()

    @property
    def is_outdated(self) -> bool:
        """Whether another one is to take its place, which reads again what this one has only listened to."""
        return self._restore_mode.is_over

    def once(self, seconds: float) -> int:
        """Read what is there, waiting at most `seconds`, apply it, and return how many records are done with.

        Raises LinkDown, LostPosition, OlderBackup, and if the database is away; nothing is lost then.
        """
        self._sweep()
        self._retry_unverified()
        self._read(seconds)
        before = self._progress.count()
        self._set_suspects_aside()
        self._apply_groups()
        self._apply_vouchers()
        self._report()
        if not self._restore_mode.is_listening:
            self._ack_schedule.once()
        self._restore_mode.once()
        return before - self._progress.count()

    def state(self) -> dict[str, object]:
        """What the heartbeat tells: records by topic that lie unread, what waits in memory, and the breaker."""
        lag: Counter[str] = Counter()
        for (topic, _), count in self._reader.unread().items():
            lag[topic] += count
        return {
            'lag': dict(lag),
            'line': self._reader.is_up(),
            'waiting': self._progress.count(),
            'unverified': self._unverified.count(),
            'breaker': self._breaker.state(),
        }

    def _read(self, seconds: float) -> None:
        """Read on while whole polls come, up to the room: of a backlog, a hall takes many messages together."""
        while (room := ROOM - self._progress.count()) > 0 and self._progress.size() < ROOM_BYTES:
            records = self._reader.poll(min(POLL, room), seconds)
            load_signers(records)
            for record in records:
                self._progress.seen(record, len(record.value or b''))
                self._sort(record)
            if len(records) < POLL:
                return
            seconds = 0.0

    def _retry_unverified(self) -> None:
        waiting = self._unverified.due()
        load_signers(waiting)
        for record in waiting:
            self._sort(record)

    def _sort(self, record: IncomingRecord) -> None:
        lane = self._lanes[record.topic]
        try:
            found = read_message(record, lane)
        except UnknownKey:
            if suspect := self._unverified.keep(record):
                self._suspects.append(suspect)
            return
        self._unverified.met(record)
        if found is None:
            self._progress.applied([record])
        elif isinstance(found, SuspectRecord):
            self._suspects.append(found)
        elif self._restore_mode.is_listening and lane not in UNORDERED:
            self._restore_mode.overhear(found)
            self._progress.forget(record)  # it stays where it is, and is read again
        elif lane is Lane.FACTS and found.content is not None and found.content.vouches:
            self._vouchers.keep(found)
        else:
            group = (
                RecordGroup(UNORDERED[lane])
                if lane in UNORDERED
                else RecordGroup(ApplyOrder.HALL, found.envelope.recipient)
            )
            self._parcels.setdefault(group, []).append(found)

    def _set_suspects_aside(self) -> None:
        if self._suspects:
            quarantine_records(self._suspects, self._progress.offsets_after(self._suspects))
            self._progress.applied(self._suspects)
            self._suspects = []

    def _apply_groups(self) -> None:
        """Apply what can be applied; what would stop streams does so only if the breaker lets it."""
        streams: set[StreamKey] = set()
        for group in sorted(self._parcels.keys() - {RecordGroup(ApplyOrder.VOUCHERS)} - set(self._backoff.delayed())):
            if group.rank is ApplyOrder.HALL:
                if not self._breaker.lets_through():
                    continue
                streams |= {message.stream for message in self._parcels[group]}
            self._take(group)
        if self._breaker.trips(self._hall_applier.blames(), of=len(streams)):
            self._hall_applier.spare()
        else:
            stopped = {RecordGroup(ApplyOrder.HALL, code) for code in self._hall_applier.park()}
            for group in sorted(stopped & self._parcels.keys()):
                self._keep_waiting(group)
            for group in sorted(stopped & self._parcels.keys()):
                self._take(group)  # what came behind a message that stopped its stream is parked there

    def _apply_vouchers(self) -> None:
        group = RecordGroup(ApplyOrder.VOUCHERS)
        if ripe := self._vouchers.ripe():
            self._parcels.setdefault(group, []).extend(ripe)
        if group in self._parcels and group not in self._backoff.delayed():
            self._take(group)

    def _take(self, group: RecordGroup) -> None:
        messages = self._parcels[group]
        try:
            self._apply(group, messages)
            self._backoff.clear(group)
        except Later as error:
            if self._backoff.back_off(group):
                log.warning('messages_wait', hall=group.hall, lane=group.rank.name, reason=type(error).__name__)
        finally:
            self._keep_waiting(group)

    def _keep_waiting(self, group: RecordGroup) -> None:
        self._parcels[group] = [message for message in self._parcels[group] if self._progress.is_waiting(message)]
        if not self._parcels[group]:
            del self._parcels[group]

    def _apply(self, group: RecordGroup, messages: list[InboundMessage]) -> None:
        if group.rank is ApplyOrder.HALL:
            self._hall_applier.apply(group.hall, messages)
        else:
            apply_unordered(self._progress, apply_entries if group.rank in ENTRIES else apply_facts, messages)

    def _sweep(self) -> None:
        """Try parked messages whose turn has come; at the start, after a new release perhaps, also blocked streams."""
        is_early = self._swept is not None and self._clock() - self._swept < SWEEP_SECONDS
        if is_early or self._restore_mode.is_listening:
            return
        if not self._breaker.lets_through():
            return
        release = self._swept is None
        states = [StreamState.GAP, StreamState.BLOCKED] if release else [StreamState.GAP]
        for stream in ripe_streams([str(state) for state in states], MANY):
            try:
                self._hall_applier.retry_parked(stream, release=release)
            except Later:
                continue  # parked as before
        self._swept = self._clock()

    def _has_caught_up(self) -> bool:
        return self._progress.count() == 0 and self._reader.caught_up()

    def _has_caught_up_with_the_known(self) -> bool:
        """What lacks its key is not waited for: any writer to a topic could keep receipts back. It is said again."""
        return self._progress.count() == self._unverified.count() and self._reader.caught_up()

    def _report(self) -> None:
        if self._clock() - self._reported >= REPORT_SECONDS:
            self._reported = self._clock()
            self._reader.report(self._progress.offsets())
