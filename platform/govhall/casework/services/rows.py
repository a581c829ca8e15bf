"""Writing the rows of many changes, a table in one statement."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.db import DatabaseError, connection, models

from govhall.kernel.recordset import insertion, replacement, text
from tenants.sealing import is_sealed


def insert_many(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert rows whose keys are known, or made by the database and wanted by nobody, in their order."""
    if rows:
        _execute(_insertion(model), (_columns(row, add=True) for row in rows))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def rewrite_many(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Write rows that are there, and locked, as they are now; a row that is gone is an error.

    Raises DatabaseError then, as `save(force_update=True)` does.
    """
    if rows and _execute(_replacement(model), (_columns(row, add=False) for row in rows)) != len(rows):
        raise DatabaseError(f'{model.__name__}: a row was gone')


def _execute(statement: str, rows: Iterator[dict[str, Any]]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [text(rows)])
        return int(cursor.rowcount)


def _columns(row: models.Model, *, add: bool) -> dict[str, Any]:
    """Column to value, as the field would give it to the database; JSON columns as they are."""
    return {
        field.column: field.get_db_prep_value(value, connection) if is_sealed(field) else value
        for field in _fields(type(row))
        for value in [field.pre_save(row, add)]
    }


@cache
def _fields(model: type[models.Model]) -> 'list[models.Field[Any, Any]]':
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


@cache
def _insertion(model: type[models.Model]) -> str:
    return insertion(model._meta.db_table, [field.column for field in _fields(model)])


@cache
def _replacement(model: type[models.Model]) -> str:
    key = model._meta.pk.column
    columns = [field.column for field in _fields(model) if field.column != key and field.name != 'created_at']
    return replacement(model._meta.db_table, key, columns)
