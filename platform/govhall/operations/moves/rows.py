"""Rows out of tables and into them: as the database writes them, with sealed columns opened and sealed anew."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from django.apps import apps
from django.conf import settings
from django.db import connection

from govhall.kernel.recordset import octets
from tenants.sealing import BlindIndex, is_sealed, keyring

Row = tuple[str, dict[str, bytes]]  # as JSON, and what its sealed columns hold
PART_BYTES = 8 * 1024 * 1024
AT_ONCE = 50
COLUMNS = """
SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position
"""


@cache
def sealed_columns(table: str) -> Mapping[str, Any]:
    """The sealed columns of a hall's table, by name; blind indexes among them."""
    labels = {app.rpartition('.')[2] for app in settings.TENANT_APPS}
    models = [model for label in sorted(labels) for model in apps.get_app_config(label).get_models()]
    found = [model for model in models if model._meta.db_table == table]
    return {str(field.column): field for model in found for field in model._meta.concrete_fields if is_sealed(field)}


def read(schema: str, table: str, *, where: str = 'true', values: Sequence[str | int] = ()) -> Iterator[Row]:
    """The rows, a few at a time; blind indexes are left to be made anew. Needs a transaction. Raises Unreadable."""
    fields = sealed_columns(table) if schema != 'public' else {}
    kept = [name for name, field in fields.items() if not isinstance(field, BlindIndex)]
    more = ''.join(f', "{name}"' for name in kept)
    query = f'SELECT to_jsonb(t)::text{more} FROM "{schema}"."{table}" t WHERE {where}'  # noqa: S608 - names of tables
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, values)
        while some := cursor.fetchmany(AT_ONCE):
            for text, *sealed in some:
                yield (
                    text,
                    {
                        name: keyring().open(bytes(value), hall=schema, column=fields[name].place)
                        for name, value in zip(kept, sealed, strict=True)
                        if value is not None
                    },
                )


def parts(rows: Iterable[Row]) -> Iterator[tuple[bytes, int]]:
    """The rows packed, some megabytes a part, with their number."""
    some: list[Row] = []
    size = 0
    for row in rows:
        some.append(row)
        size += len(row[0]) + sum(map(len, row[1].values()))
        if size >= PART_BYTES:
            yield _packed(some), len(some)
            some, size = [], 0
    if some:
        yield _packed(some), len(some)


def unpacked(part: bytes) -> list[Row]:
    """The rows of a part."""
    return msgspec.msgpack.decode(zlib.decompress(part), type=list[Row])


def write(
    schema: str,
    table: str,
    rows: Sequence[Row],
    *,
    changes: Sequence[Mapping[str, object]] | None = None,
    fresh: bool = False,
    again: bool = False,
) -> None:
    """Insert rows; `changes` are the columns that are other than they were, row by row.

    `fresh` numbers them anew; `again` passes over those that are there.
    """
    columns = [name for name in _columns(schema, table) if not (fresh and name == 'id')]
    names = ', '.join(f'"{name}"' for name in columns)
    insert = f"""
        INSERT INTO "{schema}"."{table}" ({names}) SELECT {', '.join(f'(row)."{name}"' for name in columns)} FROM (
            SELECT jsonb_populate_record(NULL::"{schema}"."{table}", given.row || given.more) AS row
            FROM unnest(%s::jsonb[], %s::jsonb[]) AS given (row, more) OFFSET 0
        ) AS told {'ON CONFLICT DO NOTHING' if again else ''}
    """  # noqa: S608 - names of tables and columns
    more = [
        {**_sealed(schema, table, opened), **(changes[place] if changes else {})}
        for place, (_, opened) in enumerate(rows)
    ]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            cursor.execute(
                insert,
                [
                    [text for text, _ in rows[start : start + AT_ONCE]],
                    [msgspec.json.encode(row).decode() for row in more[start : start + AT_ONCE]],
                ],
            )


def go_on_numbering(schema: str, table: str) -> None:
    """Let a table's own numbers go on behind those that were written."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT pg_get_serial_sequence(%s, %s)', [f'"{schema}"."{table}"', 'id'])
        (sequence,) = cursor.fetchone()
        if sequence is not None:
            cursor.execute(f'SELECT setval(%s, GREATEST(max(id), 1)) FROM "{schema}"."{table}"', [sequence])  # noqa: S608


def has_column(schema: str, table: str, column: str) -> bool:
    """Whether the table has it."""
    return column in _columns(schema, table)


def _columns(schema: str, table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [schema, table])
        return [row[0] for row in cursor.fetchall()]


def _sealed(schema: str, table: str, opened: Mapping[str, bytes]) -> dict[str, str]:
    fields = sealed_columns(table) if schema != 'public' else {}
    found = {}
    for name, field in fields.items():
        if isinstance(field, BlindIndex):
            word = field.hashed(msgspec.json.decode(opened[field.of]))
            found[name] = octets(keyring().index(word, hall=schema, column=field.place))
        elif name in opened:
            found[name] = octets(keyring().seal(opened[name], hall=schema, column=field.place))
    return found


def _packed(rows: list[Row]) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(rows), 1)
