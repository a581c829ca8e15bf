"""Writing outbox rows: INSERT only, because that is all that the web role may do."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from federation.contracts.base import Message, encode
from govhall.kernel.chain import GENESIS
from govhall.kernel.errors import Broken
from govhall.kernel.ids import new_uid
from govhall.kernel.recordset import StatementPart, insertion, octets, text

BUCKETS = 64
COLUMNS = (
    *('event_id', 'topic', 'key', 'type', 'sender', 'recipient', 'subject'),
    *('epoch', 'seq', 'base', 'previous', 'headers', 'body', 'created_at', 'bucket'),
)
INSERT = insertion('fed_outbox', COLUMNS)
AT_ONCE = 1000  # rows a statement


class NoTransaction(Broken):
    """A message was emitted outside of the transaction of the work it tells of."""


class TooLarge(Broken):
    """The body is above what its type may have, mostly 64 KiB; large bytes travel as pieces of attachments."""


class Destination(NamedTuple):
    """Where a row goes: the topic, the Kafka key, and the addressee in the envelope."""

    topic: str
    key: str
    recipient: str


class NewRow(NamedTuple):
    """A message as it will be written; `sequence` 0 belongs to no stream. `extra` are attributes that not all have."""

    destination: Destination
    sender: str
    subject: UUID
    type_name: str
    body: bytes
    sequence: int = 0
    previous: str = GENESIS
    epoch: int = 1
    base: int = 0
    extra: Mapping[str, str] = {}


def body_of(message: Message) -> bytes:
    """The encoded body. Raises TooLarge."""
    body = encode(message)
    if len(body) > message.largest:
        raise TooLarge(f'{message.type_name}: {len(body)} bytes')
    return body


def require_transaction() -> None:
    """Raises NoTransaction: a message without the transaction of its work could tell of work that never happened."""
    if not connection.in_atomic_block:
        raise NoTransaction('emit inside transaction.atomic()')


def write(rows: Sequence[NewRow]) -> None:
    """Insert the rows; no RETURNING, which would need the right to read."""
    with connection.cursor() as cursor:
        for part in insert_parts(rows):
            cursor.execute(part.statement, [part.rows])


def insert_parts(rows: Sequence[NewRow]) -> list[StatementPart]:
    """The same as parts of a statement, a thousand rows each."""
    now = timezone.now()
    values = [dict(zip(COLUMNS, _values(row, now), strict=True)) for row in rows]
    return [StatementPart(INSERT, text(values[start : start + AT_ONCE])) for start in range(0, len(values), AT_ONCE)]


def _values(row: NewRow, now: datetime) -> tuple[object, ...]:
    topic, key, recipient = row.destination
    return (
        *(new_uid(), topic, key, row.type_name, row.sender, recipient, row.subject),
        *(row.epoch, row.sequence, row.base, row.previous, dict(row.extra), octets(row.body), now),
        bucket_of(row.subject, row.sender, recipient),
    )


def bucket_of(subject: UUID, sender: str, recipient: str) -> int:
    """The bucket of a stream, 0-63: the same for all its rows, on every machine and release."""
    digest = hashlib.sha256(f'{subject}/{sender}/{recipient}'.encode()).digest()
    return digest[0] % BUCKETS
