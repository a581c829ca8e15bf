"""Barriers and their answers arrive here, in the public schema."""

from django.db import connection
from msgspec.structs import replace

from federation.acks.authorisation import handles_cell_message, own_halls
from federation.contracts.transport import Barred, Barrier, Held
from federation.repair import adoption
from tenants.selectors import local_halls

# A barrier that was asked again by a later restore begins anew.
NOTE = """
INSERT INTO fed_barrier AS held (cell, epoch, since) VALUES (%s, %s, %s)
ON CONFLICT (cell) DO UPDATE SET epoch = excluded.epoch, since = excluded.since, heard_at = now(), held_at = NULL,
    barred_at = NULL
WHERE held.epoch < excluded.epoch
"""


@handles_cell_message(Barrier)
def barriers(barrier: Barrier) -> None:
    """Keep what a restored cell asks; the intake answers when it has read all that is there."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [barrier.cell, barrier.epoch, barrier.since])


@handles_cell_message(Held)
def held(told: Held) -> None:
    """Go on behind what the other cell holds of this one. Raises NotItsOwn.

    A hall that this cell has got since the backup was made is not in its database: nothing can go on here for it.
    """
    own, here = own_halls(told.cell, {reach.recipient for reach in told.reached}), {hall.code for hall in local_halls()}
    reached = [reach for reach in told.reached if reach.recipient in own and reach.sender in here]
    adoption.adopt_held(replace(told, reached=reached))


@handles_cell_message(Barred)
def barred(told: Barred) -> None:
    """Note how many tips that cell has sent."""
    adoption.note_barred(told)
