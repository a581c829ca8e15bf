"""One of three brokers dies or stands still while messages are on their way: none is lost, doubled or out of order."""

import signal
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from time import monotonic

import psutil
import pytest
from django.conf import settings as django_settings
from pytest_django.fixtures import Settings

from deploy.local.kafka import Kafka
from deploy.local.kafka_cluster import KafkaCluster
from federation.inbox.offsets import position
from federation.intake.consumer import Intake
from federation.link.kafka import KafkaReader, KafkaSender
from federation.link.port import LinkDown
from federation.link.topic_creation import create_topics
from federation.link.topics import topics_read_by
from federation.relay.relay import Relay
from govhall.kernel.ids import new_uid
from tests.builders.trial import rows, say, texts

pytestmark = [pytest.mark.kafka, pytest.mark.process, pytest.mark.usefixtures('halls')]
CASES, EACH = 16, 8
WITHIN = 120.0


def stand_still(node: Kafka) -> None:
    """The process stops and its connections stay open."""
    psutil.Process(node.child.pid).send_signal(signal.SIGSTOP)


def go_on(node: Kafka) -> None:
    """It works on as if no time had passed."""
    psutil.Process(node.child.pid).send_signal(signal.SIGCONT)


FAULTS = [pytest.param(Kafka.kill, Kafka.start, id='killed'), pytest.param(stand_still, go_on, id='paused')]


@pytest.fixture
def brokers(three_brokers: KafkaCluster, settings: Settings) -> Iterator[KafkaCluster]:
    """The cluster with topics of its own for the test, three copies each; all nodes run again afterwards."""
    settings.TOPIC_PREFIX = f'trial-{uuid.uuid4().hex[:8]}'
    settings.KAFKA_SERVERS = three_brokers.servers.split(',')
    settings.LINK = 'kafka'
    create_topics(settings.KAFKA_SERVERS, topics_read_by(settings.CELL), replication=3)
    yield three_brokers
    for node in three_brokers.nodes:
        if node.child.alive():
            go_on(node)
    three_brokers.start()


def drain(relay: Relay) -> None:
    deadline = monotonic() + WITHIN
    while rows('SELECT count(*) FROM fed_outbox') != [(0,)]:
        assert monotonic() < deadline, 'the outbox does not empty'
        relay.once()


def take_all(servers: list[str], count: int) -> None:
    """Read as `run_intake` does: a link that is down is opened again."""
    cell = django_settings.CELL
    done, deadline = 0, monotonic() + WITHIN
    while done < count:
        assert monotonic() < deadline, f'{done} of {count} taken'
        with suppress(LinkDown), closing(KafkaReader(servers, 'trial', topics_read_by(cell), position)) as reader:
            intake = Intake(reader, cell)
            while done < count and monotonic() < deadline:
                done += intake.once(1.0)


@pytest.mark.parametrize(('strike', 'mend'), FAULTS)
def test_one_of_three_brokers_lost_in_the_middle_loses_and_doubles_nothing(
    brokers: KafkaCluster, settings: Settings, strike: Callable[[Kafka], object], mend: Callable[[Kafka], object]
) -> None:
    cases = [new_uid() for _ in range(CASES)]
    wanted = [str(number) for number in range(EACH)]
    for case in cases:
        say(*wanted, case=case)
    sender = KafkaSender(settings.KAFKA_SERVERS)
    relay = Relay(sender)
    assert relay.once() > 0
    strike(brokers.nodes[0])
    struck = monotonic()
    drain(relay)
    sender.close()
    print(f'\nsent in {monotonic() - struck:.1f} s after one of three brokers was lost')
    take_all(settings.KAFKA_SERVERS, CASES * EACH)
    print(f'taken after {monotonic() - struck:.1f} s')
    mend(brokers.nodes[0])
    assert [texts(case) for case in cases] == [wanted] * CASES
