"""The same road over the real broker."""

import os
import sys
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from deploy.local.kafka import Kafka
from federation.inbox.offsets import position
from federation.intake.consumer import Intake
from federation.link.kafka import Forked, KafkaReader, KafkaSender
from federation.link.port import LinkDown, LostPosition, OutgoingRecord
from federation.link.topics import Lane, cell_topic, topics_read_by
from federation.relay.relay import Relay
from govhall.kernel.ids import new_uid
from tests.builders.trial import Counted, raw_record, rows, say, texts
from tests.builders.vouched import Vouched, numbers, tell

pytestmark = [pytest.mark.kafka, pytest.mark.usefixtures('halls', 'topics')]
NOBODY = ['127.0.0.1:1']


@pytest.fixture
def readers(kafka: Kafka, topics: None) -> Iterator[list[KafkaReader]]:
    """Opened readers, closed after the test."""
    opened: list[KafkaReader] = []
    yield opened
    for reader in opened:
        reader.close()


def start(readers: list[KafkaReader], servers: list[str]) -> Intake:
    cell = django_settings.CELL
    readers.append(KafkaReader(servers, 'trial', topics_read_by(cell), position))
    return Intake(readers[-1], cell)


def take_until(intake: Intake, count: int) -> None:
    """Let the intake work until it is done with this many records; the broker answers each poll within a second."""
    done = 0
    for _ in range(30):
        done += intake.once(1.0)
        if done >= count:
            return
    raise AssertionError(f'{done} of {count} records after 30 polls')


def test_messages_cross_the_broker_once_and_in_order(
    kafka: Kafka, sender: KafkaSender, readers: list[KafkaReader], case: UUID
) -> None:
    wanted = [str(number) for number in range(150)]
    say(*wanted, case=case)
    assert Relay(sender).once() == 150
    take_until(start(readers, [kafka.servers]), 150)
    assert texts(case) == wanted


def test_watermarks_count_one_after_the_other_in_an_intake_that_lives_on(
    kafka: Kafka, sender: KafkaSender, readers: list[KafkaReader]
) -> None:
    intake = start(readers, [kafka.servers])
    wanted: list[int] = []
    for number in range(1, 4):  # most partitions of the topic never hold a record
        for one in (Counted(number=number), Vouched(number=number)):
            tell(one)
            assert Relay(sender).once() == 1
        take_until(intake, 2)
        wanted += [number, -number]
        assert numbers() == wanted


def test_new_intake_starts_at_the_position_in_the_database(
    kafka: Kafka, sender: KafkaSender, readers: list[KafkaReader], case: UUID
) -> None:
    say('1', '2', case=case)
    Relay(sender).once()
    take_until(start(readers, [kafka.servers]), 2)
    say('3', case=case)
    Relay(sender).once()
    take_until(start(readers, [kafka.servers]), 1)
    assert texts(case) == ['1', '2', '3']


def test_receiver_whose_positions_are_lost_reads_again_and_changes_nothing(
    kafka: Kafka, sender: KafkaSender, readers: list[KafkaReader], case: UUID
) -> None:
    say('1', '2', case=case)
    Relay(sender).once()
    take_until(start(readers, [kafka.servers]), 2)
    rows('DELETE FROM fed_offset RETURNING 1')
    take_until(start(readers, [kafka.servers]), 2)
    assert texts(case) == ['1', '2']


def test_unreadable_record_on_the_topic_stops_nobody(
    kafka: Kafka, sender: KafkaSender, readers: list[KafkaReader], case: UUID
) -> None:
    sender.send([raw_record(case=case)._replace(headers=[], value=b'\x00')])
    say('flows', case=case)
    Relay(sender).once()
    take_until(start(readers, [kafka.servers]), 2)
    assert texts(case) == ['flows']
    assert rows('SELECT count(*) FROM fed_quarantine') == [(1,)]


class Noise(str):
    """A header's name that is no text, as a client that is not ours can send it."""

    def encode(self, encoding: str = 'utf-8', errors: str = 'strict') -> bytes:
        return b'\xff\xfe'


class Valueless(list[tuple[str, bytes | None]]):
    """Headers without a value: Kafka takes them and kafka-python writes them, but all around that it measures bytes."""

    def __iter__(self) -> Iterator[tuple[str, bytes | None]]:
        is_written = sys._getframe(1).f_code.co_filename.endswith('default_records.py')
        return iter([(name, raw if is_written else raw or b'') for name, raw in self.copy()])


def test_whatever_the_broker_takes_is_taken_or_set_aside(
    kafka: Kafka, sender: KafkaSender, readers: list[KafkaReader], case: UUID
) -> None:
    good = raw_record(case=new_uid())
    names = [name for name, _ in good.headers]
    anything = [
        *(
            good._replace(headers=Valueless([*(pair for pair in good.headers if pair[0] != one), (one, None)]))
            for one in names
        ),  # type: ignore[list-item]
        good._replace(headers=[*good.headers, *good.headers]),
        good._replace(headers=[*good.headers, (Noise('x'), b'x')]),
        good._replace(headers=Valueless([(Noise('x'), None)])),  # type: ignore[list-item]
        good._replace(key=None),  # type: ignore[arg-type]
        good._replace(key=b''),
        good._replace(key=b'\xff'),
        good._replace(value=b''),
        good._replace(headers=[]),
    ]
    tombstones = [good._replace(topic=topic.name, value=None) for topic in topics_read_by(django_settings.CELL)]  # type: ignore[arg-type]
    assert all(sender.send([*anything, *tombstones]))
    say('flows', case=case)
    Relay(sender).once()
    intake = start(readers, [kafka.servers])
    take_until(intake, len(anything) + 1)  # tombstones are passed over as they are read
    assert 'flows' in texts(case)
    assert intake.state()['waiting'] == 0
    # A header of others, and the key under which a message between halls lies, change nothing about what was signed.
    assert rows('SELECT count(*) FROM fed_quarantine') == [(len(anything) - 3,)]


def test_position_that_the_topic_does_not_hold_stops_the_intake(
    kafka: Kafka, sender: KafkaSender, readers: list[KafkaReader], case: UUID
) -> None:
    say('1', case=case)
    Relay(sender).once()
    take_until(start(readers, [kafka.servers]), 1)
    rows('UPDATE fed_offset SET next_offset = 1000 RETURNING 1')
    with pytest.raises(LostPosition):
        take_until(start(readers, [kafka.servers]), 1)


def test_record_for_a_topic_that_does_not_exist_is_not_taken(sender: KafkaSender) -> None:
    known = OutgoingRecord(cell_topic(django_settings.CELL, Lane.INBOX), b'k', [], b'v')
    assert sender.send([known, known._replace(topic='trial.missing'), known]) == [True, False, True]


def test_broker_out_of_reach_takes_nothing_and_raises_nothing() -> None:
    away = KafkaSender(NOBODY)
    assert away.send([OutgoingRecord('trial.any', b'k', [], b'v')]) == [False]
    away.close()


def test_reader_without_a_broker_says_that_the_line_is_down() -> None:
    with pytest.raises(LinkDown):
        KafkaReader(NOBODY, 'trial', topics_read_by(django_settings.CELL), position)


def test_making_topics_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command('create_topics')
    assert capsys.readouterr().out.strip() == '0 topics made, 6 already there'


def test_making_topics_without_a_broker_says_that_it_is_not_the_sign_in(settings: Settings) -> None:
    settings.KAFKA_SERVERS = NOBODY
    with pytest.raises(CommandError, match=r'no broker can be reached .* the sign-in was not tried'):
        call_command('create_topics')


def test_client_made_before_a_fork_is_refused_after_it(sender: KafkaSender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, 'getpid', lambda: -1)
    with pytest.raises(Forked):
        sender.send([])
