"""How far the repair after a restore is, for the operator."""

from typing import NamedTuple

from django.db import connection

from federation.acks.models import Delivery
from federation.acks.rollback_guard import guard_state
from federation.repair.models import CellAnswer, Fence, PeerBarrier, PostponedMessage, TipCount

STOPPED = "SELECT subject, sender, recipient, state FROM fed_cursor WHERE state IN ('conflict', 'blocked') LIMIT 200"
MOST = 200


class FlaggedStream(NamedTuple):
    """A stream whose two ends differ."""

    subject: str
    sender: str
    recipient: str
    why: str


class RepairStatus(NamedTuple):
    """What is still open after a restore of this cell, and of others."""

    guard: str
    asked: int
    silent: list[str]  # cells that have not told what they hold
    behind: list[str]  # cells whose tips are not sent yet
    excused: list[str]
    fenced: list[str]
    missing_tips: int
    adopted: int
    differing: int  # cases with two outcomes
    postponed: int
    failed: int
    owed: list[str]  # restored cells that this one has not answered fully
    flagged: list[FlaggedStream]

    @property
    def is_open(self) -> bool:
        """Whether anything is left to wait for or to look at."""
        return bool(self.guard or self.fenced or self.flagged or self.differing or self.failed or self.postponed)


def repair_status() -> RepairStatus:
    """Read it; no more than 200 flagged streams of each kind."""
    answers = list(CellAnswer.objects.order_by('cell'))
    tips = list(TipCount.objects.all())
    return RepairStatus(
        guard=guard_state(),
        asked=len(answers),
        silent=[answer.cell for answer in answers if answer.held_at is None and not answer.excused],
        behind=[
            answer.cell for answer in answers if answer.held_at and answer.barred_at is None and not answer.excused
        ],
        excused=[answer.cell for answer in answers if answer.excused],
        fenced=list(Fence.objects.order_by('hall').values_list('hall', flat=True)),
        missing_tips=sum(max((tip.expected or 0) - tip.seen, 0) for tip in tips),
        adopted=sum(tip.adopted for tip in tips),
        differing=sum(tip.differing for tip in tips),
        postponed=PostponedMessage.objects.filter(reason='').count(),
        failed=PostponedMessage.objects.exclude(reason='').count(),
        owed=list(PeerBarrier.objects.filter(barred_at=None).order_by('cell').values_list('cell', flat=True)),
        flagged=[*_contradicted(), *_stopped()],
    )


def _contradicted() -> list[FlaggedStream]:
    rows = Delivery.objects.filter(contradicted_seq__gt=0)[:MOST]
    return [FlaggedStream(str(row.subject), row.sender, row.recipient, 'contradicted') for row in rows]


def _stopped() -> list[FlaggedStream]:
    with connection.cursor() as cursor:
        cursor.execute(STOPPED)
        return [FlaggedStream(str(row[0]), *row[1:]) for row in cursor.fetchall()]
