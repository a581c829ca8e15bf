"""Kafka clients while no broker answers: threads and files stay as many as they were, however long it lasts."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from deploy.local.ports import HOST, free_port
from federation.link import access, clients
from federation.link.administration import administration
from federation.link.kafka import KafkaReader, KafkaSender
from federation.link.port import LinkDown, OutgoingRecord
from federation.link.topics import topics_read_by

SPARE_FILES = 3  # of a try that is not over
TRIES = 6


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(access.CONNECTION, 'bootstrap_timeout_ms', 300)


def held() -> tuple[int, int]:
    return threading.active_count(), len(list(Path('/proc/self/fd').iterdir()))


def stays_flat(attempt: Callable[[], None], times: int) -> None:
    attempt()
    threads, files = held()
    for _ in range(times):
        attempt()
        now_threads, now_files = held()
        assert now_threads <= threads
        assert now_files <= files + SPARE_FILES


@pytest.mark.parametrize('kind', [KafkaConsumer, KafkaProducer, KafkaAdminClient])
def test_client_that_cannot_be_made_leaves_nothing_behind(kind: type) -> None:
    nobody = f'{HOST}:{free_port()}'

    def attempt() -> None:
        with pytest.raises(KafkaError):
            clients.make_client(kind, bootstrap_servers=[nobody], bootstrap_timeout_ms=300)

    stays_flat(attempt, TRIES)


def attempts(nobody: str) -> Callable[[], None]:
    """What intake and relay try again and again."""
    sender = KafkaSender([nobody])

    def attempt() -> None:
        with pytest.raises(LinkDown):
            KafkaReader([nobody], 'trial', topics_read_by(django_settings.CELL), lambda topic, partition: None)
        with pytest.raises(LinkDown), administration([nobody]):
            pass
        assert sender.send([OutgoingRecord('trial.any', b'k', [], b'v')]) == [False]
        assert not sender.is_up()

    return attempt


def test_outage_leaves_threads_and_files_flat() -> None:
    stays_flat(attempts(f'{HOST}:{free_port()}'), TRIES)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_long_outage_leaves_threads_and_files_flat() -> None:
    stays_flat(attempts(f'{HOST}:{free_port()}'), 300)
