"""Deleting what a cell has of a hall that is not its own: after a move, or a copy that never counted."""

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from federation.directory.selectors import cells_above
from federation.trust.models import PrivateKey
from govhall.insight.services import forget_facts
from govhall.operations.moves.holdings import MOVES
from govhall.operations.moves.package_export import named
from tenants.models import Hall, HallSchema


def tidy(cursor: CursorWrapper, hall: Hall) -> None:
    """Schema, rows and private keys go, in the caller's transaction; what is a register stays. Repeatable."""
    cursor.execute(f'DROP SCHEMA IF EXISTS "{hall.schema_name}" CASCADE')
    HallSchema.objects.filter(hall=hall).delete()
    for move in MOVES:
        if not move.remains:
            cursor.execute(f'DELETE FROM {move.table} WHERE "{move.of}" = %s', [named(move, hall)])  # noqa: S608 - own names
    PrivateKey.objects.filter(owner=hall.code).delete()
    if settings.CELL not in cells_above(hall.code):
        forget_facts(hall.code)  # nobody tells this cell how they change
