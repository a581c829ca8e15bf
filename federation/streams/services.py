"""Takes the next place in a stream, for one message or many."""

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
WITH claim AS (
    SELECT * FROM json_to_recordset(%s::json) AS claim (subject uuid, recipient text, digest bytea)
)
INSERT INTO fed_stream AS stream (subject, recipient, next_seq, previous, tip, epoch, base)
SELECT subject, recipient, 2, %s, encode(sha256(convert_to(%s, 'UTF8') || digest), 'hex'),
    COALESCE((SELECT epoch FROM public.fed_incarnation WHERE owner = %s), 1), 0
FROM claim ORDER BY subject, recipient
ON CONFLICT (subject, recipient) DO UPDATE SET
    next_seq = stream.next_seq + 1,
    previous = stream.tip,
    tip = encode(sha256(convert_to(stream.tip, 'UTF8') || (
        SELECT digest FROM claim WHERE claim.subject = excluded.subject AND claim.recipient = excluded.recipient
    )), 'hex'),
    base = CASE WHEN stream.epoch < excluded.epoch THEN stream.next_seq - 1 ELSE stream.base END,
    epoch = GREATEST(stream.epoch, excluded.epoch)
RETURNING subject, recipient, next_seq - 1, previous, tip, epoch, base
"""


class PlaceClaim(NamedTuple):
    """A message that asks for its place: the stream from the sending hall, and the digest of its content."""

    subject: UUID
    recipient: str
    digest: bytes


class StreamPlace(NamedTuple):
    """A message's place: its sequence (from 1), the hash of the message before it, its own, epoch and base."""

    sequence: int
    previous: str
    tip: str
    epoch: int
    base: int


def advance(claims: Sequence[PlaceClaim], *, sender: str) -> list[StreamPlace]:
    """Take the next place of its stream for each message, in this order; the streams stay locked until commit.

    One statement, and one more for each further message of the same stream. Must run in the schema and transaction of
    `sender`, the sending hall.
    """
    places: list[StreamPlace | None] = [None] * len(claims)
    for indexes in _rounds(claims):
        found = _advance_once([claims[index] for index in indexes], sender)
        for index in indexes:
            places[index] = found[claims[index][:2]]
    return [place for place in places if place is not None]


def _rounds(claims: Sequence[PlaceClaim]) -> list[list[int]]:
    """The claims' positions: the first of each stream, then the second of each, and so on."""
    seen: Counter[tuple[UUID, str]] = Counter()
    rounds: list[list[int]] = []
    for index, claim in enumerate(claims):
        round_number = seen[claim[:2]]
        seen[claim[:2]] += 1
        if round_number == len(rounds):
            rounds.append([])
        rounds[round_number].append(index)
    return rounds


def _columns(claim: PlaceClaim) -> dict[str, object]:
    return {'subject': claim.subject, 'recipient': claim.recipient, 'digest': octets(claim.digest)}


def _advance_once(claims: Sequence[PlaceClaim], sender: str) -> dict[tuple[UUID, str], StreamPlace]:
    with connection.cursor() as cursor:
        cursor.execute(ADVANCE, [text(_columns(claim) for claim in claims), GENESIS, GENESIS, sender])
        return {(row[0], row[1]): StreamPlace(*row[2:]) for row in cursor.fetchall()}
