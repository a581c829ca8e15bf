"""The guard of a cell whose database may be older than what it has told its neighbours."""

from django.conf import settings
from django.db import connection

from federation.acks.models import Guard
from govhall.kernel.errors import Broken

SUSPECTED, RESTORED = 'suspected', 'restored'
SET = """
INSERT INTO fed_guard (cell, state, detail) VALUES (%s, 'suspected', %s) ON CONFLICT (cell) DO NOTHING
"""


class OlderBackup(Broken):
    """Peers have messages of this cell that its database does not know: it was restored from an older backup.

    Nothing may be sent or applied until the operator has said so with `govhall restored`.
    """


def set_suspected(detail: str) -> None:
    """Set the guard, in a transaction of its own: whatever noticed it is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute(SET, [settings.CELL, detail[:200]])


def guard_state() -> str:
    """`suspected`, `restored`, or empty if all is well."""
    row = Guard.objects.filter(cell=settings.CELL).values_list('state', flat=True).first()
    return row or ''


def refuse_if_suspected() -> None:
    """Raises OlderBackup: relay and intake may not run on a database that is older than what it has told others."""
    row = Guard.objects.filter(cell=settings.CELL, state=SUSPECTED).first()
    if row is not None:
        raise OlderBackup(row.detail)
