"""Rows of many halls, changed in one go."""

from collections.abc import Sequence

from django.db import migrations
from django.db.backends.utils import CursorWrapper

from tenants.release.recorder import HallData

batches: list[int] = []


def fill(cursor: CursorWrapper, schemas: Sequence[str]) -> None:
    """Every case gets the word."""
    batches.append(len(schemas))
    for schema in schemas:
        cursor.execute(f"""UPDATE "{schema}".casework_case SET later = 'filled'""")


class Migration(migrations.Migration):
    """Rows, and a column after them."""

    dependencies = [('casework', 'later_2_table')]
    operations = [
        HallData(fill),
        migrations.RunSQL('ALTER TABLE casework_later ADD COLUMN note text', migrations.RunSQL.noop),
    ]
