"""Barriers and their answers arrive here, in the public schema."""

from django.db import connection
from msgspec.structs import replace

from federation.contracts.transport import Barred, Barrier, Held
from federation.receipts.speaking import handles_told, own_halls
from federation.repair import adopting
from tenants.selectors import local_halls

# A barrier that was asked again by a later restore begins anew.
NOTE = """
INSERT INTO fed_barrier AS held (cell, epoch, since) VALUES (%s, %s, %s)
ON CONFLICT (cell) DO UPDATE SET epoch = excluded.epoch, since = excluded.since, heard_at = now(), held_at = NULL,
    barred_at = NULL
WHERE held.epoch < excluded.epoch
"""


@handles_told(Barrier)
def barriers(barrier: Barrier) -> None:
    """Keep what a restored cell asks; the intake answers when it has read all that is there."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [barrier.cell, barrier.epoch, barrier.since])


@handles_told(Held)
def held(told: Held) -> None:
    """Go on behind what the other cell holds of this one. Raises NotItsOwn.

    A hall that this cell has got since the backup was made is not in its database: nothing can go on here for it.
    """
    own, here = own_halls(told.cell, {one.recipient for one in told.reached}), {hall.code for hall in local_halls()}
    reached = [one for one in told.reached if one.recipient in own and one.sender in here]
    adopting.hear_held(replace(told, reached=reached))


@handles_told(Barred)
def barred(told: Barred) -> None:
    """Note how many tips that cell has sent."""
    adopting.hear_barred(told)
