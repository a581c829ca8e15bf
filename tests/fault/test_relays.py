"""Several relays of one cell as real processes: every stream stays in order, and one that dies is replaced."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from deploy.local.cells import Cell
from deploy.local.services import Kafka, Valkey
from federation.keys.services import make_hall_keys
from tests.builders.committed import database
from tests.fault.relays import SPEAKING, Relays, inversions

pytestmark = [pytest.mark.process, pytest.mark.kafka]
DATABASE = 'relays'
TAKEOVER_SECONDS = 15 + 2 + 10  # the lease, the next look, and a slow machine
FAILPOINTS = ('relay.lease_renewal', 'relay.before_send', 'relay.after_send', 'relay.after_remove')


@pytest.fixture
def relays(
    cell: Cell, kafka: Kafka, valkey: Valkey, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Relays]:
    """An empty outbox in a database where transactions end; no relay runs yet."""
    with django_db_blocker.unblock(), database(cell, DATABASE, template='template0'):
        call_command('migrate_schemas', shared=True, interactive=False, verbosity=0)
        call_command('grant_rights')
        made = Relays(cell, DATABASE, tmp_path)
        make_hall_keys(SPEAKING)
        made.ask('DELETE FROM fed_outbox')  # the announcements of the keys
        yield made


def check_all_arrived_in_order(relays: Relays) -> None:
    """Each stream came whole and in order; a message may have come again, and was kept as sent once."""
    arrived = relays.arrived()
    assert len(arrived) == relays.streams
    assert sum(inversions(sequences) for sequences in arrived.values()) == 0
    assert {tuple(sorted(set(sequences))) for sequences in arrived.values()} == {tuple(range(1, relays.said + 1))}
    kept = relays.ask('SELECT count(*), count(DISTINCT (subject, seq)) FROM fed_sent')
    assert kept == [(relays.streams * relays.said,) * 2]


def drain_through_four(relays: Relays, *, rounds: int, each: int, within: float) -> None:
    with relays.at_work(4):
        for _ in range(rounds):
            relays.say(each)
        assert relays.until(lambda: relays.waiting() == 0, within=within)
    check_all_arrived_in_order(relays)
    assert sum(len(sequences) for sequences in relays.arrived().values()) == relays.streams * relays.said
    assert relays.ask("SELECT 1 FROM fed_lease WHERE owner <> ''") == relays.ask('SELECT 1 FROM fed_relay') == []


def test_four_jittery_relays_send_every_stream_in_order_and_nothing_twice(relays: Relays) -> None:
    drain_through_four(relays, rounds=8, each=5, within=60)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_four_jittery_relays_break_no_order_in_a_hundred_thousand_messages(relays: Relays) -> None:
    drain_through_four(relays, rounds=40, each=25, within=600)


def test_what_a_killed_relay_had_is_sent_by_the_others_when_its_lease_has_run_out(relays: Relays) -> None:
    with relays.at_work(2) as (victim, _):
        relays.say(20)
        assert relays.until(lambda: relays.waiting() < 2000)
        victim.kill()
        relays.say(5)
        assert relays.until(lambda: relays.waiting() == 0, within=TAKEOVER_SECONDS)
        assert relays.shares() == [64]
    check_all_arrived_in_order(relays)


def test_what_a_stopped_relay_had_is_sent_by_the_others_without_waiting_for_its_lease(relays: Relays) -> None:
    with relays.at_work(2) as (leaving, _):
        relays.say(20)
        leaving.stop()
        assert relays.ask("SELECT count(DISTINCT owner) FROM fed_lease WHERE owner <> ''") == [(1,)]
        relays.say(5)
        assert relays.until(lambda: relays.waiting() == 0 and relays.shares() == [64])
    check_all_arrived_in_order(relays)


@pytest.mark.parametrize('place', FAILPOINTS)
def test_a_relay_that_dies_anywhere_loses_nothing_and_breaks_no_order(relays: Relays, place: str) -> None:
    relays.say(5)
    dying = relays.child('dying', GOVHALL_FAILPOINT=place).start()
    assert relays.until(lambda: not dying.alive())
    assert dying.exit_code() == 137
    for table in ('fed_lease', 'fed_relay'):  # fifteen seconds later
        relays.ask(f"UPDATE {table} SET expires = now() - interval '1 second'")
    with relays.at_work(1):
        relays.say(5)
        assert relays.until(lambda: relays.waiting() == 0)
    check_all_arrived_in_order(relays)
