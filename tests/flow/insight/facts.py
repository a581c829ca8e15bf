"""Facts as halls tell them, for the tests of this room."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from federation.contracts.facts import CaseFact, CellWatermark
from federation.inbox.messages import MessageContext
from govhall.insight.handlers import case_facts, cell_watermarks
from tests.builders.world import TOWNSHIP, World

DAY = date(2026, 11, 20)


def fact(world: World, hall: str = TOWNSHIP, **changes: object) -> CaseFact:
    """A case received on DAY at the hall, unless told otherwise."""
    own = world.hall(hall)
    values: dict[str, object] = {
        'fact': uuid4(),
        'version': 1,
        'hall': hall,
        'hall_kind': own.kind,
        'area': own.area_code,
        'matter': '512000102000',
        'received_on': DAY,
    }
    return CaseFact(**(values | changes))  # type: ignore[arg-type]


def tell(facts: Iterable[CaseFact], epoch: int = 1) -> None:
    """Deliver facts as one batch, each from its own hall in this epoch of it."""
    case_facts([(one, delivery(one.hall, epoch)) for one in facts])


def report(
    halls: list[str], as_of: datetime, cell: str = 'bazhong', sender: str = '', epochs: dict[str, int] | None = None
) -> None:
    """Deliver a watermark of the cell, sent by it unless told otherwise; `epochs` of halls that told all anew."""
    told = CellWatermark(cell=cell, as_of=as_of, halls=halls, epochs=epochs or {})
    cell_watermarks([(told, delivery(sender or cell))])


def delivery(sender: str, epoch: int = 1) -> MessageContext:
    """The way of a message from this sender."""
    return MessageContext(sender, 'bazhong', UUID(int=1), 0, datetime.now(UTC), uuid4(), epoch=epoch)
