"""The relay loses nothing, keeps each stream in order, and lets one bad stream stop no other."""

import itertools
from uuid import UUID

import pytest
from django.db import connection

from federation.relay.relay import Relay
from federation.trust import keys
from federation.trust.models import PrivateKey
from govhall.kernel.ids import new_uid
from tests.builders.trial import OTHER, SENDER, Road, intake, rows, say, texts

pytestmark = pytest.mark.usefixtures('halls')


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_the_link_took_leaves_the_outbox_and_is_kept_as_sent(road: Road, case: UUID) -> None:
    say('1', '2', case=case)
    assert Relay(road).once() == 2
    assert rows('SELECT count(*) FROM fed_outbox') == [(0,)]
    assert rows('SELECT seq FROM fed_sent ORDER BY seq') == [(1,), (2,)]


def test_nothing_leaves_the_outbox_while_the_line_is_down(road: Road, case: UUID) -> None:
    say('1', '2', case=case)
    road.failing = itertools.repeat(True)
    assert Relay(road).once() == 0
    assert rows('SELECT seq, attempts FROM fed_outbox ORDER BY id') == [(1, 0), (2, 0)]


def test_topic_that_takes_nothing_is_tried_again_after_a_rest(road: Road, case: UUID) -> None:
    clock = Clock()
    relay = Relay(road, clock=clock)
    say('1', case=case)
    road.failing = itertools.chain([True], itertools.repeat(False))
    assert [relay.once(), relay.once()] == [0, 0]
    clock.now = 1.0
    assert relay.once() == 1


def test_rows_behind_a_failed_one_stay_with_it(road: Road, case: UUID) -> None:
    other = new_uid()
    say('1', '2', '3', case=case)
    say('free', case=other)
    road.failing = itertools.chain([False, True, False, False], itertools.repeat(False))
    assert Relay(road).once() == 2  # the first of the case, and the other stream
    assert rows('SELECT seq, not_before IS NOT NULL, attempts FROM fed_outbox ORDER BY id') == [
        (2, True, 1),
        (3, False, 0),
    ]


def test_held_stream_waits_as_a_whole_and_others_flow(road: Road, case: UUID) -> None:
    other = new_uid()
    say('1', '2', case=case)
    say('free', case=other)
    road.failing = itertools.chain([True, False, False], itertools.repeat(False))
    relay = Relay(road)
    relay.once()
    say('later', case=other)
    assert relay.once() == 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fed_outbox SET not_before = now() - interval '1 second' WHERE not_before IS NOT NULL")
    assert relay.once() == 2
    intake(road).once(0)
    assert texts(case) == ['1', '2']
    assert texts(other) == ['free', 'later']


def test_row_sent_again_after_a_crash_takes_effect_once(road: Road, case: UUID) -> None:
    say('1', '2', case=case)
    Relay(road).once()
    for record in road.everything():  # as if the relay had died before it could remove them
        road.append(record)
    intake(road).once(0)
    assert texts(case) == ['1', '2']


def test_a_hall_without_a_key_keeps_nobody_else_from_speaking(road: Road, case: UUID) -> None:
    say('first', case=case)
    PrivateKey.objects.filter(owner=SENDER).delete()
    keys.forget_keys()
    say('second', case=case, sender=OTHER)
    relay = Relay(road)
    assert (relay.once(), relay.once()) == (0, 1)  # what can't be signed is held, the rest goes
    assert rows('SELECT sender, last_error FROM fed_outbox') == [(SENDER, 'no private key')]
