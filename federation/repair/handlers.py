"""Barriers and their answers arrive here, in the public schema."""

from collections.abc import Sequence

from django.db import connection
from msgspec.structs import replace

from federation.contracts.transport import Barred, Barrier, Held
from federation.inbox.parcels import Delivery
from federation.inbox.registry import handles_facts
from federation.receipts.handlers import of_cell, own_halls
from federation.repair import adopting

# A barrier that was asked again by a later restore begins anew.
NOTE = """
INSERT INTO fed_barrier AS held (cell, epoch, since) VALUES (%s, %s, %s)
ON CONFLICT (cell) DO UPDATE SET epoch = excluded.epoch, since = excluded.since, heard_at = now(), held_at = NULL,
    barred_at = NULL
WHERE held.epoch < excluded.epoch
"""


@handles_facts(Barrier)
def barriers(batch: Sequence[tuple[Barrier, Delivery]]) -> None:
    """Keep what a restored cell asks; the intake answers when it has read all that is there. Raises NotItsOwn."""
    for barrier, delivery in batch:
        of_cell(barrier.cell, delivery)
        with connection.cursor() as cursor:
            cursor.execute(NOTE, [barrier.cell, barrier.epoch, barrier.since])


@handles_facts(Held)
def held(batch: Sequence[tuple[Held, Delivery]]) -> None:
    """Go on behind what the other cell holds of this one. Raises NotItsOwn."""
    for told, delivery in batch:
        of_cell(told.cell, delivery)
        own = own_halls(told.cell, {one.recipient for one in told.reached})
        adopting.hear_held(replace(told, reached=[one for one in told.reached if one.recipient in own]))


@handles_facts(Barred)
def barred(batch: Sequence[tuple[Barred, Delivery]]) -> None:
    """Note how many tips that cell has sent. Raises NotItsOwn."""
    for told, delivery in batch:
        of_cell(told.cell, delivery)
        adopting.hear_barred(told)
