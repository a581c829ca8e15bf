"""What other cells say about the road arrives here, in the public schema."""

from collections.abc import Sequence

from msgspec.structs import replace

from federation.contracts.transport import Compared, FactsWanted, Missing, Reach, Receipt, Tallied
from federation.receipts import comparing, hearing, lost_facts
from federation.receipts.speaking import handles_told, own_halls


@handles_told(Receipt)
def receipts(receipt: Receipt) -> None:
    """Note how far another cell has come. Raises NotItsOwn, and OlderBackup if it has what we never said."""
    own = own_halls(receipt.cell, {*_recipients(receipt.reached), *_recipients(receipt.missing)})
    if hearing.hear_of_peer(cell=receipt.cell, epoch=receipt.epoch, as_of=receipt.as_of):
        hearing.hear_reached([one for one in receipt.reached if one.recipient in own])
        hearing.hear_missing([one for one in receipt.missing if one.recipient in own])


@handles_told(Tallied)
def tallied(told: Tallied) -> None:
    """Answer with what this cell has of the same day. Raises NotItsOwn."""
    own = own_halls(told.cell, {pair.sender for pair in told.pairs})
    comparing.answer(replace(told, pairs=[pair for pair in told.pairs if pair.sender in own]))


@handles_told(Compared)
def compared(told: Compared) -> None:
    """Keep whether both ends have the same; what differs is sent again. Raises NotItsOwn."""
    own = own_halls(told.cell, {pair.recipient for pair in told.pairs})
    comparing.conclude(replace(told, pairs=[pair for pair in told.pairs if pair.recipient in own]))


@handles_told(FactsWanted)
def facts_wanted(wanted: FactsWanted) -> None:
    """Note what is to be told again."""
    lost_facts.note_wanted(wanted)


def _recipients(told: Sequence[Reach] | Sequence[Missing]) -> set[str]:
    return {one.recipient for one in told}
