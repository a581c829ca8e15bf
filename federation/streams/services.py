"""Taking the next place in a stream."""

from typing import NamedTuple
from uuid import UUID

from django.db import connection

from federation.contracts.envelope import chain_hash
from govhall.kernel.chain import GENESIS

# One statement, so that two requests on one case can't take the same place. The hash is chain_hash() in SQL.
ADVANCE = """
INSERT INTO fed_stream AS stream (subject, recipient, next_seq, previous, tip) VALUES (%s, %s, 2, %s, %s)
ON CONFLICT (subject, recipient) DO UPDATE SET
    next_seq = stream.next_seq + 1,
    previous = stream.tip,
    tip = encode(sha256(convert_to(stream.tip, 'UTF8') || %s), 'hex')
RETURNING next_seq - 1, previous
"""


class Place(NamedTuple):
    """A message's place: its sequence (from 1) and the hash of the message before it."""

    sequence: int
    previous: str


def advance(*, subject: UUID, recipient: str, digest: bytes) -> Place:
    """Take the next place of the stream for a message with this content digest; the stream stays locked until commit.

    Must run in the sending hall's schema and transaction.
    """
    first_tip = chain_hash(GENESIS, digest)
    with connection.cursor() as cursor:
        cursor.execute(ADVANCE, [subject, recipient, GENESIS, first_tip, digest])
        sequence, previous = cursor.fetchone()
    return Place(sequence, previous)
