"""Saying how a move goes, on the lane for receipts; inside the caller's transaction."""

from django.conf import settings

from federation.acks.cell_messages import send_to_cells
from federation.contracts.transport import HallGiven, HallKept, HallTaken
from federation.trust import keys
from govhall.kernel.errors import Broken


class NoRoot(Broken):
    """This cell rests its trust on nobody yet: run `rest_on`."""


def send_taken(*, hall: str, to: str, package: str) -> None:
    """Tell the cell that packed the hall that its copy is here."""
    send_to_cells([(to, HallTaken(cell=settings.CELL, hall=hall, package=package))])


def send_kept(*, hall: str, to: str, package: str) -> None:
    """Tell a cell that the hall does not come to it with this package."""
    send_to_cells([(to, HallKept(cell=settings.CELL, hall=hall, package=package))])


def send_given(*, hall: str, to: str, epoch: int) -> None:
    """Have the root enter the hall at its new cell. Raises NoRoot."""
    root = keys.trust_root()
    if root is None:
        raise NoRoot(settings.CELL)
    send_to_cells([(root.cell, HallGiven(cell=settings.CELL, hall=hall, to=to, epoch=epoch))])
