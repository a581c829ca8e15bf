"""The messages that took effect, byte for byte as they arrived: evidence, and one end of the nightly comparison."""

from collections.abc import Sequence

from django.db import connection

from federation.inbox.messages import InboundMessage, pack_headers
from govhall.kernel.recordset import insertion, octets, text

COLUMNS = (
    *('event_id', 'subject', 'sender', 'recipient', 'seq', 'epoch', 'type', 'previous'),
    *('key_id', 'headers', 'body', 'said_at'),
)
INSERT = insertion('fed_inbox', COLUMNS)  # bytes in arrays would be escaped one by one, by expressions


def store_applied(messages: Sequence[InboundMessage]) -> None:
    """Write the evidence; one statement, in the caller's transaction."""
    if messages:
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [text(dict(zip(COLUMNS, _row(message), strict=True)) for message in messages)])


def _row(message: InboundMessage) -> tuple[object, ...]:
    envelope = message.envelope
    return (
        *(envelope.id, envelope.subject, envelope.source, envelope.recipient, envelope.sequence),
        *(envelope.epoch, envelope.type, envelope.previous),
        *(envelope.key_id, octets(pack_headers(message.headers)), octets(message.body), envelope.time.isoformat()),
    )
