"""Which halls are where: one table says it; a schema is looked into only if the table does not know it."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Count, Min, QuerySet
from django.utils.module_loading import import_string

from tenants.models import Hall, HallSchema
from tenants.release.history import Key, fingerprint, history

LOOK = 100  # schemas in one statement
WITH_MIGRATIONS = """
SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = 'django_migrations' AND n.nspname = ANY(%s)
"""


class Group(NamedTuple):
    """Halls with the same plan and the same rights; `example` is one of them."""

    plan: str
    rights: str
    halls: int
    example: int


def rights_version() -> str:
    """The fingerprint of the rights that this release gives in a hall."""
    return str(import_string(settings.TENANT_RIGHTS_VERSION)())


def groups() -> list[Group]:
    """All halls with a schema, by what it has: one statement for any number of halls."""
    rows = HallSchema.objects.exclude(plan='').values_list('plan', 'rights')
    return [Group(*row) for row in rows.annotate(halls=Count('hall'), example=Min('hall')).order_by('example')]


def of_group(group: Group) -> QuerySet[Hall]:
    """The halls of a group."""
    noted = HallSchema.objects.filter(plan=group.plan, rights=group.rights)
    found: QuerySet[Hall] = Hall.objects.filter(pk__in=noted.values('hall')).order_by('code')
    return found


def record_unknown() -> int:
    """Look once at each hall that the table does not name, and note what it has; how many there were."""
    return record_all(Hall.objects.exclude(pk__in=HallSchema.objects.values('hall')))


def record_all(halls: QuerySet[Hall]) -> int:
    """Look into the schemas of these halls, a hundred in a statement; how many there were."""
    unknown = list(halls.order_by('code'))
    for start in range(0, len(unknown), LOOK):
        record(unknown[start : start + LOOK])
    return len(unknown)


def note(hall: Hall, plan: str) -> None:
    """This hall was just made, with these migrations and this release's rights."""
    _keep([HallSchema(hall=hall, plan=plan, rights=rights_version())])


def record(halls: Sequence[Hall]) -> None:
    """Look into these schemas and note it. Their rights are taken as unknown."""
    applied = applied_in([hall.schema_name for hall in halls])
    rows = [HallSchema(hall=hall, plan=_plan(applied.get(hall.schema_name)), rights='') for hall in halls]
    _keep(rows)


def _keep(rows: list[HallSchema]) -> None:
    fields = ['plan', 'rights', 'changed_at']
    HallSchema.objects.bulk_create(rows, update_conflicts=True, unique_fields=['hall'], update_fields=fields)


def applied_in(schemas: Sequence[str]) -> dict[str, frozenset[Key]]:
    """The migrations of halls that each schema has; schemas without the table of migrations are left out."""
    with connection.cursor() as cursor:
        cursor.execute(WITH_MIGRATIONS, [list(schemas)])
        there = [row[0] for row in cursor.fetchall()]
        found: dict[str, set[Key]] = {schema: set() for schema in there}
        for schema, app, name in _rows(cursor, there):
            found[schema].add((app, name))
    return {schema: frozenset(keys) for schema, keys in found.items()}


def _rows(cursor: CursorWrapper, schemas: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    parts = [f'SELECT \'{schema}\', app, name FROM "{schema}".django_migrations' for schema in schemas]  # noqa: S608
    if parts:
        labels = sorted({app for app, _ in history().of_halls})
        kept = ' UNION ALL '.join(parts)
        cursor.execute(f'SELECT * FROM ({kept}) kept (s, app, name) WHERE app = ANY(%s)', [labels])  # noqa: S608
        yield from cursor.fetchall()


def _plan(applied: AbstractSet[Key] | None) -> str:
    return '' if applied is None else fingerprint(applied)
