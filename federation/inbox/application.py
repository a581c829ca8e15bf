"""Applying messages between halls: the effect, the cursor and the offset are one commit."""

from collections.abc import Sequence

import structlog
from django.db import transaction

from federation.failpoints import failpoint
from federation.inbox import offsets, parking, rules
from federation.inbox.book import CursorBook
from federation.inbox.parcels import Offsets, Parcel, StreamKey
from federation.inbox.rules import Cursor, State, Verdict
from federation.inbox.runs import Run
from tenants.context import hall_context
from tenants.models import Hall

log = structlog.get_logger()


def take_batch(hall: Hall, parcels: Sequence[Parcel], done: Offsets) -> int:
    """Apply messages to one hall in one transaction, in their order, with what they make ripe; how many took effect.

    Raises whatever a handler raises; then nothing has happened and the caller takes them one by one.
    """
    with hall_context(hall), transaction.atomic():
        book, run = CursorBook(parcel.stream for parcel in parcels), Run()
        for parcel in parcels:
            _step(book, run, parcel)
            _drain(book, run, parcel.stream)
        run.apply()
        book.save()
        offsets.write(done)
        failpoint('intake.before_commit')
    failpoint('intake.after_commit')
    return book.effects


def take_one(hall: Hall, parcel: Parcel, done: Offsets) -> int:
    """Apply one message, without what it makes ripe; 1 if it took effect. Raises whatever its handler raises."""
    with hall_context(hall), transaction.atomic():
        book, run = CursorBook([parcel.stream]), Run()
        _step(book, run, parcel)
        run.apply()
        book.save()
        offsets.write(done)
    return book.effects


def block(hall: Hall, parcel: Parcel, reason: str, done: Offsets) -> None:
    """Park a message that could not be applied and stop its stream, in the transaction that moves the offset."""
    with hall_context(hall), transaction.atomic():
        book = CursorBook([parcel.stream])
        verdict = rules.judge(book[parcel.stream], parcel.envelope)
        if verdict in (Verdict.APPLY, Verdict.PARK):
            parking.park(parcel, reason, reached=book[parcel.stream].sequence)
            book[parcel.stream] = book[parcel.stream]._replace(state=State.BLOCKED)
        book.save()
        offsets.write(done)
    _say_blocked(parcel.stream, reason)


def take_next_parked(hall: Hall, stream: StreamKey, *, release: bool = False) -> bool:
    """Apply the stream's next parked message in a transaction of its own; False if none is ripe.

    A blocked stream is tried only with `release`. Raises whatever the handler raises; the message stays parked then.
    """
    with hall_context(hall), transaction.atomic():
        book, run = CursorBook([stream]), Run()
        if release and book[stream].state is State.BLOCKED:
            book[stream] = book[stream]._replace(state=State.GAP)
        parcel = _next_ripe(book, stream)
        if parcel is not None:
            _step(book, run, parcel)
        run.apply()
        book.save()
    return parcel is not None


def block_at_parked(hall: Hall, stream: StreamKey, reason: str) -> None:
    """Stop a stream whose next parked message could not be applied."""
    with hall_context(hall), transaction.atomic():
        book = CursorBook([stream])
        parking.give_reason(stream, book[stream], reason)
        book[stream] = book[stream]._replace(state=State.BLOCKED)
        book.save()
    _say_blocked(stream, reason)


def _step(book: CursorBook, run: Run, parcel: Parcel) -> None:
    cursor = book[parcel.stream]
    verdict = rules.judge(cursor, parcel.envelope)
    if verdict is Verdict.APPLY:
        run.add(parcel)
        book.note(parcel)
        book[parcel.stream] = rules.applied(cursor, parcel.envelope, parcel.tip)
    elif verdict is Verdict.PARK:
        is_kept = parking.park(parcel, 'behind' if cursor.state is State.BLOCKED else 'gap', reached=cursor.sequence)
        book[parcel.stream] = rules.parked(cursor) if is_kept else _full(cursor, parcel.stream)
    elif verdict is Verdict.DUPLICATE:
        book.tell_again(parcel.stream)
    elif verdict is Verdict.CONFLICT:
        book[parcel.stream] = rules.conflicting(cursor, parcel.envelope)
        log.error('stream_in_conflict', case=str(parcel.stream.subject), hall=parcel.stream.recipient)


def _drain(book: CursorBook, run: Run, stream: StreamKey) -> None:
    while (parcel := _next_ripe(book, stream)) is not None:
        _step(book, run, parcel)


def _next_ripe(book: CursorBook, stream: StreamKey) -> Parcel | None:
    state = book[stream].state
    if state not in (State.GAP, State.CONFLICT):  # in a conflict, what is ripe is dropped, or ends it
        return None
    parcel = parking.take_ripe(stream, book[stream])
    if parcel is None and state is State.GAP and not parking.has_parked(stream):
        book[stream] = book[stream]._replace(state=State.OK)
    return parcel


def _full(cursor: Cursor, stream: StreamKey) -> Cursor:
    """Too much is parked: the message is let go, as its sender keeps and says again what is not acknowledged."""
    if cursor.state is State.BLOCKED:
        return cursor
    parking.say_full(stream)
    _say_blocked(stream, parking.FULL)
    return cursor._replace(state=State.BLOCKED)


def _say_blocked(stream: StreamKey, reason: str) -> None:
    log.error('stream_blocked', case=str(stream.subject), hall=stream.recipient, reason=reason)
