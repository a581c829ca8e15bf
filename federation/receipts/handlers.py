"""What other cells say about the road arrives here, in the public schema."""

from collections.abc import Sequence

from msgspec.structs import replace

from federation.contracts.transport import Compared, FactsWanted, Missing, Reach, Receipt, Tallied
from federation.directory.models import HallEntry
from federation.inbox.parcels import Delivery
from federation.inbox.registry import handles_facts
from federation.receipts import comparing, hearing, lost_facts
from govhall.kernel.errors import Broken


class NotItsOwn(Broken):
    """A cell spoke for another, or of halls that are not its own."""


@handles_facts(Receipt)
def receipts(batch: Sequence[tuple[Receipt, Delivery]]) -> None:
    """Note how far other cells have come. Raises NotItsOwn, and OlderBackup if they have what we never said."""
    for receipt, delivery in batch:
        of_cell(receipt.cell, delivery)
        own = own_halls(receipt.cell, {*_recipients(receipt.reached), *_recipients(receipt.missing)})
        if hearing.hear_of_peer(cell=receipt.cell, epoch=receipt.epoch, as_of=receipt.as_of):
            hearing.hear_reached([one for one in receipt.reached if one.recipient in own])
            hearing.hear_missing([one for one in receipt.missing if one.recipient in own])


@handles_facts(Tallied)
def tallied(batch: Sequence[tuple[Tallied, Delivery]]) -> None:
    """Answer with what this cell has of the same day. Raises NotItsOwn."""
    for told, delivery in batch:
        of_cell(told.cell, delivery)
        own = own_halls(told.cell, {pair.sender for pair in told.pairs})
        comparing.answer(replace(told, pairs=[pair for pair in told.pairs if pair.sender in own]))


@handles_facts(Compared)
def compared(batch: Sequence[tuple[Compared, Delivery]]) -> None:
    """Keep whether both ends have the same; what differs is sent again. Raises NotItsOwn."""
    for told, delivery in batch:
        of_cell(told.cell, delivery)
        own = own_halls(told.cell, {pair.recipient for pair in told.pairs})
        comparing.conclude(replace(told, pairs=[pair for pair in told.pairs if pair.recipient in own]))


@handles_facts(FactsWanted)
def facts_wanted(batch: Sequence[tuple[FactsWanted, Delivery]]) -> None:
    """Note what is to be told again. Raises NotItsOwn."""
    for wanted, delivery in batch:
        of_cell(wanted.cell, delivery)
        lost_facts.note_wanted(wanted)


def of_cell(cell: str, delivery: Delivery) -> None:
    """Raises NotItsOwn if the cell that signed is another one."""
    if cell != delivery.sender:
        raise NotItsOwn(f'{delivery.sender} spoke for {cell}')


def _recipients(told: Sequence[Reach] | Sequence[Missing]) -> set[str]:
    return {one.recipient for one in told}


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
