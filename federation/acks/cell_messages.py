"""From one cell to another, on the lane for receipts: in the order in which it is written."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from django.conf import settings

from federation.contracts.base import Message
from federation.link.topics import Lane, cell_topic
from federation.outbox.rows import Destination, NewRow, body_of, write

RECEIPTS = UUID('2f1b7f3e-8a94-5b0e-b0c4-5e7c7c1f7a10')  # names the subject of what one cell tells another


def send_to_cells(told: Sequence[tuple[str, Message]]) -> None:
    """Write these to these cells; inside the caller's transaction."""
    rows = [
        NewRow(
            # One key for a pair of cells: what is told comes in the order in which it was written.
            Destination(cell_topic(cell, Lane.RECEIPTS), settings.CELL, cell),
            settings.CELL,
            uuid5(RECEIPTS, f'{settings.CELL}/{cell}'),
            message.type_name,
            body_of(message),
        )
        for cell, message in told
    ]
    if rows:
        write(rows)
