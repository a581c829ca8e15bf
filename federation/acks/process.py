"""The sender's side: what receipts say is held against what this cell has really said."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection

from federation.acks.models import Peer
from federation.acks.rollback_guard import RESTORED, OlderBackup, guard_state
from federation.contracts.transport import Missing, Reach
from federation.directory.selectors import cells_of
from federation.outbox.rows import bucket_of

log = structlog.get_logger()

# A database function, because who reads receipts may not read the outbox.
OWN_TIPS = """
SELECT tip FROM public.fed_own_tips(%s::uuid[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::smallint[])
    WITH ORDINALITY AS own (tip, place) ORDER BY place
"""
STORE = """
INSERT INTO fed_delivery AS held (subject, sender, recipient, receipted_seq, receipted_tip, doubtful)
SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::bool[])
ON CONFLICT (subject, sender, recipient) DO UPDATE SET
    receipted_tip = CASE WHEN excluded.receipted_seq >= held.receipted_seq AND NOT excluded.doubtful
        THEN excluded.receipted_tip ELSE held.receipted_tip END,
    receipted_seq = CASE WHEN excluded.doubtful THEN held.receipted_seq
        ELSE GREATEST(held.receipted_seq, excluded.receipted_seq) END,
    wanted_from = CASE WHEN excluded.receipted_seq >= held.wanted_from THEN 0 ELSE held.wanted_from END,
    doubtful = excluded.doubtful
"""
WANT = """
UPDATE fed_delivery SET wanted_from = wanted.after + 1
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::bigint[]) AS wanted (subject, sender, recipient, after)
WHERE (fed_delivery.subject, fed_delivery.sender, fed_delivery.recipient)
    = (wanted.subject, wanted.sender, wanted.recipient)
"""
# The receiver was restored: what it acknowledged before, it may have forgotten.
VOID = """
UPDATE fed_delivery SET receipted_seq = 0, receipted_tip = ''
WHERE recipient IN (SELECT code FROM fed_hall_entry WHERE cell = %s) AND receipted_seq > 0
"""


class AckVerdicts(NamedTuple):
    """What receipts mean: messages that we did say, that we say otherwise, that this database has never said."""

    known: list[Reach]
    other: list[Reach]
    unreached: list[Reach]


def note_peer(*, cell: str, epoch: int, as_of: datetime | None) -> bool:
    """Note the peer's incarnation and moment; False for a receipt of a life that the peer has forgotten."""
    peer = Peer.objects.select_for_update().filter(cell=cell).first()
    if peer is None:
        Peer.objects.create(cell=cell, epoch=epoch, as_of=as_of)
        return True
    if epoch < peer.epoch:
        return False
    if epoch > peer.epoch:
        log.warning('peer_was_restored', cell=cell)
        with connection.cursor() as cursor:
            cursor.execute(VOID, [cell])
        peer.epoch, peer.as_of = epoch, None
    if as_of is not None:
        peer.as_of = max(as_of, peer.as_of or as_of)
    peer.save()
    return True


def process_reached(reached: Sequence[Reach]) -> None:
    """Keep what the receiver has. Raises OlderBackup if it has what this database never said.

    Once the operator has said that the database was restored, the answers to its barrier tell what it has forgotten.
    """
    verdicts = judge_reached(reached)
    for reach in verdicts.unreached if guard_state() != RESTORED else ():
        raise OlderBackup(f'{reach.recipient} has message {reach.sequence} of {reach.sender}')
    store_verdicts(verdicts)


def store_verdicts(verdicts: 'AckVerdicts') -> None:
    """Note what was acknowledged, and as doubtful what the receiver knows otherwise than we do."""
    for reach in verdicts.other:
        log.error('receipt_contradicts', case=str(reach.subject), hall=reach.recipient)
    rows = [(*_stream(key), key.sequence, key.tip, False) for key in verdicts.known]
    rows += [(*_stream(reach), reach.sequence, reach.tip, True) for reach in verdicts.other]
    _execute_many(STORE, _one_a_stream(rows))


def process_missing(missing: Sequence[Missing]) -> None:
    """Note what the receiver asks for; the relay sends it again by the lane for bulk."""
    _execute_many(WANT, [(*_stream(gap), gap.after) for gap in missing])


def judge_reached(reached: Sequence[Reach]) -> AckVerdicts:
    """Hold each against our own messages; one statement. What was acknowledged and cleared away since is known.

    What a hall has said that is of another cell now is that cell's to judge.
    """
    cells = cells_of({reach.sender for reach in reached})
    reached = [reach for reach in reached if cells.get(reach.sender, settings.CELL) == settings.CELL]
    own = _own_tips(reached)
    pairs = list(zip(reached, own, strict=True))
    return AckVerdicts(
        [pair for pair, tip in pairs if tip == pair.tip],
        [pair for pair, tip in pairs if tip is not None and tip != pair.tip],
        [pair for pair, tip in pairs if tip is None],
    )


def _own_tips(reached: Sequence[Reach]) -> list[str | None]:
    rows = [(*_stream(reach), reach.sequence, reach.tip, bucket_of(*_stream(reach))) for reach in reached]
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(OWN_TIPS, [list(column) for column in zip(*rows, strict=True)])
        return [row[0] for row in cursor.fetchall()]


def _one_a_stream(rows: Sequence[tuple[UUID, str, str, int, str, bool]]) -> list[tuple[object, ...]]:
    """The newest of each stream, or the first that contradicts: a statement may touch a row only once."""
    chosen: dict[tuple[UUID, str, str], tuple[UUID, str, str, int, str, bool]] = {}
    for row in sorted(rows, key=lambda row: (row[:3], row[5], row[3])):
        if row[:3] not in chosen or not chosen[row[:3]][5]:
            chosen[row[:3]] = row
    return list(chosen.values())


def _stream(one: Reach | Missing) -> tuple[UUID, str, str]:
    return one.subject, one.sender, one.recipient


def _execute_many(statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
