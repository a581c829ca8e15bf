"""Parked messages of a stream."""

from django.db import connection

from federation.contracts.envelope import Envelope
from federation.failpoints import failpoint
from federation.inbox.decoder import decode_body
from federation.inbox.messages import InboundMessage, StreamKey, pack_headers, unpack_headers
from federation.inbox.rules import Cursor

MOST_PARKED = 1000  # messages a stream
MOST_BYTES = 256 * 1024 * 1024  # of bodies; as much as 500 pieces of files
AUTOMATIC_TRIES = 2
FULL = 'full'
OF_STREAM = '(subject, sender, recipient) = (%s, %s, %s)'
# Kept twice under one place only: a row parked again keeps the newer reason. The next one to apply always has room:
# what is parked waits for it.
PARK = f"""
INSERT INTO fed_parked (subject, sender, recipient, seq, epoch, type, headers, body, reason)
SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s
WHERE %s OR (
    SELECT count(*) < %s AND COALESCE(sum(size), 0) < %s
    FROM (SELECT octet_length(body) AS size FROM fed_parked WHERE {OF_STREAM} LIMIT %s) held
)
ON CONFLICT (subject, sender, recipient, seq, epoch) DO UPDATE SET reason = excluded.reason
"""  # noqa: S608 - fixed text
NOTE_FULL = f"""
UPDATE fed_parked SET reason = %s
WHERE id = (SELECT id FROM fed_parked WHERE {OF_STREAM} ORDER BY seq, epoch LIMIT 1)
"""  # noqa: S608 - fixed text
NEXT = f"""
DELETE FROM fed_parked WHERE id = (
    SELECT id FROM fed_parked WHERE {OF_STREAM} AND seq <= %s ORDER BY seq, epoch LIMIT 1
) RETURNING headers, body
"""  # noqa: S608 - fixed text
ANY = f'SELECT EXISTS (SELECT 1 FROM fed_parked WHERE {OF_STREAM})'  # noqa: S608 - fixed text
REASON = f"""
UPDATE fed_parked SET reason = %s, tries = tries + 1 WHERE id = (
    SELECT id FROM fed_parked WHERE {OF_STREAM} AND seq <= %s ORDER BY seq, epoch LIMIT 1
)
"""  # noqa: S608 - fixed text
STOPPED = """
SELECT cursor.subject, cursor.sender, cursor.recipient FROM fed_cursor cursor
WHERE cursor.state = ANY(%s) AND EXISTS (
    SELECT 1 FROM fed_parked parked
    WHERE (parked.subject, parked.sender, parked.recipient) = (cursor.subject, cursor.sender, cursor.recipient)
    AND parked.seq <= cursor.last_seq + 1
    AND (cursor.state <> 'blocked' OR parked.tries < %s OR parked.reason LIKE 'UnknownMessage%%')
) ORDER BY cursor.recipient LIMIT %s
"""


def park(message: InboundMessage, reason: str, *, reached: int) -> bool:
    """Keep the message until its turn; False if its stream, applied up to `reached`, has too many parked.

    `reason` holds no data of the message.
    """
    envelope = message.envelope
    place = (envelope.sequence, envelope.epoch)
    content = (envelope.type, pack_headers(message.headers), message.body)
    with connection.cursor() as cursor:
        limits = (envelope.sequence <= reached + 1, MOST_PARKED, MOST_BYTES, *message.stream, MOST_PARKED)
        cursor.execute(PARK, (*message.stream, *place, *content, reason[:200], *limits))
        is_kept = bool(cursor.rowcount)
    failpoint('intake.parking')
    return is_kept


def note_full(stream: StreamKey) -> None:
    """Note at its first parked message that the stream stopped because too much is parked."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE_FULL, [FULL, *stream])


def take_next(stream: StreamKey, reached: Cursor) -> InboundMessage | None:
    """Take out the first parked message whose turn has come (or passed), or None."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [*stream, reached.sequence + 1])
        row = cursor.fetchone()
    return None if row is None else _unpack(bytes(row[0]), bytes(row[1]))


def has_parked(stream: StreamKey) -> bool:
    """True while anything of the stream is parked."""
    with connection.cursor() as cursor:
        cursor.execute(ANY, [*stream])
        return bool(cursor.fetchone()[0])


def note_failure(stream: StreamKey, reached: Cursor, reason: str) -> None:
    """Note why the message at the head could not be applied, and that it was tried."""
    with connection.cursor() as cursor:
        cursor.execute(REASON, [reason[:200], *stream, reached.sequence + 1])


def ripe_streams(states: list[str], limit: int) -> list[StreamKey]:
    """Streams in one of these states whose first parked message could be tried.

    A blocked one no more after two tries, unless its type is too new: then it is for `govhall replay`.
    """
    with connection.cursor() as cursor:
        cursor.execute(STOPPED, [states, AUTOMATIC_TRIES, limit])
        return [StreamKey(*row) for row in cursor.fetchall()]


def _unpack(packed: bytes, body: bytes) -> InboundMessage:
    headers = unpack_headers(packed)
    envelope = Envelope.from_headers(headers)
    return InboundMessage('', 0, 0, b'', headers, envelope, body, decode_body(envelope, body))
