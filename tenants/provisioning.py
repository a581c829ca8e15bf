"""How a hall gets its schema: one rendered DDL text is replayed (30 ms), migrations are not run hall by hall."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django_tenants.utils import schema_exists

from govhall.kernel.kept import forget
from tenants.models import Hall, Point
from tenants.release import held
from tenants.release.history import history
from tenants.release.rehearsal import rehearse
from tenants.release.script import TABLE_OF_MIGRATIONS, Script

DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
VILLAGES = Path(__file__).resolve().parent / 'data' / 'villages.csv'


class NewHall(NamedTuple):
    """What the directory says of a hall of this cell."""

    code: str
    slug: str
    name: str
    short_name: str
    kind: str
    area_code: str
    parent_code: str


def provision_hall(wanted: NewHall) -> Hall:
    """Register a hall, make its schema and, for a township, its village points; a second time nothing changes."""
    hall: Hall = Hall.objects.update_or_create(
        code=wanted.code, defaults={**wanted._asdict(), 'schema_name': f'h_{wanted.code.lower()}'}
    )[0]
    provision_schema(hall)
    if hall.kind == 'township' and not hall.points.exists():
        villages = _villages(hall.area_code)
        Point.objects.bulk_create(
            Point(hall=hall, code=code, name=name, block=block_of(place)) for place, (code, name) in enumerate(villages)
        )
    forget()
    return hall


def block_of(place: int) -> str:
    """The number block of the point at this place (from 0): 10, 11 … ZZ; blocks with a leading 0 are the counter's."""
    high, low = divmod(place, len(DIGITS))
    return DIGITS[high + 1] + DIGITS[low]


def _villages(township: str) -> list[tuple[str, str]]:
    with VILLAGES.open(encoding='utf-8') as lines:
        return [(row['code'], row['name']) for row in csv.DictReader(lines) if row['township'] == township]


def rendered() -> Script:
    """What makes a hall's schema, its table of migrations too: rehearsed once in a process, without a schema's name."""
    return _rendered(history().target)


@cache
def _rendered(_plan: str) -> Script:
    return Script(rehearse(frozenset()), first=[TABLE_OF_MIGRATIONS])


def provision_schema(hall: Hall) -> bool:
    """Make the hall's schema with its tables and rights in one transaction; False if it was there already."""
    if schema_exists(hall.schema_name):
        return False
    script, plan = rendered(), history().target
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{hall.schema_name}"')
        script.play(cursor, [hall.schema_name])
        import_string(settings.TENANT_RIGHTS)(cursor, hall.schema_name)
        held.note(hall, plan)
    # SET LOCAL is gone with the transaction; django-tenants must set the path anew.
    connection.set_schema_to_public()  # type: ignore[attr-defined]
    forget()
    return True
