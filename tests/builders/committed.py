"""A database of its own for tests that must commit: several connections at once, or processes with fewer rights."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import TypeVar

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from deploy.local.cells import Cell, DatabaseRole
from deploy.local.services import Valkey
from federation.trust import keys
from govhall.kernel.kept import forget
from tests.builders.world import World, build_world

T = TypeVar('T')
WORLD = 'committed_world'


class Committed(World):
    """The same world, in a database where each transaction ends."""

    def __init__(self, cell: Cell) -> None:
        super().__init__()
        self.cell = cell

    @contextmanager
    def process_of(self, role: DatabaseRole) -> Iterator[None]:
        """The block runs with the rights of a process of this role."""
        before = {key: connection.settings_dict[key] for key in ('USER', 'PASSWORD')}
        connect_as({'USER': self.cell.login(role), 'PASSWORD': self.cell.passwords[role]})
        try:
            yield
        finally:
            connect_as(before)

    def at_once(self, count: int, work: Callable[[], T]) -> list[T]:
        """What `work` returns in each of so many threads that start together, each on a connection of its own."""
        barrier = Barrier(count)

        def one() -> T:
            connection.ensure_connection()
            barrier.wait()
            try:
                return work()
            finally:
                connection.close()

        with ThreadPoolExecutor(count) as pool:
            return [future.result() for future in [pool.submit(one) for _ in range(count)]]


def connect_as(places: dict[str, object]) -> None:
    """Let the next query connect with these settings, in every thread."""
    connection.close()
    connection.settings_dict.update(places)
    forget()  # rows that were kept belong to the database before
    keys.forget_keys()


@contextmanager
def database(cell: Cell, name: str, *, template: str) -> Iterator[None]:
    """A database of the cell's owner, made from the template and dropped in the end; the block connects to it."""
    usual = connection.settings_dict['NAME']
    with psycopg.connect(cell.postgres.dsn(), autocommit=True) as server:
        server.execute(f'CREATE DATABASE {name} TEMPLATE {template} OWNER {cell.login(DatabaseRole.OWNER)}')
        connect_as({'NAME': name})
        try:
            yield
        finally:
            connect_as({'NAME': usual})
            server.execute(f'DROP DATABASE {name} WITH (FORCE)')


@pytest.fixture(scope='session')
def committed_world(cell: Cell, valkey: Valkey, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a database with the halls of the seed, to make others from: nobody may stay connected to it."""
    usual = connection.settings_dict['NAME']
    with django_db_blocker.unblock(), database(cell, WORLD, template='template0'):
        call_command('migrate_schemas', shared=True, interactive=False, verbosity=0)
        build_world()
        connect_as({'NAME': usual})
        yield WORLD


@pytest.fixture
def committed(cell: Cell, committed_world: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Committed]:
    """The halls of the seed in a database of its own, where transactions end."""
    with django_db_blocker.unblock(), database(cell, 'committed', template=committed_world):
        yield Committed(cell)
