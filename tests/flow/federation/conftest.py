"""Three halls of one cell, in a transaction that is rolled back."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from deploy.local.kafka import Kafka
from federation.inbox import quarantine
from federation.link.kafka import KafkaSender
from federation.trust import keys
from govhall.kernel.ids import new_uid
from govhall.kernel.kept import forget
from tests.builders import trial
from tests.builders.restored import cells
from tests.builders.trial import Road, make_halls, make_tables

__all__ = ['cells']


@pytest.fixture
def halls(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The halls that trial messages travel between, and a quarantine that has not counted its space yet."""
    monkeypatch.setattr(quarantine, '_space', quarantine.QuarantineSpace())
    make_halls()
    make_tables()
    yield
    trial.faults.clear()
    forget()
    keys.forget_keys()


@pytest.fixture
def road() -> Road:
    """An empty road."""
    return Road()


@pytest.fixture
def case() -> UUID:
    """A case to talk about."""
    return new_uid()


@pytest.fixture
def topics(kafka: Kafka, settings: Settings) -> None:
    """Topics of their own on the broker, with the link that uses them."""
    settings.TOPIC_PREFIX = f'trial-{uuid4().hex[:8]}'
    settings.KAFKA_SERVERS = [kafka.servers]
    settings.LINK = 'kafka'
    call_command('create_topics')


@pytest.fixture
def sender(kafka: Kafka, topics: None) -> Iterator[KafkaSender]:
    """What sends to these topics."""
    opened = KafkaSender([kafka.servers])
    yield opened
    opened.close()
