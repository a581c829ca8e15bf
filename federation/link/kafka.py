"""The link over Kafka.

An idempotent producer and no transactions: exactly one effect comes from the cursor in the receiving database, and an
acknowledged offset is the only proof of sending.
"""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import structlog
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import AuthorizationError, KafkaError, KafkaTimeoutError, OffsetOutOfRangeError
from kafka.structs import OffsetAndMetadata

from federation.link.access import connection_settings
from federation.link.clients import make_client
from federation.link.denied_topics import DeniedTopics
from federation.link.diagnostics import Diagnosis, diagnose, explain
from federation.link.header_names import read_any_header_name
from federation.link.port import IncomingRecord, LinkDown, LostPosition, OutgoingRecord, Positions
from federation.link.stall_detector import StallDetector
from federation.link.topics import RECORD_BYTES, Topic
from govhall.kernel.errors import Broken

DELIVERY_SECONDS = 30
STALL_SECONDS = 30
CHECK_SECONDS = 10.0
PAUSE_SECONDS = 5.0
SEEN_SECONDS = 15.0  # since the brokers last told their ends, which is asked every ten
PULSE_SECONDS = 1.0
FLUSH_SECONDS = 0.1  # for each batch; all that is needed is that the network thread has seen them
PRODUCER: dict[str, object] = {
    'acks': 'all',
    'enable_idempotence': True,  # explicit: kafka-python drops it silently when another setting contradicts
    'max_in_flight_requests_per_connection': 5,
    'linger_ms': 100,  # nobody waits for it: `send` flushes; a batch begun early is sent almost empty
    'batch_size': 256 * 1024,  # each full batch wakes the network thread, and the two wait for each other's turn
    'delivery_timeout_ms': DELIVERY_SECONDS * 1000,
    'request_timeout_ms': 10_000,
    'max_block_ms': 5000,
    'max_request_size': RECORD_BYTES,
    'metadata_max_age_ms': 30_000,
}
CONSUMER: dict[str, object] = {
    'enable_auto_commit': False,
    'auto_offset_reset': 'none',
    'isolation_level': 'read_uncommitted',
    'max_partition_fetch_bytes': RECORD_BYTES,
    'fetch_max_bytes': 16 * RECORD_BYTES,  # what a poll can hold in memory, however long the bulk lane is
    'metadata_max_age_ms': 30_000,
}
log = structlog.get_logger()
read_any_header_name()


class Forked(Broken):
    """A Kafka client was used in a child process: its thread and sockets stayed in the parent."""


class KafkaSender:
    """Sends through one producer, made at the first send of the process that uses it.

    `meanwhile` is called every second that `send` waits; what it raises ends the waiting.
    """

    def __init__(self, servers: Sequence[str], meanwhile: Callable[[], None] = lambda: None) -> None:
        self._servers = list(servers)
        self._meanwhile = meanwhile
        self._producer: Any = None
        self._last_failure: type[KafkaError] | None = None
        self._denied = DeniedTopics()
        self._gave_up = False
        self._process = os.getpid()

    def send(self, records: Sequence[OutgoingRecord]) -> list[bool]:
        """Send all records, then wait for all of them against one deadline; True only with an offset in hand."""
        _refuse_fork(self._process)
        taken = [False] * len(records)
        for places in self._denied.parts(records):
            part = [records[place] for place in places]
            for place, landed in zip(places, self._send_together(part), strict=True):
                taken[place] = landed
        return taken

    def is_up(self) -> bool:
        """Whether a broker answers a knock: with nothing to send, nothing else would tell."""
        return diagnose(self._servers) is not Diagnosis.AWAY

    def close(self) -> None:
        """Close the producer; what it still holds is in the outbox as well."""
        if self._producer is not None:
            self._producer.close(timeout=5)
        self._producer, self._gave_up = None, False

    def _send_together(self, records: Sequence[OutgoingRecord]) -> list[bool]:
        futures = self._begin(records)
        self._flush()
        deadline = time.monotonic() + DELIVERY_SECONDS + 1
        landed = [self._landed(future, deadline, record.topic) for future, record in zip(futures, records, strict=True)]
        if self._gave_up:  # kafka-python would refuse everything from now on
            self.close()
        return landed

    def _begin(self, records: Sequence[OutgoingRecord]) -> list[Any]:
        futures: list[Any] = []
        unreachable: set[str] = set()
        for record in records:
            futures.append(None if record.topic in unreachable else self._start(record))
            if futures[-1] is None:
                unreachable.add(record.topic)  # each try blocks for seconds, so one a topic is enough
                self._meanwhile()
        return futures

    def _start(self, record: OutgoingRecord) -> Any:
        try:
            if self._producer is None:
                self._producer = make_client(
                    KafkaProducer, bootstrap_servers=self._servers, **connection_settings(), **PRODUCER
                )
            return self._producer.send(record.topic, key=record.key, value=record.value, headers=record.headers)
        except KafkaError as error:
            self._log_failure(error, record.topic)
            return None

    def _flush(self) -> None:
        """Let all that was begun go out now, in as few batches as it fits in; what became of it is asked after."""
        if self._producer is not None:
            with suppress(KafkaError):
                self._producer.flush(timeout=FLUSH_SECONDS)

    def _landed(self, future: Any, deadline: float, topic: str) -> bool:
        if future is None:
            return False
        while not future.is_done and (left := deadline - time.monotonic()) > 0:
            with suppress(KafkaError):
                future.get(timeout=min(left, PULSE_SECONDS))
            self._meanwhile()
        if not future.is_done or future.exception is not None:
            self._log_failure(future.exception or KafkaTimeoutError('not acknowledged in time'), topic)
            return False
        taken = future.value is not None and future.value.offset is not None and future.value.offset >= 0
        if taken:
            self._last_failure = None
            self._denied.forget(topic)
        return taken

    def _log_failure(self, error: KafkaError, topic: str) -> None:
        """Say what is wrong, once until something is taken again or something else is wrong."""
        is_new = self._last_failure is not type(error)
        self._last_failure = type(error)
        self._denied.note(error)
        self._gave_up |= isinstance(error, AuthorizationError)
        if is_new:
            reason = explain(error, self._servers, was_in=self._producer is not None)
            log.warning('send_failed', topic=topic, reason=reason)


class KafkaReader:
    """Reads all partitions of a cell's topics from the positions in the cell's database.

    Partitions are assigned by hand, not by Kafka's group protocol: one intake a cell holds a database lock, so there is
    no rebalance to survive, and Kafka's own offsets are written as a measure of lag and never read.
    """

    def __init__(self, servers: Sequence[str], group: str, topics: Sequence[Topic], positions: Positions) -> None:
        self._process = os.getpid()
        self._servers = list(servers)
        self._partitions = [
            TopicPartition(topic.name, number) for topic in topics for number in range(topic.partitions)
        ]
        try:
            self._consumer: Any = make_client(
                KafkaConsumer,
                bootstrap_servers=self._servers,
                group_id=group,
                **connection_settings(),
                **CONSUMER,
            )
        except KafkaError as error:
            raise LinkDown(explain(error, self._servers)) from error
        self._consumer.assign(self._partitions)
        for partition in self._partitions:
            self._place(partition, positions(partition.topic, partition.partition))
        self._stall_detector: StallDetector[TopicPartition] = StallDetector(STALL_SECONDS)
        self._checked = self._seen = self._polled = time.monotonic()
        self._unread: dict[tuple[str, int], int] = {}

    def poll(self, limit: int, seconds: float) -> list[IncomingRecord]:
        """Up to `limit` records. Raises LostPosition, and LinkDown when the client must be made again."""
        _refuse_fork(self._process)
        self._note_pause()
        try:
            batches = self._consumer.poll(timeout_ms=int(seconds * 1000), max_records=limit)
        except OffsetOutOfRangeError as error:
            raise LostPosition(str(error)) from error
        except KafkaError as error:
            raise LinkDown(explain(error, self._servers)) from error
        found = [
            IncomingRecord(
                record.topic, record.partition, record.offset, record.key, list(record.headers), record.value
            )
            for records in batches.values()
            for record in records
        ]
        self._check_ends()
        return found

    def unread(self) -> Mapping[tuple[str, int], int]:
        """What lay beyond the positions at the last look, ten seconds ago or less."""
        return dict(self._unread)

    def caught_up(self) -> bool:
        """Compare with the ends of all partitions. Raises LinkDown."""
        return not self._is_behind()

    def ends(self, topic: str) -> Mapping[tuple[str, int], int]:
        """Asked now. Raises LinkDown."""
        wanted = [partition for partition in self._partitions if partition.topic == topic]
        return {tuple(tp): end for tp, (_, end) in self._places(5000, wanted).items()}

    def position(self, topic: str, partition: int) -> int:
        """As the client knows it. Raises LinkDown."""
        try:
            return self._consumer.position(TopicPartition(topic, partition), timeout_ms=1000) or 0
        except KafkaError as error:
            raise LinkDown(type(error).__name__) from error

    def is_up(self) -> bool:
        """A reader that was not asked for a while knows nothing worse than at its last poll."""
        return self._polled - self._seen < SEEN_SECONDS

    def report(self, positions: Mapping[tuple[str, int], int]) -> None:
        """Commit Kafka's group offsets, without waiting."""
        offsets = {TopicPartition(*key): OffsetAndMetadata(offset, '', -1) for key, offset in positions.items()}
        self._consumer.commit_async(offsets)

    def close(self) -> None:
        """Close the consumer."""
        self._consumer.close(autocommit=False, timeout_ms=5000)

    def _place(self, partition: TopicPartition, position: int | None) -> None:
        if position is None:
            self._consumer.seek_to_beginning(partition)
        else:
            self._consumer.seek(partition, position)

    def _note_pause(self) -> None:
        """Who did not poll for a while can't blame the client that nothing came."""
        paused, self._polled = time.monotonic() - self._polled, time.monotonic()
        if paused > PAUSE_SECONDS:
            self._stall_detector.forget()

    def _check_ends(self) -> None:
        """Notice a client that has stopped fetching one of its partitions, as early kafka-python 3.0 did."""
        if time.monotonic() - self._checked < CHECK_SECONDS:
            return
        self._checked = time.monotonic()
        try:
            places = self._places(2000, self._partitions)
        except LinkDown as error:
            if time.monotonic() - self._seen > STALL_SECONDS:
                raise
            log.debug('ends_not_seen', reason=str(error))  # a broker changes hands
            return
        self._seen = time.monotonic()
        self._unread = {tuple(tp): max(0, end - position) for tp, (position, end) in places.items()}
        if stalled := self._stall_detector.observe(places):
            for tp in stalled:
                log.error('partition_stalled', topic=tp.topic, partition=tp.partition, position=places[tp][0])
            raise LinkDown('stalled')  # a new client reads on

    def _is_behind(self) -> bool:
        return any(position < end for position, end in self._places(5000, self._partitions).values())

    def _places(self, milliseconds: int, wanted: list[Any]) -> dict[Any, tuple[int, int]]:
        try:
            ends = self._consumer.end_offsets(wanted, timeout_ms=milliseconds)
            return {tp: (self._consumer.position(tp, timeout_ms=1000) or 0, end) for tp, end in ends.items()}
        except KafkaError as error:
            raise LinkDown(type(error).__name__) from error


def _refuse_fork(process: int) -> None:
    if os.getpid() != process:
        raise Forked('a Kafka client must be made in the process that uses it')
