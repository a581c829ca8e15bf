"""Whether a hall may act: not on what it knew before the restore, until all neighbours have told what they know."""

from datetime import datetime

from django.conf import settings
from django.db import connection

from federation.directory.selectors import cells_of
from federation.inbox.messages import MessageContext
from federation.repair.models import CellAnswer, Fence, PostponedMessage, TipCount

# A cell that is only suspected of being an old backup is fenced as a whole.
SINCE = """
SELECT COALESCE((SELECT since FROM fed_fence WHERE hall = %s), (SELECT since FROM fed_guard WHERE cell = %s))
"""
SEEN = """
INSERT INTO fed_tips AS held (hall, cell, epoch, seen, adopted, differing) VALUES (%s, %s, %s, 1, %s, %s)
ON CONFLICT (hall, cell) DO UPDATE SET seen = held.seen + 1, adopted = held.adopted + excluded.adopted,
    differing = held.differing + excluded.differing
WHERE held.epoch = excluded.epoch
"""
EXPECT = """
INSERT INTO fed_tips AS held (hall, cell, epoch, expected)
SELECT told.hall, %s, %s, told.count FROM unnest(%s::text[], %s::int[]) AS told (hall, count)
ON CONFLICT (hall, cell) DO UPDATE SET expected = excluded.expected WHERE held.epoch = excluded.epoch
"""
LOWER = """
DELETE FROM fed_fence WHERE hall IN (SELECT code FROM tenants_hall WHERE standing = 'gone')
OR NOT EXISTS (SELECT 1 FROM fed_answer WHERE barred_at IS NULL AND excused = '')
AND NOT EXISTS (
    SELECT 1 FROM fed_tips tips JOIN fed_answer answer USING (cell)
    WHERE tips.hall = fed_fence.hall AND tips.seen < tips.expected AND answer.excused = ''
) RETURNING hall
"""


def fenced_since(hall: str) -> datetime | None:
    """The moment before which cases of this hall are not to be touched; None for a hall that may act freely."""
    with connection.cursor() as cursor:
        cursor.execute(SINCE, [hall, settings.CELL])
        found: datetime | None = cursor.fetchone()[0]
    return found


def fenced_halls() -> set[str]:
    """The halls of this cell that have not yet heard all that they have forgotten."""
    return set(Fence.objects.values_list('hall', flat=True))


def postpone(context: MessageContext) -> None:
    """Keep for later what a fenced hall may not treat now; it is told again when the fence is down."""
    PostponedMessage.objects.create(hall=context.recipient, event_id=context.event_id)


def awaits_tip(context: MessageContext, epoch: int) -> bool:
    """Whether the recipient has asked for this: it is fenced, or has gone on without the sender's cell."""
    if Fence.objects.filter(hall=context.recipient, epoch=epoch).exists():
        return True
    cell = cells_of([context.sender]).get(context.sender, '')
    return CellAnswer.objects.filter(cell=cell, epoch=epoch).exclude(excused='').exists()


def note_tip(context: MessageContext, epoch: int, *, adopted: bool, differs: bool) -> None:
    """A tip has come and is applied; one of an older restore counts for nothing."""
    cell = cells_of([context.sender]).get(context.sender, '')
    if cell and Fence.objects.filter(hall=context.recipient, epoch=epoch).exists():
        with connection.cursor() as cursor:
            cursor.execute(SEEN, [context.recipient, cell, epoch, int(adopted), int(differs)])


def expect_tips(cell: str, epoch: int, tips: dict[str, int]) -> None:
    """So many tips of that cell are on their way to each hall."""
    with connection.cursor() as cursor:
        cursor.execute(EXPECT, [cell, epoch, list(tips), list(tips.values())])


def lower_fences() -> list[str]:
    """Lower the fences of all halls that have seen all tips, or have moved away; their codes."""
    with connection.cursor() as cursor:
        cursor.execute(LOWER)
        return [row[0] for row in cursor.fetchall()]


def waits_for_others(own: str) -> bool:
    """Whether tips of other cells than `own` are still to come."""
    open_cells = CellAnswer.objects.filter(barred_at=None, excused='').exclude(cell=own)
    excused = CellAnswer.objects.exclude(excused='').values('cell')
    open_tips = TipCount.objects.exclude(cell=own).exclude(cell__in=excused)
    return open_cells.exists() or any(tip_count.seen < (tip_count.expected or 0) for tip_count in open_tips)
