"""A hall that moves to another cell: who may still do something in it here, and when that changes.

The cell that gives a hall away decides alone whether it does, so two cells never both hold it: it is closed there
before it is copied, and opens at the other only when the directory says that it is there.
"""

from django.conf import settings
from django.db import transaction

from govhall.kernel.errors import Refused
from govhall.kernel.kept import forget
from tenants.models import Hall, HallMove, HallStatus, MoveStep

OPENED = 'opened'
BEFORE_GIVEN = (MoveStep.CLOSED, MoveStep.PACKED)


class HallIsMoving(Refused):
    """The hall is closed for the time of its move."""

    code = 'HALL_MOVING'
    sentence = '本大厅正在迁移，请稍后再试。'


class HallHasMoved(Refused):
    """Another cell holds the hall now."""

    code = 'HALL_HAS_MOVED'
    sentence = '本大厅已迁到新的网址，请向管理员要新网址。'


def status_of(code: str) -> str:
    """Whether the hall is at work here, read anew; empty for an open one and for one that is not of this cell."""
    return Hall.objects.filter(code=code).values_list('status', flat=True).first() or ''


def statuses() -> dict[str, str]:
    """The halls of this cell that are not open, with what they are."""
    return dict(Hall.objects.exclude(status=HallStatus.OPEN).values_list('code', 'status'))


def refusal_of(status: str) -> Refused | None:
    """Why nothing can be done in a hall of this status; None for an open one."""
    if status == HallStatus.OPEN:
        return None
    return HallHasMoved() if status == HallStatus.GONE else HallIsMoving()


def give(*, hall: str, cell: str, package: str) -> HallMove | None:
    """The cell `cell` has taken this package: the hall is its own from now on. None if nothing of that kind was packed.

    Said again, it is the same.
    """
    move = HallMove.objects.select_for_update().filter(hall=hall, cell=cell, package=package).first()
    if move is None or move.step not in (MoveStep.PACKED, MoveStep.GIVEN, MoveStep.GONE, MoveStep.FINISHED):
        return None
    if move.step == MoveStep.PACKED:
        HallMove.objects.filter(pk=hall).update(step=MoveStep.GIVEN)
    return move


def is_packed(hall: str, package: str) -> bool:
    """Whether this package waits to be given away."""
    return HallMove.objects.filter(hall=hall, package=package, step=MoveStep.PACKED).exists()


def note_kept(*, hall: str, cell: str, package: str) -> bool:
    """The cell that packed the hall has thought better of it; whether a copy of that package waits here."""
    found = HallMove.objects.filter(hall=hall, cell=cell, package=package, step=MoveStep.TAKEN)
    return bool(found.update(step=MoveStep.KEPT))


def moves_taken() -> list[str]:
    """The halls of which a copy waits here to be opened."""
    return list(HallMove.objects.filter(step=MoveStep.TAKEN).order_by('hall').values_list('hall', flat=True))


def is_on_its_way() -> bool:
    """Whether a hall is closed here for its move, or waits here to be opened: nobody can speak for it meanwhile."""
    return bool(moves_taken()) or Hall.objects.filter(status=HallStatus.LEAVING).exists()


def settle(*, hall: str, cell: str, epoch: int, moved_from: str) -> str:
    """What the directory says of a hall takes effect here: it opens, or is gone. Its new status, or nothing.

    In the transaction that records the entry, so that it happens with it and once. The entry decides also where either
    cell was put back to a backup and has forgotten how far the move was, or has said that it keeps the hall.
    """
    known = Hall.objects.filter(code=hall).values_list('status', flat=True).first()
    if known is None or not moved_from:
        return ''
    if cell != settings.CELL and known in (HallStatus.OPEN, HallStatus.LEAVING):
        _become(hall, HallStatus.GONE)
        HallMove.objects.filter(pk=hall, step__in=(*BEFORE_GIVEN, MoveStep.GIVEN)).update(step=MoveStep.GONE)
        return HallStatus.GONE
    waiting = HallMove.objects.filter(pk=hall, step__in=(MoveStep.TAKEN, MoveStep.KEPT), epoch=epoch)
    if cell == settings.CELL and known == HallStatus.ARRIVING and waiting.update(step=MoveStep.OPENED):
        _become(hall, HallStatus.OPEN)
        return OPENED
    return ''


def _become(hall: str, status: HallStatus) -> None:
    Hall.objects.filter(code=hall).update(status=status)
    transaction.on_commit(forget)
