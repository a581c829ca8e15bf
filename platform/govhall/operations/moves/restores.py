"""A database is put back to a backup while a hall moves: nothing that was only prepared counts any more."""

from datetime import datetime

from django.db import connection

from federation.repair.registry import restarts_cell
from govhall.operations.moves.hall_rights import withhold_hall
from govhall.operations.moves.old_cell import keep
from tenants.hall_moves import BEFORE_GIVEN
from tenants.models import Hall, HallMove, HallStatus


@restarts_cell
def open_what_was_only_prepared(since: datetime) -> None:
    """A package may have been cancelled since the backup, and the hall gone on: it is given to nobody."""
    for code in list(HallMove.objects.filter(step__in=BEFORE_GIVEN).values_list('hall', flat=True)):
        keep(code)


@restarts_cell
def shut_what_has_moved(since: datetime) -> None:
    """The directory has closed halls that left after the backup; their schemas were not shut then."""
    with connection.cursor() as cursor:
        for hall in Hall.objects.filter(status=HallStatus.GONE):
            cursor.execute('SELECT 1 FROM pg_namespace WHERE nspname = %s', [hall.schema_name])
            if cursor.fetchone():
                withhold_hall(cursor, hall.schema_name)
