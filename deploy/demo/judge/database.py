"""The databases as the judge sees them: every schema that holds cases, by the catalogue of the database itself."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from deploy.demo.stage import CellPlace

Row = dict[str, Any]
Connection = psycopg.Connection[Row]
SCHEMAS = """
SELECT tables.table_schema AS schema, hall.code, hall.kind, hall.area_code
FROM information_schema.tables AS tables
LEFT JOIN public.tenants_hall AS hall ON hall.schema_name = tables.table_schema
WHERE tables.table_name = 'casework_case'
ORDER BY hall.code
"""


@dataclass(frozen=True, slots=True)
class HallSchema:
    """A schema with cases and the hall that it belongs to; a schema of no hall has an empty code."""

    cell: str
    schema: str
    code: str
    kind: str
    area: str


@dataclass(frozen=True, slots=True)
class Databases:
    """An open connection to each cell's database, and all schemas with cases."""

    connections: Mapping[str, Connection]
    schemas: list[HallSchema]

    def ask(self, hall: HallSchema, statement: str, values: Mapping[str, object] | None = None) -> list[Row]:
        """The rows of a query in a hall's schema; `{schema}` in it stands for the schema's name."""
        query = sql.SQL(statement).format(schema=sql.Identifier(hall.schema))
        return self.connections[hall.cell].execute(query, values).fetchall()

    @contextmanager
    def at_one_moment(self, cell: str) -> Iterator[None]:
        """What is asked of a cell's database inside sees the same moment: its people and programs work on."""
        connection = self.connections[cell]
        with connection.transaction():
            connection.execute('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
            yield

    def ask_public(self, cell: str, statement: str) -> list[Row]:
        """The rows of a query over the tables that a cell's halls share."""
        return self.connections[cell].execute(statement).fetchall()


@contextmanager
def open_databases(cells: Mapping[str, CellPlace]) -> Iterator[Databases]:
    """Connect to every cell's database; each query sees what is committed when it is asked."""
    connections: dict[str, Connection] = {}
    try:
        for name, place in cells.items():
            # UTC, because the product hashes moments as it made them, in UTC.
            connections[name] = psycopg.connect(
                place.owner_url, autocommit=True, row_factory=dict_row, options='-c TimeZone=UTC'
            )
        yield Databases(connections, [found for name in cells for found in _schemas(name, connections[name])])
    finally:
        for connection in connections.values():
            connection.close()


def _schemas(cell: str, connection: Connection) -> list[HallSchema]:
    return [
        HallSchema(cell, row['schema'], row['code'] or '', row['kind'] or '', row['area_code'] or '')
        for row in connection.execute(SCHEMAS)
    ]
