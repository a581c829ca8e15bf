"""Buckets are shared out among the relays that live, and each has one sender at a time."""

from uuid import UUID

import pytest
from django.db import connection

from federation.outbox.rows import BUCKETS
from federation.relay import order_monitor
from federation.relay.leases import RENEW_SECONDS, Leases, all_buckets
from federation.relay.relay import Relay
from tests.builders.trial import Road, intake, rows, say, texts

pytestmark = pytest.mark.django_db


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Relays:
    """Several relays whose leases are asked for in turn, with time for a renewal between two rounds."""

    def __init__(self, count: int) -> None:
        self.clock = Clock()
        self.all = [Leases(self.clock) for _ in range(count)]

    def round(self) -> list[int]:
        """Let each see to its leases once; how many buckets each has."""
        self.clock.now += RENEW_SECONDS
        return [len(leases.held()) for leases in self.all]

    def settle(self) -> list[int]:
        """Three rounds: one to be seen, one to give, one to take."""
        return [self.round() for _ in range(3)][-1]


def time_passes() -> None:
    """All leases and signs of life run out, as they do fifteen seconds after the last renewal."""
    with connection.cursor() as cursor:
        for table in ('fed_lease', 'fed_relay'):
            cursor.execute(f"UPDATE {table} SET expires = now() - interval '1 second'")


def owners() -> set[object]:
    return {row[0] for row in rows("SELECT owner FROM fed_lease WHERE owner <> ''")}


def test_a_relay_alone_has_every_bucket() -> None:
    assert Leases().held().keys() == all_buckets().keys() == set(range(BUCKETS))


@pytest.mark.parametrize(
    ('count', 'shares'), [(2, [32, 32]), (3, [21, 21, 22]), (4, [16] * 4), (70, [0] * 6 + [1] * 64)]
)
def test_buckets_are_shared_out_evenly_and_none_is_left_or_held_twice(count: int, shares: list[int]) -> None:
    relays = Relays(count)
    assert sorted(relays.settle()) == shares
    held = [bucket for leases in relays.all for bucket in leases.held()]
    assert sorted(held) == list(range(BUCKETS))


def test_a_newcomer_gets_its_share_from_those_who_have_more() -> None:
    relays = Relays(1)
    assert relays.round() == [64]
    relays.all.append(Leases(relays.clock))
    assert relays.round() == [64, 0]
    assert relays.round() == [32, 32]


def test_shares_that_are_settled_stay_where_they_are() -> None:
    relays = Relays(3)
    relays.settle()
    before = [dict(leases.held()) for leases in relays.all]
    relays.settle()
    assert [dict(leases.held()) for leases in relays.all] == before


def test_nothing_is_taken_from_a_relay_that_is_silent_for_less_than_its_lease() -> None:
    relays = Relays(2)
    relays.settle()
    silent = relays.all.pop()
    assert relays.settle() == [32]
    assert len(silent.held()) == 32


def test_what_a_dead_relay_had_is_taken_over_under_a_higher_fence_when_its_lease_has_run_out() -> None:
    relays = Relays(2)
    relays.settle()
    dead = relays.all.pop().held()
    time_passes()
    assert relays.round() == [64]
    heir = relays.all[0].held()
    assert {bucket: heir[bucket] for bucket in dead} == {bucket: fence + 1 for bucket, fence in dead.items()}
    assert len(rows('SELECT 1 FROM fed_relay')) == 1


def test_a_relay_that_wakes_up_too_late_learns_that_its_buckets_are_gone() -> None:
    relays = Relays(1)
    relays.round()
    sleeper, lost = relays.all.pop(), order_monitor.LEASES_GONE.value
    time_passes()
    relays.all = [Leases(relays.clock)]
    assert relays.round() == [64]
    assert sleeper.held() == {}
    assert order_monitor.LEASES_GONE.value == lost + 64


def test_a_late_relay_that_nobody_has_replaced_goes_on_under_the_same_fence() -> None:
    relays = Relays(1)
    relays.round()
    before = dict(relays.all[0].held())
    time_passes()
    relays.round()
    assert relays.all[0].held() == before


def test_a_relay_that_stops_leaves_its_buckets_at_once() -> None:
    relays = Relays(2)
    relays.settle()
    relays.all.pop().release()
    assert len(owners()) == len(rows('SELECT 1 FROM fed_relay')) == 1
    assert relays.round() == [64]


def test_waiting_for_acknowledgements_renews_and_neither_gives_nor_takes() -> None:
    relays = Relays(2)
    relays.settle()
    keeper = relays.all[0]
    relays.all.pop().release()
    before = dict(keeper.held())
    time_passes()
    relays.clock.now += RENEW_SECONDS
    keeper.keep()
    assert rows('SELECT count(*) FROM fed_lease WHERE expires > now()') == [(32,)]
    assert keeper.held() == before
    assert relays.round() == [64]


def test_leases_are_renewed_every_two_seconds_and_not_at_each_look() -> None:
    relays = Relays(1)
    relays.round()
    time_passes()
    relays.all[0].held()
    assert rows('SELECT count(*) FROM fed_lease WHERE expires > now()') == [(0,)]
    relays.round()
    assert rows('SELECT count(*) FROM fed_lease WHERE expires > now()') == [(64,)]


@pytest.mark.usefixtures('halls')
class TestSendingUnderLeases:
    """What leases mean for the rows of the outbox."""

    def test_a_relay_without_buckets_sends_nothing(self, road: Road, case: UUID) -> None:
        say('1', case=case)
        assert Relay(road, leased=dict).once() == 0
        assert road.everything() == []

    def test_a_relay_sends_the_streams_of_its_own_buckets_only(self, road: Road, case: UUID) -> None:
        say('1', '2', case=case)
        ((bucket,),) = rows('SELECT DISTINCT bucket FROM fed_outbox')
        mine = {int(str(bucket)): 0}
        others = {one: fence for one, fence in all_buckets().items() if one not in mine}
        assert Relay(road, leased=lambda: others).once() == 0
        assert Relay(road, leased=lambda: mine).once() == 2

    def test_a_relay_fenced_off_while_it_sends_makes_a_duplicate_and_removes_nothing(
        self, road: Road, case: UUID
    ) -> None:
        late, heir = Leases(), Leases()
        fenced = order_monitor.FENCED.value

        class Slow(Road):
            def send(slow, records: object) -> list[bool]:  # noqa: N805 - `self` is the test
                time_passes()
                heir.held()
                return road.send(records)  # type: ignore[arg-type]

        say('1', '2', case=case)
        assert Relay(Slow(), leased=late.held).once() == 0
        assert rows('SELECT seq FROM fed_outbox ORDER BY id') == [(1,), (2,)]
        assert rows('SELECT 1 FROM fed_sent') == []
        assert order_monitor.FENCED.value == fenced + 2
        assert Relay(road, leased=heir.held).once() == 2
        intake(road).once(0)
        assert len(road.everything()) == 4
        assert texts(case) == ['1', '2']
