"""Outbox, relay, road, intake and inbox together, with everything that goes wrong between them.

Chunks are acknowledged in part, relays die after sending, an old relay wakes up, the intake dies and starts again, and
the receiver's tables are restored from a backup. Whatever happens, what took effect is the beginning of what was said,
and after a quiet hour it is all of it.
"""

import itertools
from contextlib import ExitStack
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from federation.relay.sending import Relay
from govhall.kernel.ids import new_uid
from tests.builders.trial import OTHER, RECEIVER, Road, intake, rolled_back, rows, say, texts

RECEIVERS_TABLES = ('fed_cursor', 'fed_parked', 'fed_offset', 'trial_effect')
CASES = [new_uid(), new_uid()]
STREAMS = [(CASES[0], RECEIVER), (CASES[0], OTHER), (CASES[1], RECEIVER)]
Backup = dict[str, list[tuple[object, ...]]]


class Deaf(Exception):
    """The relay died."""


class Transport(RuleBasedStateMachine):
    """One sending hall, two receiving halls, two cases."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = ExitStack()
        self.undo.enter_context(rolled_back())
        self.road = Road(partitions=2)
        self.running = intake(self.road)
        self.said: dict[tuple[UUID, str], list[str]] = {stream: [] for stream in STREAMS}
        self.numbers = itertools.count()
        self.backup = back_up()

    @rule(stream=st.sampled_from(STREAMS))
    def say(self, stream: tuple[UUID, str]) -> None:
        text = str(next(self.numbers))
        say(text, case=stream[0], recipient=stream[1])
        self.said[stream].append(text)

    @rule(failed=st.lists(st.booleans(), max_size=4))
    def relay_in_part(self, failed: list[bool]) -> None:
        self.road.failing = itertools.chain(failed, itertools.repeat(False))
        Relay(self.road).once()
        connection.cursor().execute('UPDATE fed_outbox SET not_before = NULL')

    @rule()
    def relay_dies_after_sending(self) -> None:
        class Dying(Road):
            def send(dying, records: object) -> list[bool]:  # noqa: N805 - `self` is the machine
                self.road.failing = itertools.repeat(False)
                self.road.send(records)  # type: ignore[arg-type]
                raise Deaf

        with pytest.raises(Deaf) if rows('SELECT 1 FROM fed_outbox') else ExitStack():
            Relay(Dying()).once()

    @rule(choice=st.integers(0, 50), count=st.integers(1, 4))
    def old_relay_wakes_up(self, choice: int, count: int) -> None:
        everything = self.road.everything()
        start = choice % len(everything) if everything else 0
        for record in everything[start : start + count]:
            self.road.append(record)

    @rule(most=st.integers(1, 5))
    def take_in(self, most: int) -> None:
        self.road.most = most
        self.running.once(0)

    @rule()
    def intake_starts_again(self) -> None:
        self.running = intake(self.road)

    @rule()
    def back_up_receiver(self) -> None:
        self.backup = back_up()

    @rule()
    def restore_receiver(self) -> None:
        restore(self.backup)
        self.running = intake(self.road)

    @invariant()
    def what_took_effect_is_the_beginning_of_what_was_said(self) -> None:
        for (case, hall), said in self.said.items():
            happened = texts(case, hall)
            assert happened == said[: len(happened)]

    def teardown(self) -> None:
        with self.undo:
            self.road.failing, self.road.most = itertools.repeat(False), 500
            Relay(self.road).once()
            self.running.once(0)
            assert {stream: texts(*stream) for stream in STREAMS} == self.said
            assert rows("SELECT 1 FROM fed_cursor WHERE state <> 'ok'") == []


def back_up() -> Backup:
    """The receiving database as it is now."""
    return {table: rows(f'SELECT * FROM {table} ORDER BY ctid') for table in RECEIVERS_TABLES}


def restore(backup: Backup) -> None:
    """The receiving database as it was then."""
    with connection.cursor() as cursor:
        for table, content in backup.items():
            cursor.execute(f'DELETE FROM {table}')
            for row in content:
                cursor.execute(f'INSERT INTO {table} VALUES ({", ".join(["%s"] * len(row))})', row)


@pytest.mark.usefixtures('halls')
def test_whatever_goes_wrong_everything_said_takes_effect_once_and_in_order() -> None:
    options = settings(max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Transport, settings=options)
