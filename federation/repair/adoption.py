"""The restored side: its streams go on behind what the others hold, and nothing is said at a place that is taken."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from federation.acks import process
from federation.acks.models import Delivery, Guard
from federation.acks.rollback_guard import RESTORED
from federation.acks.send import own_epoch
from federation.contracts.transport import Barred, Held, Reach
from federation.repair.fences import expect_tips
from federation.repair.models import CellAnswer
from govhall.kernel.chain import GENESIS
from tenants.context import hall_context
from tenants.selectors import hall_by_code

log = structlog.get_logger()

# The stream keeps its old epoch, so that its next message enters the new one with this as its base.
GO_ON_BEHIND = """
INSERT INTO fed_stream AS stream (subject, recipient, next_seq, previous, tip, epoch, base)
SELECT subject, recipient, seq + 1, %s, tip, 1, 0 FROM unnest(%s::uuid[], %s::text[], %s::bigint[], %s::text[])
    AS held (subject, recipient, seq, tip)
ON CONFLICT (subject, recipient) DO UPDATE SET next_seq = excluded.next_seq, previous = '', tip = excluded.tip
"""
REMEMBER = """
INSERT INTO fed_delivery AS held
    (subject, sender, recipient, sent_seq, receipted_seq, receipted_tip, adopted_seq, adopted_tip)
SELECT subject, sender, recipient, seq, seq, tip, seq, tip
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::bigint[], %s::text[]) AS held (subject, sender, recipient, seq, tip)
ON CONFLICT (subject, sender, recipient) DO UPDATE SET
    sent_seq = GREATEST(held.sent_seq, excluded.sent_seq), receipted_seq = excluded.receipted_seq,
    receipted_tip = excluded.receipted_tip, adopted_seq = excluded.adopted_seq, adopted_tip = excluded.adopted_tip,
    wanted_from = 0
"""


def adopt_held(held: Held) -> None:
    """Set the streams behind what that cell holds; with the last answer messages between halls are applied again."""
    if held.epoch != own_epoch():
        return  # an answer to an earlier restore
    verdicts = process.judge_reached(held.reached)
    process.store_verdicts(verdicts)
    _flag(verdicts.other)
    _adopt([*verdicts.other, *verdicts.unreached])
    if held.is_last:
        CellAnswer.objects.filter(cell=held.cell, epoch=held.epoch).update(held_at=timezone.now())
        end_restore_mode()


def note_barred(barred: Barred) -> None:
    """Note how many tips come from that cell."""
    if barred.epoch == own_epoch():
        expect_tips(barred.cell, barred.epoch, barred.tips)
        CellAnswer.objects.filter(cell=barred.cell, epoch=barred.epoch).update(barred_at=timezone.now())


def end_restore_mode() -> bool:
    """Apply messages between halls again if every cell has told what it holds of this one (or is excused)."""
    if CellAnswer.objects.filter(held_at=None, excused='').exists():
        return False
    return bool(Guard.objects.filter(cell=settings.CELL, state=RESTORED).delete()[0])


def _flag(contradicting: Sequence[Reach]) -> None:
    """What was said at the same places before and after the restore: only `reconcile` clears it."""
    for reach in contradicting:
        stream = Delivery.objects.filter(subject=reach.subject, sender=reach.sender, recipient=reach.recipient)
        later = Q(contradicted_seq=0) | Q(contradicted_seq__gt=reach.sequence)
        stream.filter(later).update(contradicted_seq=reach.sequence)


def _adopt(held: Sequence[Reach]) -> None:
    """Go on behind what is held and was forgotten, or said otherwise here: the own version of it has no place there."""
    newest: Mapping[tuple[UUID, str, str], Reach] = {
        (reach.subject, reach.sender, reach.recipient): reach
        for reach in sorted(held, key=lambda reach: reach.sequence)
    }
    by_hall = sorted(newest.values(), key=lambda one: (one.sender, one.subject, one.recipient))
    for hall, streams in groupby(by_hall, key=lambda one: one.sender):
        own = list(streams)
        with hall_context(hall_by_code(hall)), connection.cursor() as cursor:
            columns = zip(*((reach.subject, reach.recipient, reach.sequence, reach.tip) for reach in own), strict=True)
            cursor.execute(GO_ON_BEHIND, [GENESIS, *(list(column) for column in columns)])
    if by_hall:
        rows = [(reach.subject, reach.sender, reach.recipient, reach.sequence, reach.tip) for reach in by_hall]
        with connection.cursor() as cursor:
            cursor.execute(REMEMBER, [list(column) for column in zip(*rows, strict=True)])
        log.warning('streams_go_on_behind_what_was_forgotten', count=len(by_hall))
