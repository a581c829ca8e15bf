"""Applies messages between halls: the effect, the cursor and the offset are one commit."""

from collections.abc import Sequence

import structlog
from django.db import transaction

from federation.failpoints import failpoint
from federation.inbox import offsets, parking, rules
from federation.inbox.handler_batch import HandlerBatch
from federation.inbox.messages import InboundMessage, Offsets, StreamKey
from federation.inbox.rules import Cursor, CursorVerdict, StreamState
from federation.inbox.stream_cursors import StreamCursors
from tenants.context import hall_context
from tenants.models import Hall

log = structlog.get_logger()


def apply_batch(hall: Hall, messages: Sequence[InboundMessage], done: Offsets) -> int:
    """Apply messages to one hall in order, and the parked ones behind them, in one transaction; how many took effect.

    Raises whatever a handler raises; then nothing has happened and the caller applies them one by one.
    """
    with hall_context(hall), transaction.atomic():
        cursors, batch = StreamCursors(message.stream for message in messages), HandlerBatch()
        for message in messages:
            _step(cursors, batch, message)
            _drain(cursors, batch, message.stream)
        batch.apply()
        cursors.save()
        offsets.write(done)
        failpoint('intake.before_commit')
    failpoint('intake.after_commit')
    return cursors.effects


def apply_one(hall: Hall, message: InboundMessage, done: Offsets) -> int:
    """Apply one message, and no parked one; 1 if it took effect. Raises whatever its handler raises."""
    with hall_context(hall), transaction.atomic():
        cursors, batch = StreamCursors([message.stream]), HandlerBatch()
        _step(cursors, batch, message)
        batch.apply()
        cursors.save()
        offsets.write(done)
    return cursors.effects


def block(hall: Hall, message: InboundMessage, reason: str, done: Offsets) -> None:
    """Park a message that could not be applied and stop its stream, in the transaction that moves the offset."""
    with hall_context(hall), transaction.atomic():
        cursors = StreamCursors([message.stream])
        verdict = rules.judge(cursors[message.stream], message.envelope)
        if verdict in (CursorVerdict.APPLY, CursorVerdict.PARK):
            parking.park(message, reason, reached=cursors[message.stream].sequence)
            cursors[message.stream] = cursors[message.stream]._replace(state=StreamState.BLOCKED)
        cursors.save()
        offsets.write(done)
    _log_blocked(message.stream, reason)


def apply_next_parked(hall: Hall, stream: StreamKey, *, release: bool = False) -> bool:
    """Apply the stream's next parked message in a transaction of its own; False if none has its turn.

    A blocked stream is tried only with `release`. Raises whatever the handler raises; the message stays parked then.
    """
    with hall_context(hall), transaction.atomic():
        cursors, batch = StreamCursors([stream]), HandlerBatch()
        if release and cursors[stream].state is StreamState.BLOCKED:
            cursors[stream] = cursors[stream]._replace(state=StreamState.GAP)
        message = _next_parked(cursors, stream)
        if message is not None:
            _step(cursors, batch, message)
        batch.apply()
        cursors.save()
    return message is not None


def block_at_parked(hall: Hall, stream: StreamKey, reason: str) -> None:
    """Stop a stream whose next parked message could not be applied."""
    with hall_context(hall), transaction.atomic():
        cursors = StreamCursors([stream])
        parking.note_failure(stream, cursors[stream], reason)
        cursors[stream] = cursors[stream]._replace(state=StreamState.BLOCKED)
        cursors.save()
    _log_blocked(stream, reason)


def _step(cursors: StreamCursors, batch: HandlerBatch, message: InboundMessage) -> None:
    cursor = cursors[message.stream]
    verdict = rules.judge(cursor, message.envelope)
    if verdict is CursorVerdict.APPLY:
        batch.add(message)
        cursors.note_applied(message)
        cursors[message.stream] = rules.applied(cursor, message.envelope, message.tip)
    elif verdict is CursorVerdict.PARK:
        is_kept = parking.park(
            message, 'behind' if cursor.state is StreamState.BLOCKED else 'gap', reached=cursor.sequence
        )
        cursors[message.stream] = rules.parked(cursor) if is_kept else _stop_full(cursor, message.stream)
    elif verdict is CursorVerdict.DUPLICATE:
        cursors.acknowledge_again(message.stream)
    elif verdict is CursorVerdict.CONFLICT:
        cursors[message.stream] = rules.conflicting(cursor, message.envelope)
        log.error('stream_in_conflict', case=str(message.stream.subject), hall=message.stream.recipient)


def _drain(cursors: StreamCursors, batch: HandlerBatch, stream: StreamKey) -> None:
    while (message := _next_parked(cursors, stream)) is not None:
        _step(cursors, batch, message)


def _next_parked(cursors: StreamCursors, stream: StreamKey) -> InboundMessage | None:
    state = cursors[stream].state
    if state not in (StreamState.GAP, StreamState.CONFLICT):  # in a conflict, the next one is dropped, or ends it
        return None
    message = parking.take_next(stream, cursors[stream])
    if message is None and state is StreamState.GAP and not parking.has_parked(stream):
        cursors[stream] = cursors[stream]._replace(state=StreamState.OK)
    return message


def _stop_full(cursor: Cursor, stream: StreamKey) -> Cursor:
    """Too much is parked: the message is dropped, as its sender keeps and resends what is not acknowledged."""
    if cursor.state is StreamState.BLOCKED:
        return cursor
    parking.note_full(stream)
    _log_blocked(stream, parking.FULL)
    return cursor._replace(state=StreamState.BLOCKED)


def _log_blocked(stream: StreamKey, reason: str) -> None:
    log.error('stream_blocked', case=str(stream.subject), hall=stream.recipient, reason=reason)
