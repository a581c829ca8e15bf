"""Inside a test's own transaction: what a process does is done with the rights of that process, not of the owner."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from psycopg import sql

from deploy.local.cells import GROUPS, Cell, DatabaseRole


def let_owner_act_as_processes(cell: Cell) -> None:
    """In tests only; it inherits nothing, and so has no right more than before."""
    with psycopg.connect(cell.postgres.dsn(), autocommit=True) as server:
        owner = sql.Identifier(cell.login(DatabaseRole.OWNER))
        for group in GROUPS.values():
            server.execute(sql.SQL('GRANT {} TO {} WITH INHERIT FALSE').format(sql.Identifier(group), owner))


@contextmanager
def acting_as(role: DatabaseRole) -> Iterator[None]:
    """The block has the rights of a process of this role."""
    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE {GROUPS[role]}')
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute('RESET ROLE')
