"""What one cell tells another of itself: each speaks for itself and for its own halls only."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TypeVar

from federation.contracts.transport import (
    Barred,
    Barrier,
    Compared,
    FactsWanted,
    HallGiven,
    HallKept,
    HallTaken,
    Held,
    Receipt,
    Tallied,
)
from federation.directory.models import HallEntry
from federation.inbox.messages import MessageContext
from federation.inbox.registry import handles_facts
from govhall.kernel.errors import Broken

T = TypeVar('T', Barred, Barrier, Compared, FactsWanted, HallGiven, HallKept, HallTaken, Held, Receipt, Tallied)
CellMessages = Sequence[tuple[T, MessageContext]]


class NotItsOwn(Broken):
    """A cell spoke for another, or of halls that are not its own."""


def handles_cell_message(cls: type[T]) -> Callable[[Callable[[T], None]], Callable[[CellMessages[T]], None]]:
    """Register the handler of what a cell tells of itself, called with one message after the other; public schema.

    What a cell says in another's name raises NotItsOwn before the handler sees it.
    """

    def register(handle: Callable[[T], None]) -> Callable[[CellMessages[T]], None]:
        @wraps(handle)
        def one_by_one(batch: CellMessages[T]) -> None:
            for told, context in batch:
                if told.cell != context.sender:
                    raise NotItsOwn(f'{context.sender} spoke for {told.cell}')
                handle(told)

        return handles_facts(cls)(one_by_one)

    return register


def own_halls(cell: str, halls: set[str]) -> set[str]:
    """Those of these halls of which the cell may speak.

    What it says of a hall that has just moved away from it was true when it was said; the new cell says it again, so it
    is left out and nobody is blamed. Raises NotItsOwn for any other hall that the directory holds elsewhere.
    """
    own = set(halls)
    for hall in HallEntry.objects.filter(code__in=halls).exclude(cell=cell):
        if hall.moved_from != cell:
            raise NotItsOwn(f'{cell} spoke of {hall.code}')
        own.discard(hall.code)
    return own
