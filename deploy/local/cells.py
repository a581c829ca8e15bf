"""A cell on this machine: its database, its four login roles and the environment of its processes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import psycopg
from psycopg import sql

from deploy.local.postgres import Postgres
from deploy.local.secret import new_master_key, new_secret


class DatabaseRole(StrEnum):
    """Who a process is in the database: the owner migrates and provisions, the others do their work only."""

    OWNER = 'owner'
    WEB = 'web'
    RELAY = 'relay'
    INTAKE = 'intake'


# Cluster-wide groups without login; what each may do stands in the product (`manage.py grant_rights`).
GROUPS = {role: f'govhall_{role}' for role in DatabaseRole if role is not DatabaseRole.OWNER}


def _new_passwords() -> dict[DatabaseRole, str]:
    return {role: new_secret() for role in DatabaseRole}


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """What the processes of a cell need to know. `kafka` is `host:port` and empty with the `direct` link."""

    name: str
    postgres: Postgres
    valkey_url: str = field(repr=False)
    folder: Path
    web_port: int
    link: str = 'kafka'
    kafka: str = ''
    hosts: tuple[str, ...] = ('127.0.0.1', 'localhost')
    settings: Mapping[str, str] = field(default_factory=dict)
    secret_key: str = field(default_factory=new_secret, repr=False)
    master_key: str = field(default_factory=new_master_key, repr=False)
    passwords: Mapping[DatabaseRole, str] = field(default_factory=_new_passwords, repr=False)

    @property
    def owner_url(self) -> str:
        """The database as its owner."""
        return self.url(DatabaseRole.OWNER)

    @property
    def web_url(self) -> str:
        """The database as web and Celery see it."""
        return self.url(DatabaseRole.WEB)

    @property
    def relay_url(self) -> str:
        """The database as the relay sees it."""
        return self.url(DatabaseRole.RELAY)

    @property
    def intake_url(self) -> str:
        """The database as the intake sees it."""
        return self.url(DatabaseRole.INTAKE)

    @property
    def web_address(self) -> str:
        """Where its pages are, without a slash at the end."""
        return f'http://127.0.0.1:{self.web_port}'

    def login(self, role: DatabaseRole) -> str:
        """The name of a login role, as `bazhong_web`."""
        return f'{self.name}_{role}'

    def url(self, role: DatabaseRole, *, database: str = '') -> str:
        """The address of the cell's database (or another one of the same server) for one role."""
        return self.postgres.dsn(database or self.name, self.login(role), self.passwords[role])

    def environment(self, role: DatabaseRole) -> dict[str, str]:
        """The `GOVHALL_…` variables of a process that is `role` in the database."""
        return {
            'GOVHALL_MODE': 'local',
            'GOVHALL_CELL': self.name,
            'GOVHALL_DATABASE_URL': self.url(role),
            'GOVHALL_VALKEY_URL': self.valkey_url,
            'GOVHALL_LINK': self.link,
            'GOVHALL_KAFKA': self.kafka,
            'GOVHALL_SECRET_KEY': self.secret_key,
            'GOVHALL_MASTER_KEY': self.master_key,
            'GOVHALL_PUBLIC_ADDRESS': self.web_address,
            'GOVHALL_HOSTS': ','.join(self.hosts),
            'GOVHALL_DATA': str(self.folder),
            **self.settings,
        }


def create_cell(cell: Cell) -> Cell:
    """Make the cell's roles, groups and database, or give existing roles this run's passwords; returns the cell.

    Safe to repeat. Only the four login roles may connect to the database.
    """
    cell.folder.mkdir(parents=True, exist_ok=True)
    with psycopg.connect(cell.postgres.dsn(), autocommit=True) as connection:
        for group in GROUPS.values():
            _ensure_role(connection, group, 'NOLOGIN')
        for role in DatabaseRole:
            _ensure_role(connection, cell.login(role), 'LOGIN', cell.passwords[role])
        for role, group in GROUPS.items():
            connection.execute(
                sql.SQL('GRANT {} TO {}').format(sql.Identifier(group), sql.Identifier(cell.login(role)))
            )
        _ensure_database(connection, cell)
    return cell


def _ensure_role(connection: psycopg.Connection, name: str, login: str, password: str = '') -> None:
    known = connection.execute('SELECT 1 FROM pg_roles WHERE rolname = %s', [name]).fetchone()
    words = [sql.SQL('ALTER ROLE' if known else 'CREATE ROLE'), sql.Identifier(name), sql.SQL(login)]
    if password:
        words += [sql.SQL('PASSWORD'), sql.Literal(password)]
    connection.execute(sql.SQL(' ').join(words))


def _ensure_database(connection: psycopg.Connection, cell: Cell) -> None:
    name, owner = sql.Identifier(cell.name), sql.Identifier(cell.login(DatabaseRole.OWNER))
    if not connection.execute('SELECT 1 FROM pg_database WHERE datname = %s', [cell.name]).fetchone():
        connection.execute(sql.SQL('CREATE DATABASE {} OWNER {} TEMPLATE template0').format(name, owner))
    connection.execute(sql.SQL('REVOKE ALL ON DATABASE {} FROM PUBLIC').format(name))
    for role in GROUPS:
        login = sql.Identifier(cell.login(role))
        connection.execute(sql.SQL('GRANT CONNECT ON DATABASE {} TO {}').format(name, login))
