"""Writing the rows of many changes, a table in one statement."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DatabaseError, connection, models

from govhall.kernel.recordset import StatementPart, insertion, octets, replacement, text, together
from tenants.sealing import is_sealed


def insert_many(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert rows whose keys are known, or made by the database and wanted by nobody, in their order."""
    for part in inserting(model, rows):
        with connection.cursor() as cursor:
            cursor.execute(part.statement, [part.rows])


def inserting(model: type[models.Model], rows: Sequence[models.Model]) -> list[StatementPart]:
    """The same as a part of a statement, none for no rows; the rows count as stored from now on."""
    made = [StatementPart(_insertion(model), text(_columns(row, add=True) for row in rows))] if rows else []
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return made


def rewriting(model: type[models.Model], rows: Sequence[models.Model]) -> list[StatementPart]:
    """Writing rows that are there, and locked, as they are now, as a part of a statement; none for no rows."""
    return [StatementPart(_replacement(model), text(_columns(row, add=False) for row in rows))] if rows else []


def write_together(parts: Sequence[StatementPart], *, first: int) -> None:
    """Write all parts in one statement. Raises DatabaseError if the first wrote not so many rows: some were gone."""
    with connection.cursor() as cursor:
        cursor.execute(*together(parts))
        if cursor.fetchone()[0] != first:
            raise DatabaseError('a row was gone')


def _columns(row: models.Model, *, add: bool) -> dict[str, Any]:
    """Column to value, as the field would give it to the database; JSON columns as they are."""
    plain, made = _fields(type(row))
    columns = {str(field.column): getattr(row, field.attname) for field in plain}
    for field in made:
        value = field.pre_save(row, add)
        columns[str(field.column)] = _sealed(field, value) if is_sealed(field) else value
    return columns


def _sealed(field: 'models.Field[Any, Any]', value: object) -> str | None:
    sealed = field.get_db_prep_value(value, connection)
    return None if sealed is None else octets(sealed)


@cache
def _fields(model: type[models.Model]) -> 'tuple[list[models.Field[Any, Any]], list[models.Field[Any, Any]]]':
    """The columns that hold what stands in the object, and those whose value is made when it is written."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    made = [field for field in fields if is_sealed(field) or getattr(field, 'auto_now_add', False)]
    return [field for field in fields if field not in made], made


@cache
def _names(model: type[models.Model]) -> list[str]:
    return [str(field.column) for fields in _fields(model) for field in fields]


@cache
def _insertion(model: type[models.Model]) -> str:
    return insertion(model._meta.db_table, _names(model))


@cache
def _replacement(model: type[models.Model]) -> str:
    key = str(model._meta.pk.column)
    return replacement(model._meta.db_table, key, [name for name in _names(model) if name not in (key, 'created_at')])
