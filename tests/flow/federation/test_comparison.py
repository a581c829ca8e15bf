"""The nightly comparison proves that a day is complete, or finds what differs and mends it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from federation.acks.comparison import days_to_compare, send_tallies
from federation.acks.models import Comparison
from federation.relay.nightly import send_nightly_tallies
from federation.relay.relay import Relay
from federation.relay.resend import Resender
from tests.builders.trial import OTHER, RECEIVER, Road, intake, say, texts

pytestmark = pytest.mark.usefixtures('halls')
TODAY = datetime.now(UTC).date()


@pytest.fixture(autouse=True)
def empty(halls: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM fed_outbox')
    yield


def carry(road: Road) -> None:
    relay, one = Relay(road), intake(road)
    while relay.once() + one.once(0):
        pass


def compare(road: Road) -> dict[str, str]:
    """The state of today's pairs after both ends have spoken, by recipient."""
    send_tallies([TODAY])
    carry(road)
    carry(road)
    return dict(Comparison.objects.filter(day=TODAY).values_list('recipient', 'state'))


def test_equal_figures_prove_that_a_day_is_complete(road: Road, case: UUID) -> None:
    say('one', 'two', case=case)
    say('elsewhere', case=case, recipient=OTHER)
    carry(road)
    assert compare(road) == {RECEIVER: 'equal', OTHER: 'equal'}
    found = Comparison.objects.get(recipient=RECEIVER)
    assert (found.sent, found.received, found.sent_hash) == (2, 2, found.received_hash)


def test_what_a_pair_lacks_is_found_said_again_and_proved_repaired(road: Road, case: UUID) -> None:
    say('one', case=case)
    say('elsewhere', case=case, recipient=OTHER)
    Relay(road).once()
    road.log.clear()
    say('more', case=case, recipient=OTHER)
    carry(road)
    assert compare(road) == {RECEIVER: 'differs', OTHER: 'differs'}
    assert Resender(road).say_again() == 3
    carry(road)
    assert (texts(case), texts(case, OTHER)) == (['one'], ['elsewhere', 'more'])
    assert compare(road) == {RECEIVER: 'repaired', OTHER: 'repaired'}


def test_the_same_number_of_other_messages_is_not_equal(road: Road, case: UUID) -> None:
    say('one', case=case)
    carry(road)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fed_inbox SET body = body || ' '::bytea")
    assert compare(road) == {RECEIVER: 'differs'}


def test_days_are_compared_again_until_they_are_equal(road: Road, case: UUID) -> None:
    say('one', case=case)
    Relay(road).once()
    road.log.clear()
    long_ago = TODAY - timedelta(days=40)
    Comparison.objects.create(day=long_ago, sender='A', recipient='B', sent=1, sent_hash='1', state='differs')
    Comparison.objects.create(
        day=long_ago - timedelta(1), sender='A', recipient='B', sent=1, sent_hash='1', state='equal'
    )
    assert days_to_compare(TODAY) == [long_ago, *(TODAY - timedelta(days=back) for back in (3, 2, 1))]


def test_a_night_s_comparison_is_begun_once(case: UUID, road: Road) -> None:
    say('one', case=case)
    carry(road)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fed_sent SET created_at = now() - interval '2 days'")
    begins = datetime.now(UTC)
    assert send_nightly_tallies(begins) == 1
    assert send_nightly_tallies(begins) == 0
