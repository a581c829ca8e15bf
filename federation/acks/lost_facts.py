"""Facts belong to no stream, so no receipt names one that was lost: the cell that may lack some asks for all again."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.conf import settings
from django.db import connection
from django.utils import timezone

from federation.acks.cell_messages import send_to_cells
from federation.acks.models import FactsDue
from federation.contracts.transport import FactsWanted
from federation.directory.selectors import UnknownHall, cells_above, known_cells
from tenants.selectors import local_halls

log = structlog.get_logger()

NOTE = """
INSERT INTO fed_facts_due AS held (hall, cell, asked_at)
SELECT hall, cell, %s FROM unnest(%s::text[], %s::text[]) AS due (hall, cell)
ON CONFLICT (hall, cell) DO UPDATE SET asked_at = excluded.asked_at, after = NULL
WHERE held.asked_at < excluded.asked_at
"""


def ask_for_facts() -> int:
    """Ask every cell, this one too, for the facts of its halls; how many were asked. In the caller's transaction."""
    cells = known_cells()
    send_to_cells([(cell, FactsWanted(cell=settings.CELL, asked_at=timezone.now())) for cell in cells])
    log.warning('facts_asked_for', count=len(cells))
    return len(cells)


def note_wanted(wanted: FactsWanted) -> list[str]:
    """Note the halls of this cell whose facts go to that cell; their codes."""
    halls = [hall.code for hall in local_halls() if wanted.cell in _cells_above(hall.code)]
    _note([(hall, wanted.cell) for hall in halls], wanted.asked_at)
    return halls


def resend_all_facts(halls: Sequence[str]) -> None:
    """After a restore of these halls: each cell above them is told all their facts again, as they are now."""
    _note([(hall, cell) for hall in halls for cell in _cells_above(hall)], timezone.now())


def halls_with_facts_due() -> list[str]:
    """The halls of this cell that have facts to tell again."""
    return list(FactsDue.objects.order_by('hall').values_list('hall', flat=True).distinct())


def take_due(hall: str) -> FactsDue | None:
    """What this hall has to tell again, the oldest first, locked; None if nothing, or if somebody else is at it."""
    waiting = FactsDue.objects.select_for_update(skip_locked=True).filter(hall=hall)
    return waiting.order_by('asked_at', 'cell').first()


def still_due(halls: Sequence[str]) -> set[tuple[str, str]]:
    """The pairs (hall, cell) of which that cell does not know all that was told before."""
    return set(FactsDue.objects.filter(hall__in=halls).values_list('hall', 'cell'))


def _note(due: Sequence[tuple[str, str]], asked_at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [asked_at, [hall for hall, _ in due], [cell for _, cell in due]])


def _cells_above(hall: str) -> list[str]:
    try:
        return cells_above(hall)
    except UnknownHall:
        return []
