"""Fixtures that every test may ask for; servers start with the first test that needs them."""

import pytest
from pytest_django import DjangoDbBlocker

from deploy.local.cells import Cell
from deploy.local.kafka_cluster import KafkaCluster
from deploy.local.objects import Objects
from deploy.local.services import Kafka, Postgres, Valkey
from govhall.kernel.kept import forget
from tests.builders.acting import let_owner_act_as_processes
from tests.builders.committed import committed, committed_world
from tests.builders.screen import signed_in
from tests.builders.world import World, build_world
from tests.plugin import SERVICES
from tests.services import SecuredKafka, Services

__all__ = ['committed', 'committed_world', 'signed_in']  # fixtures


@pytest.fixture(scope='session')
def services(pytestconfig: pytest.Config) -> Services:
    """All servers of this session."""
    return pytestconfig.stash[SERVICES]


@pytest.fixture(scope='session')
def postgres(services: Services) -> Postgres:
    """PostgreSQL with the roles of the cell that the settings name."""
    return services.postgres


@pytest.fixture(scope='session')
def valkey(services: Services) -> Valkey:
    """Valkey at the address that the settings name."""
    return services.valkey


@pytest.fixture(scope='session')
def kafka(services: Services) -> Kafka:
    """Kafka at the address that the settings name; no topic exists at first."""
    return services.kafka


@pytest.fixture(scope='session')
def secured_kafka(services: Services) -> SecuredKafka:
    """Kafka with TLS, SCRAM and rights; no topic exists and nobody but the administrator may do anything at first."""
    return services.secured_kafka


@pytest.fixture(scope='session')
def three_brokers(services: Services) -> KafkaCluster:
    """Kafka on three brokers; no topic exists at first."""
    return services.three_brokers


@pytest.fixture(scope='session')
def objects(services: Services) -> Objects:
    """An S3 server; no bucket exists at first."""
    return services.objects


@pytest.fixture(scope='session')
def cell(postgres: Postgres, services: Services) -> Cell:
    """The cell that the settings name, with its database and roles made."""
    let_owner_act_as_processes(services.cell)
    return services.cell


@pytest.fixture(scope='session')
def django_db_modify_db_settings(postgres: Postgres, valkey: Valkey) -> None:
    """pytest-django asks for this before it makes the test database: the servers must run by then."""


@pytest.fixture(scope='session')
def django_db_setup(django_db_setup: None, cell: Cell, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database with the halls and the catalogue of the seed, made once."""
    with django_db_blocker.unblock():
        build_world()


@pytest.fixture
def world(db: None) -> World:
    """The halls of the seed; what the test changes is rolled back, and with it versions of matters."""
    # Django's models are ready only now.
    from govhall.catalogue import selectors  # noqa: PLC0415

    selectors.forget()
    forget()
    return World()
