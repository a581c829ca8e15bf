"""Many rows as one JSON text: one parameter however many rows, and PostgreSQL gives each place its column's type.

A driver that quotes every value of every row by itself takes longer over it than the database over the statement.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec


class StatementPart(NamedTuple):
    """A statement that writes the rows of one table, and its one parameter as `text` gives it."""

    statement: str
    rows: str


def together(parts: Sequence[StatementPart]) -> tuple[str, list[str]]:
    """All parts as one statement, with its parameters; its row is how many rows the first part wrote.

    The parts see the tables as they were before, and no order among them is certain: none may touch a row of another.
    The first needs the right to read its table; the others only those to write.
    """
    texts = [f'part{at} AS ({part.statement}{" RETURNING 1" if at == 0 else ""})' for at, part in enumerate(parts)]
    return f'WITH {", ".join(texts)} SELECT count(*) FROM part0', [part.rows for part in parts]  # noqa: S608 - same


def insertion(table: str, columns: Sequence[str]) -> str:
    """An INSERT of rows that `text` gives, in their order; columns that are not named take their defaults."""
    names = ', '.join(f'"{name}"' for name in columns)
    return f'INSERT INTO {table} ({names}) SELECT {names} FROM {source(table)} AS told'  # noqa: S608 - fixed names


def replacement(table: str, key: str, columns: Sequence[str]) -> str:
    """An UPDATE of these columns of rows that are there, found by their key."""
    changes = ', '.join(f'"{name}" = told."{name}"' for name in columns)
    return f'UPDATE {table} AS held SET {changes} FROM {source(table)} AS told WHERE held."{key}" = told."{key}"'  # noqa: S608 - same


def source(table: str) -> str:
    """The rows as a table of the same shape; takes the text as its parameter."""
    return f'json_populate_recordset(NULL::{table}, %s::json)'


def text(rows: Iterable[Mapping[str, object]]) -> str:
    """The rows, column to value; what goes into a `bytea` column as `octets` gives it."""
    return msgspec.json.encode(list(rows)).decode()


def octets(value: bytes) -> str:
    """Bytes as `bytea` reads them."""
    return f'\\x{value.hex()}'
