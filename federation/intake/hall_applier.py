"""Messages to one hall: all in one transaction, one by one if that fails; a poison one stops its stream only.

What would stop a stream is kept back until the whole poll has been judged (see federation.intake.breaker): `park` then
stops the streams, `spare` forgets it, and everything is tried again.
"""

from collections.abc import Sequence
from typing import NamedTuple

import structlog
from django.db import transaction

from federation.contracts.base import UnreadableMessage
from federation.inbox import applier, offsets
from federation.inbox.availability import is_away
from federation.inbox.decoder import decode_body
from federation.inbox.messages import InboundMessage, StreamKey
from federation.inbox.quarantine import quarantine_records, suspect_record
from federation.intake.address_book import AddressBook, HasLeft, Misdirected
from federation.intake.breaker import Blame, Breaker
from federation.intake.faults import FaultKind, kind_of, reason_of
from federation.intake.progress import ReadProgress
from federation.trust.port import UnknownKey, Untrusted
from govhall.kernel.errors import Later
from tenants.models import Hall

BATCH = 100
log = structlog.get_logger()


class FaultyStream(NamedTuple):
    """A stream that would stop: at this message, or without one at the first that is parked."""

    hall: Hall
    message: InboundMessage | None
    reason: str
    kind: FaultKind


class HallApplier:
    """Applies messages and marks them in `progress` as soon as they are committed."""

    def __init__(self, progress: ReadProgress, addresses: AddressBook, breaker: Breaker) -> None:
        self._progress = progress
        self._addresses = addresses
        self._breaker = breaker
        self._faulty: dict[StreamKey, FaultyStream] = {}

    def apply(self, code: str, messages: Sequence[InboundMessage]) -> None:
        """Apply all that can be applied to the hall now.

        Raises Later if some must wait (the others are applied), Systemic if nothing more should be tried, and the
        database being away.
        """
        try:
            hall = self._addresses.hall(code)
        except Misdirected as error:
            self._set_aside(messages, str(error))
            return
        except HasLeft:
            self._drop(code, messages)
            return
        chunks = [messages[start : start + BATCH] for start in range(0, len(messages), BATCH)]
        finished = [self._apply_chunk(hall, chunk) for chunk in chunks]
        if not all(finished):
            raise Later(code)

    def retry_parked(self, stream: StreamKey, *, release: bool = False) -> None:
        """Apply what is parked and ripe in a stream; with `release` also in a blocked one. Raises Later."""
        self._drain(self._addresses.hall(stream.recipient), stream, release=release)

    def blames(self) -> list[Blame]:
        """Why streams would stop, one a stream; a type that is too new says nothing about this cell."""
        return [
            Blame(fault.reason, stream.sender)
            for stream, fault in self._faulty.items()
            if fault.kind is FaultKind.BROKEN
        ]

    def park(self) -> set[str]:
        """Stop these streams, each in the transaction of its offset; the codes of their halls."""
        halls = {stream.recipient for stream in self._faulty}
        while self._faulty:
            stream, one = self._faulty.popitem()
            if one.message is None:
                applier.block_at_parked(one.hall, stream, one.reason)
            else:
                applier.block(one.hall, one.message, one.reason, self._progress.offsets_after([one.message]))
                self._progress.applied([one.message])
        return halls

    def spare(self) -> None:
        """Forget what would stop: it is tried again."""
        self._faulty.clear()

    def _apply_chunk(self, hall: Hall, chunk: Sequence[InboundMessage]) -> bool:
        self._addresses.meet(message.envelope for message in chunk)
        known = filter(self._is_from_known_hall, chunk)
        messages = [message for message in map(self._open, known) if message and message.stream not in self._faulty]
        try:
            if messages and applier.apply_batch(hall, messages, self._progress.offsets_after(messages)):
                self._breaker.succeeded()
        except Exception as error:
            if is_away(error):
                raise
            # Whichever it was is found and named by taking them singly.
            return self._apply_singly(hall, messages)
        self._progress.applied(messages)
        return not any(self._progress.is_waiting(one) for one in chunk if one.stream not in self._faulty)

    def _apply_singly(self, hall: Hall, messages: Sequence[InboundMessage]) -> bool:
        waiting: set[StreamKey] = set()
        for message in messages:
            stops = message.stream in waiting or message.stream in self._faulty
            if not stops and not self._apply_single(hall, message):
                waiting.add(message.stream)
        return not waiting

    def _apply_single(self, hall: Hall, message: InboundMessage) -> bool:
        try:
            if applier.apply_one(hall, message, self._progress.offsets_after([message])):
                self._breaker.succeeded()
        except Exception as error:
            if is_away(error):
                raise
            if kind_of(error) is FaultKind.PASSING:
                return False
            self._mark_faulty(message.stream, FaultyStream(hall, message, reason_of(error), kind_of(error)))
            return True
        self._progress.applied([message])
        self._drain(hall, message.stream)
        return True

    def _drain(self, hall: Hall, stream: StreamKey, *, release: bool = False) -> None:
        try:
            while applier.apply_next_parked(hall, stream, release=release):
                self._breaker.succeeded()
        except Exception as error:
            if is_away(error):
                raise
            if kind_of(error) is FaultKind.PASSING:
                return  # still parked; tried again by the next sweep
            if release:  # it was stopped before
                applier.block_at_parked(hall, stream, reason_of(error))
            else:
                self._mark_faulty(stream, FaultyStream(hall, None, reason_of(error), kind_of(error)))

    def _mark_faulty(self, stream: StreamKey, fault: FaultyStream) -> None:
        self._faulty[stream] = fault
        if fault.kind is FaultKind.BROKEN:
            self._breaker.failed(Blame(fault.reason, stream.sender))

    def _is_from_known_hall(self, message: InboundMessage) -> bool:
        try:
            self._addresses.check_sender(message.envelope)
        except Misdirected as error:
            self._set_aside([message], f'sender: {error}')
            return False
        except Later:
            return False
        return True

    def _open(self, message: InboundMessage) -> InboundMessage | None:
        """The message with its content; None if it must wait for a key, or was set aside."""
        try:
            return message._replace(content=decode_body(message.envelope, message.body))
        except (Untrusted, UnreadableMessage) as error:
            self._set_aside([message], f'{type(error).__name__}: {error}')
        except UnknownKey:
            if self._addresses.is_out_of_patience(f'key {message.envelope.sealed_for}'):
                self._set_aside([message], 'UnknownKey: sealed for a key that the directory does not name')
        return None

    def _drop(self, code: str, messages: Sequence[InboundMessage]) -> None:
        with transaction.atomic():
            offsets.write(self._progress.offsets_after(messages))
        self._progress.applied(messages)
        log.info('messages_let_go', hall=code, count=len(messages))

    def _set_aside(self, messages: Sequence[InboundMessage], reason: str) -> None:
        quarantine_records(
            [suspect_record(message, reason) for message in messages], self._progress.offsets_after(messages)
        )
        self._progress.applied(messages)
