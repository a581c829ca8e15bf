"""From one cell to another, on the lane for receipts: in the order in which it is written."""

from collections.abc import Sequence
from uuid import uuid5

from django.conf import settings

from federation.contracts.base import Message
from federation.link.topics import Lane, cell_topic
from federation.outbox.rows import Destination, Row, body_of, write
from federation.receipts.giving import RECEIPTS


def tell(told: Sequence[tuple[str, Message]]) -> None:
    """Write these to these cells; inside the caller's transaction."""
    rows = [
        Row(
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
