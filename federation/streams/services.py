"""Taking the next place in a stream."""

from typing import NamedTuple
from uuid import UUID

from django.db import connection

from federation.contracts.envelope import chain_hash
from govhall.kernel.chain import GENESIS

# One statement, so that two requests on one case can't take the same place. The hash is chain_hash() in SQL. A stream
# enters the hall's newest epoch with its next message, and its base is what it has reached by then.
ADVANCE = """
INSERT INTO fed_stream AS stream (subject, recipient, next_seq, previous, tip, epoch, base)
VALUES (%s, %s, 2, %s, %s, COALESCE((SELECT epoch FROM public.fed_incarnation WHERE owner = %s), 1), 0)
ON CONFLICT (subject, recipient) DO UPDATE SET
    next_seq = stream.next_seq + 1,
    previous = stream.tip,
    tip = encode(sha256(convert_to(stream.tip, 'UTF8') || %s), 'hex'),
    base = CASE WHEN stream.epoch < excluded.epoch THEN stream.next_seq - 1 ELSE stream.base END,
    epoch = GREATEST(stream.epoch, excluded.epoch)
RETURNING next_seq - 1, previous, tip, epoch, base
"""


class Place(NamedTuple):
    """A message's place: its sequence (from 1), the hash of the message before it, its own, epoch and base."""

    sequence: int
    previous: str
    tip: str
    epoch: int
    base: int


def advance(*, subject: UUID, sender: str, recipient: str, digest: bytes) -> Place:
    """Take the next place of the stream for a message with this content digest; the stream stays locked until commit.

    Must run in the schema and transaction of `sender`, the sending hall.
    """
    first_tip = chain_hash(GENESIS, digest)
    with connection.cursor() as cursor:
        cursor.execute(ADVANCE, [subject, recipient, GENESIS, first_tip, sender, digest])
        return Place(*cursor.fetchone())
