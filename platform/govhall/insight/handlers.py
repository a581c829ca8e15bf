"""Facts and watermarks arrive here, a batch in one call."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from federation.contracts.facts import CaseFact, CellWatermark
from federation.directory.selectors import all_entries
from federation.inbox.messages import MessageContext
from federation.inbox.registry import handles_facts
from govhall.insight.rules import ReportedFact
from govhall.insight.services import raise_floors, raise_watermarks, record_facts
from govhall.kernel.errors import Broken


class Misattributed(Broken):
    """A hall or cell spoke of another one's figures."""


@handles_facts(CaseFact)
def case_facts(batch: Sequence[tuple[CaseFact, MessageContext]]) -> None:
    """Move the figures. A hall speaks only of its own part: raises Misattributed otherwise, and UnknownArea."""
    for fact, delivery in batch:
        if fact.hall != delivery.sender:
            raise Misattributed(f'{delivery.sender} told a fact of {fact.hall}')
    record_facts(ReportedFact(fact, delivery.epoch) for fact, delivery in batch)


@handles_facts(CellWatermark)
def cell_watermarks(batch: Sequence[tuple[CellWatermark, MessageContext]]) -> None:
    """Raise the watermarks of a cell's halls. A cell speaks only of halls that the directory does not place elsewhere.

    A clock that runs ahead is not believed: it would make a hall look alive after it fell silent. What a restored hall
    has not told anew ceases to count.
    """
    cells = {entry.code: entry.cell for entry in all_entries()}
    now = timezone.now()
    reported: dict[str, datetime] = {}
    floors: dict[str, int] = {}
    for told, delivery in batch:
        if told.cell != delivery.sender:
            raise Misattributed(f'{delivery.sender} told a watermark of {told.cell}')
        as_of = min(told.as_of, now)
        for hall in told.halls:
            if cells.get(hall, told.cell) == told.cell:
                reported[hall] = max(as_of, reported.get(hall, as_of))
                floors[hall] = max(told.epochs.get(hall, 1), floors.get(hall, 1))
    raise_floors(floors)
    raise_watermarks(reported)
