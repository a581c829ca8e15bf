"""TLS, passwords and rights at a real broker: who is let in, what each may do, and what a refusal says."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings
from structlog.testing import capture_logs

from deploy.local.kafka_keys import AUTHORITY, make_keys
from deploy.local.kafka_properties import ADMINISTRATOR
from federation.link.kafka import KafkaReader, KafkaSender
from federation.link.port import IncomingRecord, LinkDown, OutgoingRecord
from federation.link.topics import Lane, cell_topic, shared_topic, topics_read_by
from tests.services import SecuredKafka

pytestmark = pytest.mark.kafka
CELLS = ('bazhong', 'sichuan')
SignIn = Callable[[str], None]


def nowhere(topic: str, partition: int) -> None:
    """No position yet: read from the beginning."""


@pytest.fixture
def sign_in(secured_kafka: SecuredKafka, settings: Settings) -> SignIn:
    """Become a user of the secured broker."""
    settings.TOPIC_PREFIX = f'trial-{uuid.uuid4().hex[:8]}'
    settings.LINK = 'kafka'
    settings.KAFKA_SERVERS = [secured_kafka.broker.servers]
    settings.KAFKA_CA = str(secured_kafka.authority)
    settings.KAFKA_PLAINTEXT = False

    def become(user: str) -> None:
        settings.KAFKA_USER, settings.KAFKA_PASSWORD = user, secured_kafka.passwords[user]

    return become


@pytest.fixture
def federation(sign_in: SignIn, settings: Settings) -> SignIn:
    """Topics and rights of two cells, made by the administrator; sichuan enters the catalogue."""
    sign_in(ADMINISTRATOR)
    for cell in CELLS:
        settings.CELL = cell
        call_command('create_topics')
    call_command('write_acls', *CELLS, '--enters', 'sichuan')
    return sign_in


@pytest.fixture
def sender(federation: SignIn, settings: Settings) -> Iterator[KafkaSender]:
    """The sending end of bazhong."""
    federation('bazhong')
    opened = KafkaSender(settings.KAFKA_SERVERS)
    yield opened
    opened.close()


def taken(sender: KafkaSender, topic: str) -> bool:
    return sender.send([OutgoingRecord(topic, b'k', [], b'v')])[0]


def read(settings: Settings, cell: str) -> list[IncomingRecord]:
    """What a reader of this cell's topics finds; it waits until the broker has told of all partitions."""
    reader = KafkaReader(settings.KAFKA_SERVERS, f'{settings.TOPIC_PREFIX}.{cell}', topics_read_by(cell), nowhere)
    try:
        return next((found for _ in range(10) if (found := reader.poll(10, 1.0))), [])
    finally:
        reader.close()


def test_cell_writes_to_every_cell_and_reads_its_own(
    federation: SignIn, sender: KafkaSender, settings: Settings
) -> None:
    lanes = (Lane.INBOX, Lane.BULK, Lane.FACTS, Lane.RECEIPTS)
    assert all(taken(sender, cell_topic(cell, lane)) for cell in CELLS for lane in lanes)
    assert {record.topic for record in read(settings, 'bazhong')} <= {cell_topic('bazhong', lane) for lane in lanes}
    assert read(settings, 'bazhong')


def test_cell_may_not_read_what_is_for_another(federation: SignIn, sender: KafkaSender, settings: Settings) -> None:
    assert taken(sender, cell_topic('sichuan', Lane.INBOX))
    with pytest.raises(LinkDown, match=r'AuthorizationFailed.*bazhong may not do this.*write_acls'):
        read(settings, 'sichuan')
    federation('sichuan')
    assert [record.value for record in read(settings, 'sichuan')] == [b'v']


def test_only_who_enters_the_catalogue_writes_it(federation: SignIn, sender: KafkaSender, settings: Settings) -> None:
    with capture_logs() as logs:
        assert not taken(sender, shared_topic(Lane.CATALOGUE))
    assert 'TopicAuthorizationFailedError' in logs[0]['reason']
    assert taken(sender, shared_topic(Lane.DIRECTORY))
    federation('sichuan')
    root = KafkaSender(settings.KAFKA_SERVERS)
    assert taken(root, shared_topic(Lane.CATALOGUE))
    root.close()


def test_topic_that_is_denied_keeps_nothing_else_back(
    federation: SignIn, sender: KafkaSender, settings: Settings
) -> None:
    good, bad = (
        OutgoingRecord(topic, b'k', [], b'v')
        for topic in (cell_topic('bazhong', Lane.INBOX), shared_topic(Lane.CATALOGUE))
    )
    sender.send([good, bad, good])  # kafka-python gives the producer up
    assert sender.send([good, bad, good]) == [True, False, True]
    federation(ADMINISTRATOR)
    call_command('write_acls', *CELLS, '--enters', *CELLS)
    federation('bazhong')
    fresh = KafkaSender(settings.KAFKA_SERVERS)
    assert fresh.send([good, bad]) == [True, True]
    fresh.close()


def test_cell_makes_no_topics_and_needs_none_that_exist(federation: SignIn, settings: Settings) -> None:
    federation('bazhong')
    settings.CELL = 'bazhong'
    call_command('create_topics')
    settings.CELL = 'elsewhere'
    with pytest.raises(CommandError, match='bazhong may not do this'):
        call_command('create_topics')


def test_rights_written_again_change_nothing_and_those_no_longer_due_go(
    federation: SignIn, sender: KafkaSender, capsys: pytest.CaptureFixture[str]
) -> None:
    federation(ADMINISTRATOR)
    capsys.readouterr()
    call_command('write_acls', *CELLS, '--enters', 'sichuan')
    assert capsys.readouterr().out.strip() == '0 rights added, 0 taken away'
    call_command('write_acls', 'bazhong')
    assert capsys.readouterr().out.strip() == '0 rights added, 4 taken away'
    federation('bazhong')
    assert not taken(sender, cell_topic('sichuan', Lane.INBOX))
    assert taken(sender, cell_topic('bazhong', Lane.INBOX))


def test_rights_are_written_by_an_administrator_only(federation: SignIn) -> None:
    federation('bazhong')
    with pytest.raises(CommandError, match=r'ClusterAuthorizationFailedError.*bazhong may not do this'):
        call_command('write_acls', *CELLS)


def test_wrong_password_is_told_from_a_broker_that_is_away(sign_in: SignIn, settings: Settings) -> None:
    sign_in('bazhong')
    settings.KAFKA_PASSWORD = 'another-password'
    with pytest.raises(LinkDown, match='a broker answers, so it is the sign-in') as refused:
        KafkaReader(settings.KAFKA_SERVERS, 'trial', topics_read_by('bazhong'), nowhere)
    assert 'another-password' not in str(refused.value)
    with capture_logs() as logs:
        assert not taken(KafkaSender(settings.KAFKA_SERVERS), cell_topic('bazhong', Lane.INBOX))
    assert 'it is the sign-in' in logs[0]['reason']
    settings.KAFKA_SERVERS = ['127.0.0.1:1']
    with pytest.raises(LinkDown, match='no broker can be reached'):
        KafkaReader(settings.KAFKA_SERVERS, 'trial', topics_read_by('bazhong'), nowhere)


def test_broker_that_another_authority_vouches_for_is_not_believed(
    sign_in: SignIn, settings: Settings, tmp_path: Path
) -> None:
    sign_in('bazhong')
    settings.KAFKA_CA = str(make_keys(tmp_path) / AUTHORITY)
    with pytest.raises(CommandError, match='not one that GOVHALL_KAFKA_CA vouches for'):
        call_command('create_topics')


def test_client_without_tls_gets_nowhere_and_hears_what_may_be_missing(sign_in: SignIn, settings: Settings) -> None:
    sign_in('bazhong')
    settings.KAFKA_PLAINTEXT = True
    settings.KAFKA_USER = ''
    with pytest.raises(CommandError, match='wants TLS or a sign-in that is not set'):
        call_command('create_topics')


def test_client_that_wants_tls_of_a_plain_broker_hears_so(
    sign_in: SignIn, settings: Settings, request: pytest.FixtureRequest
) -> None:
    sign_in('bazhong')
    settings.KAFKA_SERVERS = [request.getfixturevalue('kafka').servers]
    with pytest.raises(CommandError, match='not in TLS'):
        call_command('create_topics')
