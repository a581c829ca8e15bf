"""In which hall the code runs now: one place switches schemas and counts what a connection has touched."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection as untyped_connection
from django_tenants.utils import get_public_schema_name

from govhall.kernel.errors import Broken
from tenants.models import Hall

# django-tenants' backend adds the tenant to Django's connection; it has no types.
connection: Any = untyped_connection
# The schemas that each open connection has touched; an entry goes with its connection.
_touched: WeakKeyDictionary[object, set[str]] = WeakKeyDictionary()


class NoHall(Broken):
    """Code that belongs to a hall ran outside of any hall."""


def enter(hall: Hall) -> None:
    """Point the connection at the hall's schema.

    PostgreSQL keeps what a connection has touched of every schema for good (145-425 kB a hall), so a connection is
    closed after `HALLS_PER_CONNECTION` different halls; never inside a transaction.
    """
    if connection.schema_name == hall.schema_name and isinstance(connection.tenant, Hall):
        return  # already there; setting it again would only repeat the SET
    connection.ensure_connection()
    touched = _touched.setdefault(connection.connection, set())
    if len(touched | {hall.schema_name}) > settings.HALLS_PER_CONNECTION and not connection.in_atomic_block:
        connection.close()
        connection.ensure_connection()
        touched = _touched.setdefault(connection.connection, set())
    touched.add(hall.schema_name)
    connection.set_tenant(hall)


def leave() -> None:
    """Point the connection at the public schema."""
    if connection.schema_name != get_public_schema_name():
        connection.set_schema_to_public()


def halls_served() -> int:
    """How many different halls this connection has served since it was opened."""
    return len(_touched.get(connection.connection, ())) if connection.connection else 0


@contextmanager
def hall_context(hall: Hall) -> Iterator[Hall]:
    """Run the block in the hall's schema and go back to where it came from, also after an error."""
    before = connection.tenant
    enter(hall)
    try:
        yield hall
    finally:
        _return_to(before)


@contextmanager
def public_context() -> Iterator[None]:
    """Run the block in the public schema and go back."""
    before = connection.tenant
    leave()
    try:
        yield
    finally:
        _return_to(before)


def _return_to(before: object) -> None:
    if isinstance(before, Hall):
        enter(before)
    else:
        leave()


def current_hall() -> Hall:
    """The hall that the code runs in; NoHall outside of one."""
    hall = connection.tenant
    if not isinstance(hall, Hall):
        raise NoHall('no hall is set')
    return hall
