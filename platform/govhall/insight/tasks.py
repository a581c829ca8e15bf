"""What Celery beat starts: the cell says every minute up to when its halls have told everything."""

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from federation.acks.lost_facts import still_due
from federation.contracts.facts import CellWatermark
from federation.directory.selectors import all_entries, facts_resent_from
from federation.outbox.selectors import facts_told_until
from federation.outbox.services import emit_cell_fact
from federation.repair.fences import fenced_halls
from govhall.insight.rules import told_cells
from govhall.kernel.ids import new_uid
from tenants.selectors import local_halls

MOST_WAITING = 10_000  # facts; a relay that is further behind than that vouches for nothing
HALLS_A_MESSAGE = 1500  # 11 bytes each in JSON, and 22 of a restored one; a body may have 64 KiB


@shared_task(name='insight.send_watermarks')
def send_watermarks() -> int:
    """Tell this cell and the cells above it, also when nothing happened; returns the number of messages.

    `as_of` is now, or the moment up to which all facts for that cell have left the outbox: they lie on its topic before
    the watermark does, and its intake applies all that lies there first (ADR 52). A hall whose facts a cell has lost is
    left out there until all are told again, and a restored one everywhere until it has heard what it has forgotten.
    """
    now = timezone.now()
    fenced = fenced_halls()
    codes = [hall.code for hall in local_halls() if hall.code not in fenced]
    anew = facts_resent_from(codes)
    due = still_due(codes)
    told = told_cells(codes, all_entries())
    told = {cell: [hall for hall in halls if (hall, cell) not in due] for cell, halls in told.items()}
    messages = 0
    with transaction.atomic():
        for cell, halls in sorted(told.items()):
            as_of = facts_told_until(cell, now, MOST_WAITING)
            if as_of is None:
                continue
            for start in range(0, len(halls), HALLS_A_MESSAGE):
                some = halls[start : start + HALLS_A_MESSAGE]
                epochs = {hall: anew[hall] for hall in some if hall in anew}
                mark = CellWatermark(cell=settings.CELL, as_of=as_of, halls=some, epochs=epochs)
                emit_cell_fact(mark, cells=[cell], key=new_uid())
                messages += 1
    return messages
