"""What other cells say about the road arrives here, in the public schema."""

from collections.abc import Sequence

from msgspec.structs import replace

from federation.acks import comparison, lost_facts, process
from federation.acks.authorisation import handles_cell_message, own_halls
from federation.contracts.transport import Compared, FactsWanted, Missing, Reach, Receipt, Tallied


@handles_cell_message(Receipt)
def acknowledged(receipt: Receipt) -> None:
    """Note how far another cell has come. Raises NotItsOwn, and OlderBackup if it has what we never said."""
    own = own_halls(receipt.cell, {*_recipients(receipt.reached), *_recipients(receipt.missing)})
    if process.note_peer(cell=receipt.cell, epoch=receipt.epoch, as_of=receipt.as_of):
        process.process_reached([reach for reach in receipt.reached if reach.recipient in own])
        process.process_missing([gap for gap in receipt.missing if gap.recipient in own])


@handles_cell_message(Tallied)
def tallied(told: Tallied) -> None:
    """Answer with what this cell has of the same day. Raises NotItsOwn."""
    own = own_halls(told.cell, {pair.sender for pair in told.pairs})
    comparison.answer_tallies(replace(told, pairs=[pair for pair in told.pairs if pair.sender in own]))


@handles_cell_message(Compared)
def compared(told: Compared) -> None:
    """Keep whether both ends have the same; what differs is sent again. Raises NotItsOwn."""
    own = own_halls(told.cell, {pair.recipient for pair in told.pairs})
    comparison.store_comparison(replace(told, pairs=[pair for pair in told.pairs if pair.recipient in own]))


@handles_cell_message(FactsWanted)
def facts_wanted(wanted: FactsWanted) -> None:
    """Note what is to be told again."""
    lost_facts.note_wanted(wanted)


def _recipients(told: Sequence[Reach] | Sequence[Missing]) -> set[str]:
    return {item.recipient for item in told}
