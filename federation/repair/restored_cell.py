"""The operator says that this cell's database was restored: new epochs, fences, and a barrier to every cell."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from federation.acks.cell_messages import send_to_cells
from federation.acks.lost_facts import resend_all_facts
from federation.acks.models import Guard
from federation.acks.rollback_guard import SUSPECTED, guard_state
from federation.contracts.transport import Barrier
from federation.directory.selectors import arrived_in, entry, known_cells
from federation.link.topics import Lane, shared_topic
from federation.repair.models import CellAnswer, Fence, TipCount
from federation.repair.registry import cell_restarters, hall_restarters
from govhall.kernel.errors import Broken
from tenants.context import hall_context
from tenants.hall_moves import moves_taken, settle
from tenants.selectors import local_halls

FIRST_MOMENT = datetime(2020, 1, 1, tzinfo=UTC)  # epochs are seconds since then: higher than any used after a backup
MARGIN = timedelta(days=1)  # for clocks that differ, and for what was on its way when the backup was made
log = structlog.get_logger()

OPEN_EPOCHS = """
INSERT INTO fed_incarnation AS held (owner, epoch, facts_from)
SELECT owner, epoch, epoch FROM unnest(%s::text[]) AS owner, (VALUES (%s)) AS opened (epoch)
ON CONFLICT (owner) DO UPDATE SET epoch = GREATEST(held.epoch + 1, excluded.epoch),
    facts_from = GREATEST(held.epoch + 1, excluded.epoch)
RETURNING owner, epoch
"""
# What relay and intake have written; the web may have gone on for a while after the restore. What came with a hall
# that was taken again is of a later moment than the backup, and the directory has just been read.
NEWEST = """
WITH again AS (SELECT hall FROM hall_move WHERE step = 'taken')
SELECT GREATEST((SELECT max(sent_at) FROM fed_sent WHERE sender NOT IN (SELECT hall FROM again)),
    (SELECT max(applied_at) FROM fed_inbox WHERE recipient NOT IN (SELECT hall FROM again)),
    (SELECT max(updated_at) FROM fed_offset WHERE topic <> %s))
"""
ALL_RECEIPTS = 'UPDATE fed_cursor SET receipt_due = true WHERE last_seq > 0'
GUARD = """
INSERT INTO fed_guard (cell, state, since, detail) VALUES (%s, 'restored', %s, %s)
ON CONFLICT (cell) DO UPDATE SET state = 'restored', since = excluded.since
"""


class NothingSuspected(Broken):
    """The guard is not set, so there is nothing to dismiss."""


class HallsLacking(Broken):
    """Halls have moved to this cell after the backup was made: its database has nothing of them."""


def newest_known() -> datetime:
    """The newest moment that this database remembers, as far as relay and intake have written it."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [shared_topic(Lane.DIRECTORY)])
        found: datetime | None = cursor.fetchone()[0]
    return found or FIRST_MOMENT


@transaction.atomic
def declare_restored(*, since: datetime | None = None, lacks: Collection[str] = ()) -> Barrier:
    """Open new epochs, fence all halls of the cell and ask every cell, in one transaction; returns what is asked.

    `since` is a moment before the backup was made; without it, a day before the newest that the database remembers.
    Run while relay, intake and web are stopped, and when the directory was read. Running it twice asks again. Raises
    HallsLacking, but for halls named in `lacks`.
    """
    now = timezone.now()
    since = since or max(newest_known() - MARGIN, FIRST_MOMENT)
    _open_taken_again()
    _refuse_lacking(lacks)
    halls = local_halls()
    epoch = _open_epochs([settings.CELL, *(hall.code for hall in halls)], now)
    barrier = Barrier(cell=settings.CELL, epoch=epoch, since=since)
    with connection.cursor() as cursor:
        cursor.execute(GUARD, [settings.CELL, now, f'restored to {since + MARGIN:%Y-%m-%d %H:%M}'])
        cursor.execute(ALL_RECEIPTS)  # the neighbours void what this cell acknowledged before
    _fence([hall.code for hall in halls], epoch, now)
    resend_all_facts([hall.code for hall in halls])
    cells = sorted({*known_cells(), settings.CELL})
    CellAnswer.objects.all().delete()
    CellAnswer.objects.bulk_create(CellAnswer(cell=cell, epoch=epoch) for cell in cells)
    send_to_cells([(cell, barrier) for cell in cells])
    for restart in cell_restarters:
        restart(since)
    for hall in halls:
        with hall_context(hall):
            for restart in hall_restarters:
                restart(since)
    log.warning('cell_restored', epoch=epoch, since=since.isoformat(), halls=len(halls), cells=len(cells))
    return barrier


def dismiss(reason: str) -> None:
    """Lift a false suspicion. Raises NothingSuspected."""
    if guard_state() != SUSPECTED:
        raise NothingSuspected('this cell is not suspected of being an older backup')
    Guard.objects.filter(cell=settings.CELL).delete()
    log.warning('suspicion_dismissed', reason=reason)


def excuse(cell: str, reason: str) -> bool:
    """Go on without the answer of a cell that will not come back soon; False if nothing is awaited from it."""
    found = CellAnswer.objects.filter(cell=cell, barred_at=None).update(excused=reason[:200])
    log.warning('cell_excused', cell=cell, reason=reason)
    return bool(found)


def _open_taken_again() -> None:
    """Halls that the directory has here and that were taken again from their packages; fenced like all others."""
    for code in moves_taken():
        held = entry(code)
        settle(hall=code, cell=held.cell, epoch=held.epoch, moved_from=held.moved_from)


def _refuse_lacking(excepted: Collection[str]) -> None:
    here = {hall.code for hall in local_halls()}
    lacking = [
        f'{entry.code} {entry.name} (from {entry.moved_from})'
        for entry in arrived_in(settings.CELL)
        if entry.code not in here and entry.code not in excepted
    ]
    if lacking:
        raise HallsLacking(', '.join(lacking))


def _open_epochs(owners: list[str], now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(OPEN_EPOCHS, [owners, int((now - FIRST_MOMENT).total_seconds())])
        return int(dict(cursor.fetchall())[settings.CELL])


def _fence(halls: list[str], epoch: int, now: datetime) -> None:
    TipCount.objects.all().delete()
    Fence.objects.all().delete()
    Fence.objects.bulk_create(Fence(hall=hall, epoch=epoch, since=now) for hall in halls)
