"""Once, in order, and a bad message stops its own stream only."""

import secrets
from uuid import UUID

import pytest
from django.db import OperationalError, connection

from federation.relay.relay import Relay
from govhall.kernel.errors import Later
from govhall.kernel.ids import new_uid
from tests.builders import trial
from tests.builders.trial import OTHER, RECEIVER, Road, Unhandled, intake, raw_record, rows, say, texts

pytestmark = pytest.mark.usefixtures('halls')


def carry(road: Road) -> None:
    Relay(road).once()
    intake(road).once(0)


def state_of(case: UUID) -> object:
    found = rows(f"SELECT state FROM fed_cursor WHERE subject = '{case}'")
    return found[0][0] if found else None


def test_message_takes_effect_in_the_hall_it_was_sent_to(road: Road, case: UUID) -> None:
    say('up', case=case)
    say('aside', case=case, recipient=OTHER)
    carry(road)
    assert sorted(rows('SELECT hall, text, schema FROM trial_effect')) == [
        (RECEIVER, 'up', 'h_zzbb0001'),
        (OTHER, 'aside', 'h_zzcc0001'),
    ]


def test_everything_twice_and_in_reverse_changes_nothing(road: Road, case: UUID) -> None:
    say('1', '2', '3', case=case)
    carry(road)
    for record in [*road.everything(), *reversed(road.everything())]:
        road.append(record)
    intake(road).once(0)
    assert texts(case) == ['1', '2', '3']
    assert rows('SELECT count(*) FROM fed_parked') == [(0,)]


def test_messages_that_arrive_in_reverse_take_effect_in_order(road: Road, case: UUID) -> None:
    say('1', '2', '3', case=case)
    sent = Road()
    Relay(sent).once()
    for record in reversed(sent.everything()):
        road.append(record)
    intake(road).once(0)
    assert texts(case) == ['1', '2', '3']
    assert state_of(case) == 'ok'


def test_gap_is_kept_until_the_missing_message_comes(road: Road, case: UUID) -> None:
    say('1', '2', '3', case=case)
    sent = Road()
    Relay(sent).once()
    first, second, third = sent.everything()
    for record in (first, third):
        road.append(record)
    intake(road).once(0)
    assert (texts(case), state_of(case)) == (['1'], 'gap')
    road.append(second)
    intake(road).once(0)
    assert (texts(case), state_of(case)) == (['1', '2', '3'], 'ok')


def test_poison_message_blocks_its_own_stream_only(road: Road, case: UUID) -> None:
    other = new_uid()
    trial.faults['poison'] = ValueError('a name that must not be kept')
    say('1', 'poison', '3', case=case)
    say('flows', case=other)
    carry(road)
    assert texts(case) == ['1']
    assert texts(other) == ['flows']
    assert state_of(case) == 'blocked'
    (poison, behind) = rows('SELECT seq, reason FROM fed_parked ORDER BY seq')
    assert poison[0] == 2
    assert str(poison[1]).startswith('ValueError at trial.py')
    assert behind == (3, 'behind')


def test_blocked_stream_goes_on_at_the_next_start_once_its_fault_is_mended(road: Road, case: UUID) -> None:
    trial.faults['poison'] = ValueError()
    say('1', 'poison', '3', case=case)
    carry(road)
    intake(road).once(0)
    assert texts(case) == ['1']
    trial.faults.clear()
    intake(road).once(0)
    assert (texts(case), state_of(case)) == (['1', 'poison', '3'], 'ok')


def test_blocked_stream_is_not_tried_at_each_new_message(road: Road, case: UUID) -> None:
    trial.faults['poison'] = ValueError()
    say('poison', case=case)
    running = intake(road)
    Relay(road).once()
    running.once(0)
    trial.faults.clear()
    say('2', case=case)
    Relay(road).once()
    running.once(0)
    assert texts(case) == []


def test_message_that_must_wait_is_tried_again_and_never_parked(road: Road, case: UUID) -> None:
    other = new_uid()
    trial.faults['early'] = Later()
    say('early', '2', case=case)
    say('flows', case=other)
    Relay(road).once()
    running = intake(road)
    running.once(0)
    assert texts(other) == ['flows']
    assert rows('SELECT count(*) FROM fed_parked') == [(0,)]
    assert rows('SELECT next_offset FROM fed_offset') == [(0,)]
    trial.faults.clear()
    intake(road).once(0)
    assert texts(case) == ['early', '2']


def test_offset_never_passes_a_message_that_waits(road: Road, case: UUID) -> None:
    trial.faults['early'] = Later()
    say('before', case=new_uid())
    say('early', case=case)
    say('after', case=new_uid())
    carry(road)
    assert rows('SELECT next_offset FROM fed_offset') == [(1,)]


def test_fault_of_the_database_blames_no_message(road: Road, case: UUID) -> None:
    trial.faults['1'] = OperationalError('gone')
    say('1', case=case)
    Relay(road).once()
    with pytest.raises(OperationalError):
        intake(road).once(0)
    assert rows('SELECT count(*) FROM fed_parked') == [(0,)]
    trial.faults.clear()
    intake(road).once(0)
    assert texts(case) == ['1']


def test_message_that_exceeds_a_limit_of_the_database_stops_its_stream_and_nobody_else(road: Road, case: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute('CREATE INDEX ON trial_effect (text)')
    other = new_uid()
    say(secrets.token_hex(8000), '2', case=case)  # larger than a row of an index may be, however it is packed
    say('flows', case=other)
    carry(road)
    assert (texts(case), state_of(case)) == ([], 'blocked')
    assert texts(other) == ['flows']
    assert rows('SELECT next_offset FROM fed_offset') == [(3,)]


def test_type_of_a_newer_release_waits_in_its_stream(road: Road, case: UUID) -> None:
    first = raw_record(case=case, type_name='trial.future.v9')
    road.append(first)
    road.append(raw_record(case=case, sequence=2, previous=trial.hash_of(first)))
    intake(road).once(0)
    assert state_of(case) == 'blocked'
    assert [str(row[0]).split()[0] for row in rows('SELECT reason FROM fed_parked ORDER BY seq')] == [
        'UnknownMessage',
        'behind',
    ]


def test_type_that_no_room_handles_waits_in_its_stream(road: Road, case: UUID) -> None:
    road.append(raw_record(case=case, said=Unhandled()))
    intake(road).once(0)
    assert state_of(case) == 'blocked'


def test_sender_that_tells_another_story_is_flagged(road: Road, case: UUID) -> None:
    say('1', '2', case=case)
    carry(road)
    road.append(raw_record(case=case, sequence=3, previous='f' * 64))
    intake(road).once(0)
    assert (texts(case), state_of(case)) == (['1', '2'], 'conflict')
