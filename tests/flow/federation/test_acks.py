"""Receipts: what a receiver has, lacks or contradicts comes back to the sender, and what is lost is said again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from django.conf import settings
from django.db import connection

from deploy.local.cells import DatabaseRole
from federation.acks.backup_check import check_backup
from federation.acks.cell_messages import RECEIPTS
from federation.acks.models import Delivery, Peer
from federation.acks.rollback_guard import OlderBackup, guard_state, refuse_if_suspected
from federation.acks.send import send_acks
from federation.contracts.base import Message
from federation.contracts.transport import Reach, Receipt
from federation.directory.models import Incarnation
from federation.inbox.models import AppliedMessage
from federation.link.topics import Lane, cell_topic
from federation.outbox.rows import Destination, NewRow, body_of, bucket_of, write
from federation.relay.relay import Relay
from federation.relay.resend import Resender
from tests.builders.acting import acting_as
from tests.builders.trial import OTHER, RECEIVER, SENDER, Road, enter_hall, intake, rows, say, texts

pytestmark = pytest.mark.usefixtures('halls')


@pytest.fixture(autouse=True)
def empty(halls: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM fed_outbox')
    yield


def carry(road: Road) -> None:
    """What waits goes, what has come is applied."""
    relay = Relay(road)
    while relay.once():
        pass
    one = intake(road)
    while one.once(0):
        pass


def receipts(road: Road, *, as_of: datetime | None = None, to_all: bool = True) -> None:
    """The receiving cell tells, the sending cell hears."""
    send_acks(as_of=as_of, to_all=to_all, gap_seconds=0)
    carry(road)


def tell(message: Message, *, road: Road, source: str = '') -> None:
    """Something about the road from a cell, as it stands in the outbox."""
    cell = source or settings.CELL
    place = Destination(cell_topic(settings.CELL, Lane.RECEIPTS), cell, settings.CELL)
    write([NewRow(place, settings.CELL, uuid5(RECEIPTS, 'trial'), message.type_name, body_of(message))])
    carry(road)


def delivery(case: UUID, recipient: str = RECEIVER) -> Delivery:
    return Delivery.objects.get(subject=case, sender=SENDER, recipient=recipient)


def reach(case: UUID, sequence: int, tip: str = 'f' * 64) -> Reach:
    return Reach(subject=case, sender=SENDER, recipient=RECEIVER, sequence=sequence, tip=tip)


def quarantined() -> list[object]:
    return [row[0] for row in rows('SELECT reason FROM fed_quarantine')]


def test_the_sender_learns_how_far_each_stream_has_come(road: Road, case: UUID) -> None:
    say('one', 'two', case=case)
    say('elsewhere', case=case, recipient=OTHER)
    carry(road)
    assert [(delivery(case, hall).sent_seq, delivery(case, hall).receipted_seq) for hall in (RECEIVER, OTHER)] == [
        (2, 0),
        (1, 0),
    ]
    receipts(road, to_all=False)
    assert [delivery(case, hall).receipted_seq for hall in (RECEIVER, OTHER)] == [2, 1]
    assert not delivery(case).doubtful


def test_a_stream_is_told_once_until_it_moves_again(road: Road, case: UUID) -> None:
    say('one', case=case)
    carry(road)
    assert send_acks(as_of=None, to_all=False, gap_seconds=0) == 1
    assert send_acks(as_of=None, to_all=False, gap_seconds=0) == 0
    say('two', case=case)
    carry(road)
    assert send_acks(as_of=None, to_all=False, gap_seconds=0) == 1


def test_evidence_of_what_took_effect_stands_once_byte_for_byte(road: Road, case: UUID) -> None:
    say('one', 'two', case=case)
    carry(road)
    sent = [(record.headers, record.value) for record in road.everything()]
    assert [bytes(applied_message.body) for applied_message in AppliedMessage.objects.order_by('sequence')] == [
        value for _, value in sent
    ]
    road.places.clear()
    carry(road)  # everything comes again
    assert AppliedMessage.objects.count() == 2
    assert set(AppliedMessage.objects.values_list('key_id', flat=True)) == {dict(sent[0][0])['ce_keyid'].decode()}


def test_what_a_lost_topic_held_is_said_again_and_takes_effect_once(road: Road, case: UUID) -> None:
    say('one', 'two', case=case)
    Relay(road).once()
    road.log.clear()  # the topic is made anew before anybody read it
    say('three', case=case)
    carry(road)
    assert texts(case) == []
    receipts(road, as_of=datetime.now(UTC) + timedelta(minutes=5))
    assert Resender(road).say_again() == 3
    carry(road)
    assert texts(case) == ['one', 'two', 'three']
    receipts(road)
    assert delivery(case).receipted_seq == 3


def test_a_lost_receipt_is_given_again_when_the_message_comes_again(road: Road, case: UUID) -> None:
    say('one', case=case)
    carry(road)
    send_acks(as_of=None, to_all=False, gap_seconds=0)
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM fed_outbox')  # it went over a topic that was lost before anybody read it
    receipts(road, as_of=datetime.now(UTC) + timedelta(minutes=5))
    assert (delivery(case).receipted_seq, Resender(road).say_again()) == (0, 1)
    carry(road)
    receipts(road)
    assert delivery(case).receipted_seq == 1
    assert Resender(road, again=-1).say_again() == 0  # otherwise it would be said again for ever
    assert texts(case) == ['one']


def test_a_gap_is_asked_for_and_filled(road: Road, case: UUID) -> None:
    say('one', case=case)
    Relay(road).once()
    road.log.clear()
    say('two', case=case)
    carry(road)
    receipts(road)  # nobody vouches for a moment: only the gap itself tells
    assert delivery(case).wanted_from == 1
    assert Resender(road).say_again() == 2
    carry(road)
    assert (texts(case), delivery(case).wanted_from) == (['one', 'two'], 0)


def test_nothing_is_said_again_before_the_receiver_has_read_all_or_too_often(road: Road, case: UUID) -> None:
    say('one', case=case)
    Relay(road).once()
    receipts_without_reading = Resender(road)
    assert receipts_without_reading.say_again() == 0  # never heard of the peer
    Peer.objects.create(cell=settings.CELL, epoch=1, as_of=datetime.now(UTC))
    assert receipts_without_reading.say_again() == 0  # within the margin of clocks
    Peer.objects.update(as_of=datetime.now(UTC) + timedelta(minutes=5))
    assert receipts_without_reading.say_again() == 1
    assert receipts_without_reading.say_again() == 0  # not again for ten minutes


def test_what_the_road_does_not_take_counts_as_not_said_again(road: Road, case: UUID) -> None:
    say('one', case=case)
    Relay(road).once()
    Peer.objects.create(cell=settings.CELL, epoch=1, as_of=datetime.now(UTC) + timedelta(minutes=5))
    road.failing = iter([True])
    assert Resender(road).say_again() == 0
    road.failing = iter([False])
    assert Resender(road).say_again() == 1


def test_it_is_said_again_to_the_cell_where_the_hall_is_now_and_by_the_lane_for_bulk(road: Road, case: UUID) -> None:
    say('one', case=case)
    Relay(road).once()
    enter_hall(RECEIVER, cell='elsewhere', version=2)
    Peer.objects.create(cell='elsewhere', epoch=1, as_of=datetime.now(UTC) + timedelta(minutes=5))
    Resender(road).say_again()
    assert 'govhall.elsewhere.bulk' in {topic for topic, _ in road.log}


def test_a_receipt_that_contradicts_us_is_doubtful_and_moves_nothing(road: Road, case: UUID) -> None:
    say('one', case=case)
    carry(road)
    tell(Receipt(cell=settings.CELL, epoch=1, reached=[reach(case, 1)]), road=road)
    found = delivery(case)
    assert (found.doubtful, found.receipted_seq) == (True, 0)
    receipts(road)  # and a right one clears it
    assert (delivery(case).doubtful, delivery(case).receipted_seq) == (False, 1)


def test_a_receipt_for_what_this_database_never_said_stops_the_cell(road: Road, case: UUID) -> None:
    say('one', case=case)
    carry(road)
    with pytest.raises(OlderBackup, match='message 2'):
        tell(Receipt(cell=settings.CELL, epoch=1, reached=[reach(case, 2)]), road=road)
    assert delivery(case).receipted_seq == 0
    assert quarantined() == []


@pytest.mark.parametrize('role', [DatabaseRole.RELAY, DatabaseRole.INTAKE])
def test_a_process_looks_at_the_receipts_before_it_begins(road: Road, case: UUID, role: DatabaseRole) -> None:
    """With its own rights: a relay that may not look would send on, out of a database that is too old."""
    say('one', 'two', case=case)
    carry(road)
    send_acks(as_of=None, to_all=False, gap_seconds=0)
    relay = Relay(road)
    while relay.once():
        pass
    with acting_as(role):
        check_backup(road.reopen())  # all is well
    with connection.cursor() as cursor:  # yesterday's backup: it had said one message only
        cursor.execute('DELETE FROM fed_sent WHERE seq = 2')
    with acting_as(role), pytest.raises(OlderBackup, match='message 2'):
        check_backup(road.reopen())
    assert guard_state() == 'suspected'
    with acting_as(role), pytest.raises(OlderBackup):
        refuse_if_suspected()


def test_what_still_waits_in_the_outbox_was_said(road: Road, case: UUID) -> None:
    """A relay that dies between sending and moving leaves the row; the receipt may come first."""
    say('one', case=case)
    relay = Relay(road)
    relay.once()
    with connection.cursor() as cursor:
        columns = 'event_id, topic, key, type, sender, recipient, subject, epoch, seq, base, previous, headers, body'
        cursor.execute(
            f'INSERT INTO fed_outbox ({columns}, created_at, bucket) SELECT {columns}, created_at, %s FROM fed_sent',
            [bucket_of(case, SENDER, RECEIVER)],
        )
        cursor.execute('DELETE FROM fed_sent')
    one = intake(road)
    while one.once(0):
        pass
    receipts(road)
    assert delivery(case).receipted_seq == 1


def test_a_restored_receiver_voids_its_older_receipts_and_late_ones_are_not_believed(road: Road, case: UUID) -> None:
    say('one', case=case)
    carry(road)
    receipts(road)
    assert delivery(case).receipted_seq == 1
    tell(Receipt(cell=settings.CELL, epoch=7), road=road)
    assert delivery(case).receipted_seq == 0
    with connection.cursor() as cursor:
        cursor.execute('UPDATE fed_cursor SET receipt_due = true')
    receipts(road)  # still in the first life
    assert delivery(case).receipted_seq == 0
    Incarnation.objects.create(owner=settings.CELL, epoch=7)
    with connection.cursor() as cursor:
        cursor.execute('UPDATE fed_cursor SET receipt_due = true')
    receipts(road)
    assert delivery(case).receipted_seq == 1


@pytest.mark.parametrize('wrong', ['cell', 'hall'])
def test_a_cell_speaks_for_itself_and_its_own_halls_only(road: Road, case: UUID, wrong: str) -> None:
    say('one', case=case)
    carry(road)
    if wrong == 'hall':
        enter_hall(RECEIVER, cell='elsewhere', version=2)
    cell = 'elsewhere' if wrong == 'cell' else settings.CELL
    tip = rows('SELECT tip FROM fed_cursor')[0][0]
    tell(Receipt(cell=cell, epoch=1, reached=[reach(case, 1, str(tip))]), road=road)
    assert delivery(case).receipted_seq == 0
    assert [str(reason).split()[0] for reason in quarantined()] == ['NotItsOwn']
