"""The neighbour's side: what is held of a restored cell, and how its cases stand, once all it had sent is applied."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from federation.acks.cell_messages import send_to_cells
from federation.acks.send import STREAMS_A_MESSAGE
from federation.contracts.transport import Barred, Held, Reach
from federation.inbox.messages import StreamKey
from federation.outbox.services import emit
from federation.repair.fences import waits_for_others
from federation.repair.models import PeerBarrier
from federation.repair.registry import tip_makers
from tenants.context import hall_context
from tenants.hall_moves import is_on_its_way, statuses
from tenants.selectors import hall_by_code

log = structlog.get_logger()
NotedStreams = Mapping[StreamKey, Sequence[Reach]]

OF_CELL = '(SELECT code FROM fed_hall_entry WHERE cell = %s)'
# Every message with its hash, not only the last: the restored cell may have said something else at the same place. Of
# a hall that only waits here for its move, the cell speaks that the directory names.
HISTORY = f"""
SELECT subject, sender, recipient, seq, encode(sha256(convert_to(previous, 'UTF8')
    || sha256(convert_to(type || E'\\n', 'UTF8') || body)), 'hex')
FROM fed_inbox WHERE said_at >= %s AND sender IN {OF_CELL} AND recipient IN {OF_CELL}
ORDER BY subject, sender, recipient, seq
"""  # noqa: S608 - fixed text
WAITING = f"""
SELECT EXISTS (SELECT 1 FROM fed_parked WHERE epoch < %s AND sender IN {OF_CELL})
"""  # noqa: S608 - fixed text
# Whatever passed between halls of the two cells since then, in either direction, seen from the halls of this cell.
PASSED = f"""
SELECT recipient, sender, subject FROM fed_inbox
    WHERE said_at >= %(since)s AND sender IN {OF_CELL.replace('%s', '%(cell)s')}
UNION SELECT sender, recipient, subject FROM fed_sent
    WHERE created_at >= %(since)s AND recipient IN {OF_CELL.replace('%s', '%(cell)s')}
UNION SELECT sender, recipient, subject FROM public.fed_waiting_since(%(since)s, %(cell)s)
ORDER BY 1, 2, 3
"""  # noqa: S608 - fixed text


def owes_answers() -> bool:
    """Whether a restored cell waits for this one."""
    return PeerBarrier.objects.filter(barred_at=None).exists()


def answer_barriers(*, overheard: NotedStreams, is_listening: bool) -> None:
    """Answer what restored cells have asked. Call it when all that lies on the road was read, and applied or noted.

    A cell that was itself restored `is_listening`: it tells at once what it holds and what lies on its road
    (`overheard`), and its tips when it applies messages again; else two restored cells would wait for each other.
    """
    for barrier in PeerBarrier.objects.filter(barred_at=None):
        if barrier.held_at is None:
            _send_held(barrier, overheard)
        elif not is_listening and _may_send_tips(barrier):
            _send_tips(barrier)


def _may_send_tips(barrier: PeerBarrier) -> bool:
    """Not while anything that the cell had said before waits here: it may be the token itself.

    Nor while a hall is on its way: closed at one cell and not open at the other, it would be told of by neither.
    Its own halls are told last, when they have heard from other cells where their cases went.
    """
    if is_on_its_way() or (barrier.cell == settings.CELL and waits_for_others(settings.CELL)):
        return False
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [barrier.epoch, barrier.cell])
        return not cursor.fetchone()[0]


@transaction.atomic
def _send_held(barrier: PeerBarrier, overheard: NotedStreams) -> None:
    with connection.cursor() as cursor:
        cursor.execute(HISTORY, [barrier.since, barrier.cell, settings.CELL])
        reached = [
            Reach(subject=row[0], sender=row[1], recipient=row[2], sequence=row[3], tip=row[4])
            for row in cursor.fetchall()
        ]
        cursor.execute(f'SELECT code FROM fed_hall_entry WHERE code IN {OF_CELL}', [barrier.cell])  # noqa: S608
        halls = {row[0] for row in cursor.fetchall()}
    reached += [reach for stream, ahead in overheard.items() if stream.sender in halls for reach in ahead]
    parts = [reached[start : start + STREAMS_A_MESSAGE] for start in range(0, len(reached), STREAMS_A_MESSAGE)] or [[]]
    send_to_cells(
        [
            (barrier.cell, Held(cell=settings.CELL, epoch=barrier.epoch, reached=part, is_last=number == len(parts)))
            for number, part in enumerate(parts, start=1)
        ]
    )
    _mark(barrier, 'held_at')
    log.info('barrier_held', cell=barrier.cell, count=len(reached))


@transaction.atomic
def _send_tips(barrier: PeerBarrier) -> None:
    """All tips and their number in one transaction, so that none is sent twice and counted for another."""
    with connection.cursor() as cursor:
        cursor.execute(PASSED, {'since': barrier.since, 'cell': barrier.cell})
        closed = statuses()
        passed = [row for row in cursor.fetchall() if row[0] not in closed]  # who has left tells it elsewhere
    tips: dict[str, int] = {}
    for hall, restored, subject in passed:
        sent = _send_tips_of(hall, restored, subject, barrier.epoch)
        if sent:
            tips[restored] = tips.get(restored, 0) + sent
    send_to_cells([(barrier.cell, Barred(cell=settings.CELL, epoch=barrier.epoch, tips=tips))])
    _mark(barrier, 'barred_at')
    log.info('barrier_answered', cell=barrier.cell, count=sum(tips.values()))


def _send_tips_of(hall: str, restored: str, subject: UUID, epoch: int) -> int:
    with hall_context(hall_by_code(hall)):
        tips = [tip for teller in tip_makers if (tip := teller(subject, epoch)) is not None]
        for tip in tips:
            emit(tip, recipient=restored, subject=subject)
    return len(tips)


def _mark(barrier: PeerBarrier, field: str) -> None:
    # Only if the same restore still asks: it may have asked again meanwhile.
    PeerBarrier.objects.filter(cell=barrier.cell, epoch=barrier.epoch).update(**{field: timezone.now()})
