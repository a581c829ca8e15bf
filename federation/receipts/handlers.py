"""What other cells say about the road arrives here, in the public schema."""

from collections.abc import Sequence

from federation.contracts.transport import Compared, FactsWanted, Receipt, Tallied
from federation.directory.selectors import cells_of
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
        of_its_halls(receipt.cell, {one.recipient for one in receipt.reached})
        of_its_halls(receipt.cell, {one.recipient for one in receipt.missing})
        if hearing.hear_of_peer(cell=receipt.cell, epoch=receipt.epoch, as_of=receipt.as_of):
            hearing.hear_reached(receipt.reached)
            hearing.hear_missing(receipt.missing)


@handles_facts(Tallied)
def tallied(batch: Sequence[tuple[Tallied, Delivery]]) -> None:
    """Answer with what this cell has of the same day. Raises NotItsOwn."""
    for told, delivery in batch:
        of_cell(told.cell, delivery)
        of_its_halls(told.cell, {pair.sender for pair in told.pairs})
        comparing.answer(told)


@handles_facts(Compared)
def compared(batch: Sequence[tuple[Compared, Delivery]]) -> None:
    """Keep whether both ends have the same; what differs is sent again. Raises NotItsOwn."""
    for told, delivery in batch:
        of_cell(told.cell, delivery)
        of_its_halls(told.cell, {pair.recipient for pair in told.pairs})
        comparing.conclude(told)


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


def of_its_halls(cell: str, halls: set[str]) -> None:
    """Raises NotItsOwn if the directory holds one of these halls in another cell."""
    for hall, holder in cells_of(halls).items():
        if holder != cell:
            raise NotItsOwn(f'{cell} spoke of {hall}')
