"""A topic that is deleted and made again: positions begin anew, and what it held is said again by its senders."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from deploy.local.kafka import Kafka
from federation.acks.lost_facts import halls_with_facts_due
from federation.acks.send import send_acks
from federation.inbox.models import KnownTopic
from federation.inbox.offsets import position, position_in, reset_recreated
from federation.intake.consumer import Intake
from federation.intake.topic_reset import reset_recreated_topics
from federation.link.administration import administration
from federation.link.factory import open_reader
from federation.link.kafka import KafkaSender
from federation.link.topic_ids import topic_ids
from federation.link.topics import Lane, cell_topic
from federation.outbox.models import OutboxRow
from federation.relay.relay import Relay
from federation.relay.resend import Resender
from tests.builders.trial import OTHER, RECEIVER, SENDER, say, texts

pytestmark = [pytest.mark.kafka, pytest.mark.usefixtures('halls', 'topics')]


def make_again(servers: str, topic: str) -> None:
    with administration([servers]) as admin:
        admin.delete_topics([topic])
    for _ in range(50):  # deleting goes on for a while after the answer
        call_command('create_topics')
        if topic in topic_ids():
            return
    raise AssertionError('the topic did not come back')


def work(count: int) -> None:
    """Open anew, as a process does after a fault, and take so many records."""
    reset_recreated(topic_ids())
    reader = open_reader(position)
    one, done = Intake(reader, django_settings.CELL), 0
    try:
        for _ in range(30):
            done += one.once(1.0)
            if done >= count:
                return
        raise AssertionError(f'{done} of {count} records')
    finally:
        reader.close()


def test_what_a_deleted_topic_held_arrives_all_the_same(kafka: Kafka, sender: KafkaSender, case: UUID) -> None:
    topic = cell_topic(django_settings.CELL, Lane.INBOX)
    say('one', 'two', case=case)
    relay = Relay(sender)
    relay.once()
    work(2)
    say('three', case=case)
    relay.once()
    make_again(kafka.servers, topic)  # nobody has read `three`
    old = {number: position(topic, number) for number in range(12)}
    assert any(old.values())
    before_renewal = position_in(topic_ids())
    assert {before_renewal(topic, number) for number in range(12)} == {None}
    say('four', case=case)
    relay.once()
    work(1)
    assert texts(case) == ['one', 'two']  # `four` waits for the one before it
    send_acks(as_of=datetime.now(UTC) + timedelta(minutes=5), to_all=True, gap_seconds=0)
    while relay.once():
        pass
    work(1)
    assert Resender(sender).say_again() == 2
    work(2)
    assert texts(case) == ['one', 'two', 'three', 'four']


def test_facts_that_a_deleted_topic_held_are_asked_for_again(kafka: Kafka, sender: KafkaSender) -> None:
    assert reset_recreated_topics() == []
    assert OutboxRow.objects.count() == 0
    topic = cell_topic(django_settings.CELL, Lane.FACTS)
    make_again(kafka.servers, topic)
    assert reset_recreated_topics() == [topic]
    assert list(OutboxRow.objects.values_list('type', flat=True)) == ['transport.facts_wanted.v1']
    Relay(sender).once()
    work(1)
    assert {SENDER, RECEIVER, OTHER} <= set(halls_with_facts_due())
    assert reset_recreated_topics() == []


def test_the_lives_of_topics_are_remembered_and_a_topic_that_is_not_there_is_left_out(kafka: Kafka) -> None:
    assert reset_recreated(topic_ids()) == []
    assert reset_recreated(topic_ids()) == []
    topic = cell_topic(django_settings.CELL, Lane.FACTS)
    assert KnownTopic.objects.filter(topic=topic).count() == 1
    with administration([kafka.servers]) as admin:
        admin.delete_topics([topic])
    lives = topic_ids()
    while topic in lives:
        lives = topic_ids()
    assert (reset_recreated(lives), KnownTopic.objects.filter(topic=topic).count()) == ([], 1)
