"""The servers of one test session: named at once, started when the first test asks, stopped and deleted at the end.

Settings are read when Django is imported, so addresses and passwords must exist before any server runs.
"""

import os
import tempfile
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import psycopg

from deploy.local.cells import Cell, DatabaseRole, create_cell
from deploy.local.kafka import Kafka
from deploy.local.kafka_cluster import KafkaCluster
from deploy.local.kafka_keys import AUTHORITY, make_keys
from deploy.local.kafka_properties import ADMINISTRATOR
from deploy.local.objects import Objects
from deploy.local.place import discard
from deploy.local.ports import free_port
from deploy.local.postgres import Postgres
from deploy.local.secret import new_secret
from deploy.local.valkey import Valkey

CELL = 'bazhong'
FAST = {'fsync': 'off', 'synchronous_commit': 'off', 'full_page_writes': 'off', 'max_connections': '200'}


class SecuredKafka(NamedTuple):
    """A broker with TLS and SCRAM, the authority to trust, and everybody's password."""

    broker: Kafka
    authority: Path
    passwords: dict[str, str]


class Services:
    """PostgreSQL, Valkey and Kafka of this session in a temporary folder."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix='govhall-tests-'))
        self._postgres = Postgres(self.folder, settings=FAST)
        self._valkey = Valkey(self.folder)
        self._kafka_wanted = Kafka(self.folder)
        self._started: list[Postgres | Valkey | Kafka | KafkaCluster | Objects] = []
        self.cell = Cell(
            name=CELL,
            postgres=self._postgres,
            valkey_url=self._valkey.url,
            folder=self.folder / CELL,
            web_port=free_port(),
            kafka=self._kafka_wanted.servers,
            hosts=('127.0.0.1', 'localhost', 'testserver'),
        )

    def export(self) -> None:
        """Set the `GOVHALL_…` variables: Django is the owner; the other roles' addresses of the test database too."""
        os.environ.update(self.cell.environment(DatabaseRole.OWNER))
        for role in DatabaseRole:
            address = self.cell.url(role, database=f'test_{CELL}')
            os.environ[f'GOVHALL_TEST_{role.name}_URL'] = address

    @cached_property
    def postgres(self) -> Postgres:
        """PostgreSQL with the cell's roles; the owner may create databases here, for the tests' own."""
        self._started.append(self._postgres.start())
        create_cell(self.cell)
        with psycopg.connect(self._postgres.dsn()) as connection:
            connection.execute(f'ALTER ROLE {CELL}_owner CREATEDB')
        return self._postgres

    @cached_property
    def valkey(self) -> Valkey:
        """Valkey."""
        self._started.append(self._valkey.start())
        return self._valkey

    @cached_property
    def kafka(self) -> Kafka:
        """Kafka, formatted anew for this session."""
        self._started.append(self._kafka_wanted.start())
        return self._kafka_wanted

    @cached_property
    def secured_kafka(self) -> SecuredKafka:
        """A second broker, with TLS, passwords and rights: its administrator and the users of two cells."""
        keys = make_keys(self.folder / 'kafka-keys')
        passwords = {name: new_secret() for name in (ADMINISTRATOR, 'bazhong', 'sichuan')}
        broker = Kafka(self.folder / 'secured', keys=keys, users=passwords)
        self._started.append(broker.start())
        return SecuredKafka(broker, keys / AUTHORITY, passwords)

    @cached_property
    def three_brokers(self) -> KafkaCluster:
        """Three brokers that are one cluster."""
        cluster = KafkaCluster(self.folder / 'cluster')
        self._started.append(cluster.start())
        return cluster

    @cached_property
    def objects(self) -> Objects:
        """An S3 server without any bucket."""
        server = Objects(self.folder)
        self._started.append(server.start())
        return server

    def stop(self) -> None:
        """Stop what was started and delete the folder."""
        for service in reversed(self._started):
            service.stop()
        discard(self.folder)
