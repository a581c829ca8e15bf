"""How far the repair after a restore is, for the operator."""

from typing import NamedTuple

from django.db import connection

from federation.receipts.guarding import state
from federation.receipts.models import Delivery
from federation.repair.models import Answer, Barrier, Fence, Postponed, Tips

STOPPED = "SELECT subject, sender, recipient, state FROM fed_cursor WHERE state IN ('conflict', 'blocked') LIMIT 200"
MOST = 200


class Flagged(NamedTuple):
    """A stream whose two ends differ."""

    subject: str
    sender: str
    recipient: str
    why: str


class Status(NamedTuple):
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
    flagged: list[Flagged]

    @property
    def is_open(self) -> bool:
        """Whether anything is left to wait for or to look at."""
        return bool(self.guard or self.fenced or self.flagged or self.differing or self.failed or self.postponed)


def status() -> Status:
    """Read it; no more than 200 flagged streams of each kind."""
    answers = list(Answer.objects.order_by('cell'))
    tips = list(Tips.objects.all())
    return Status(
        guard=state(),
        asked=len(answers),
        silent=[one.cell for one in answers if one.held_at is None and not one.excused],
        behind=[one.cell for one in answers if one.held_at and one.barred_at is None and not one.excused],
        excused=[one.cell for one in answers if one.excused],
        fenced=list(Fence.objects.order_by('hall').values_list('hall', flat=True)),
        missing_tips=sum(max((one.expected or 0) - one.seen, 0) for one in tips),
        adopted=sum(one.adopted for one in tips),
        differing=sum(one.differing for one in tips),
        postponed=Postponed.objects.filter(reason='').count(),
        failed=Postponed.objects.exclude(reason='').count(),
        owed=list(Barrier.objects.filter(barred_at=None).order_by('cell').values_list('cell', flat=True)),
        flagged=[*_contradicted(), *_stopped()],
    )


def _contradicted() -> list[Flagged]:
    rows = Delivery.objects.filter(contradicted_seq__gt=0)[:MOST]
    return [Flagged(str(one.subject), one.sender, one.recipient, 'contradicted') for one in rows]


def _stopped() -> list[Flagged]:
    with connection.cursor() as cursor:
        cursor.execute(STOPPED)
        return [Flagged(str(row[0]), *row[1:]) for row in cursor.fetchall()]
