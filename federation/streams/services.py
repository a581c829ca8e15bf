"""Taking the next place in a stream, for one message or many."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from govhall.kernel.chain import GENESIS
from govhall.kernel.recordset import octets, text

# One statement, so that two requests on one case can't take the same place, and in one order, so that two transactions
# never wait in a ring. The hash is chain_hash() in SQL. A stream enters the hall's newest epoch with its next message,
# and its base is what it has reached by then.
ADVANCE = """
WITH said AS (
    SELECT * FROM json_to_recordset(%s::json) AS said (subject uuid, recipient text, digest bytea)
)
INSERT INTO fed_stream AS stream (subject, recipient, next_seq, previous, tip, epoch, base)
SELECT subject, recipient, 2, %s, encode(sha256(convert_to(%s, 'UTF8') || digest), 'hex'),
    COALESCE((SELECT epoch FROM public.fed_incarnation WHERE owner = %s), 1), 0
FROM said ORDER BY subject, recipient
ON CONFLICT (subject, recipient) DO UPDATE SET
    next_seq = stream.next_seq + 1,
    previous = stream.tip,
    tip = encode(sha256(convert_to(stream.tip, 'UTF8') || (
        SELECT digest FROM said WHERE said.subject = excluded.subject AND said.recipient = excluded.recipient
    )), 'hex'),
    base = CASE WHEN stream.epoch < excluded.epoch THEN stream.next_seq - 1 ELSE stream.base END,
    epoch = GREATEST(stream.epoch, excluded.epoch)
RETURNING subject, recipient, next_seq - 1, previous, tip, epoch, base
"""


class Claim(NamedTuple):
    """A message that asks for its place: the stream from the sending hall, and the digest of its content."""

    subject: UUID
    recipient: str
    digest: bytes


class Place(NamedTuple):
    """A message's place: its sequence (from 1), the hash of the message before it, its own, epoch and base."""

    sequence: int
    previous: str
    tip: str
    epoch: int
    base: int


def advance(claims: Sequence[Claim], *, sender: str) -> list[Place]:
    """Take the next place of its stream for each message, in this order; the streams stay locked until commit.

    One statement, and one more for each further message of the same stream. Must run in the schema and transaction of
    `sender`, the sending hall.
    """
    places: list[Place | None] = [None] * len(claims)
    for turn in _turns(claims):
        found = _advance_once([claims[index] for index in turn], sender)
        for index in turn:
            places[index] = found[claims[index][:2]]
    return [place for place in places if place is not None]


def _turns(claims: Sequence[Claim]) -> list[list[int]]:
    """The claims' positions: the first of each stream, then the second of each, and so on."""
    seen: Counter[tuple[UUID, str]] = Counter()
    turns: list[list[int]] = []
    for index, claim in enumerate(claims):
        turn = seen[claim[:2]]
        seen[claim[:2]] += 1
        if turn == len(turns):
            turns.append([])
        turns[turn].append(index)
    return turns


def _named(claim: Claim) -> dict[str, object]:
    return {'subject': claim.subject, 'recipient': claim.recipient, 'digest': octets(claim.digest)}


def _advance_once(claims: Sequence[Claim], sender: str) -> dict[tuple[UUID, str], Place]:
    with connection.cursor() as cursor:
        cursor.execute(ADVANCE, [text(_named(claim) for claim in claims), GENESIS, GENESIS, sender])
        return {(row[0], row[1]): Place(*row[2:]) for row in cursor.fetchall()}
