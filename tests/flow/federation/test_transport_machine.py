"""Outbox, relay, road, intake, inbox and receipts together, with everything that goes wrong between them.

Chunks are acknowledged in part, relays die after sending, an old relay wakes up, the intake dies and starts again, the
receivers' tables are restored from a backup, topics lose all that they hold, and receipts come late, twice or never.
Whatever happens, what took effect is the beginning of what was said. Relay and intake alone bring all of it, unless a
topic was lost; then receipts and what is said again do.
"""

from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from federation.link.port import OutgoingRecord
from tests.builders.trial import rolled_back, rows, texts
from tests.builders.trouble import STREAMS, Stream, Trouble


class Transport(RuleBasedStateMachine):
    """One sending hall, two receiving halls, two cases."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = ExitStack()
        self.undo.enter_context(rolled_back())
        self.ends = Trouble(partitions=2)
        self.asleep: list[OutgoingRecord] = []
        self.ever_sent: list[OutgoingRecord] = []
        self.topics_were_lost = False

    @rule(stream=st.sampled_from(STREAMS), count=st.integers(1, 2))
    def say(self, stream: Stream, count: int) -> None:
        self.ends.say(stream, count)

    @rule(failed=st.lists(st.booleans(), max_size=4))
    def relay_in_part(self, failed: list[bool]) -> None:
        self.ends.relay(failed)

    @rule()
    def relay_dies_after_sending(self) -> None:
        self.ends.arrive(self.ends.fall_asleep())

    @rule()
    def relay_falls_asleep(self) -> None:
        self.asleep = self.ends.fall_asleep()

    @precondition(lambda self: self.asleep)
    @rule()
    def sleeping_relay_sends(self) -> None:
        self.ends.arrive(self.asleep)

    @rule(choice=st.integers(0, 50), count=st.integers(1, 4))
    def something_comes_again(self, choice: int, count: int) -> None:
        """Messages and receipts alike, also those that a topic has lost since."""
        start = choice % len(self.ever_sent) if self.ever_sent else 0
        self.ends.arrive(self.ever_sent[start : start + count])

    @rule(most=st.integers(1, 5))
    def take_in(self, most: int) -> None:
        self.ends.take_in(most)

    @rule()
    def intake_starts_again(self) -> None:
        self.ends.start_again()

    @rule()
    def back_up_receivers(self) -> None:
        self.ends.back_up('receivers')

    @rule()
    def restore_receivers(self) -> None:
        self.ends.restore('receivers')

    @rule()
    def topics_lose_everything(self) -> None:
        self.topics_were_lost = True
        self.ends.lose_topics()

    @rule(heard=st.booleans())
    def receipts_are_given(self, heard: bool) -> None:
        self.ends.send_acks()
        if not heard:
            self.ends.lose_receipts()

    @rule(failed=st.lists(st.booleans(), max_size=3))
    def what_is_lost_is_said_again(self, failed: list[bool]) -> None:
        self.ends.resend(failed)

    @rule()
    def quiet_hour(self) -> None:
        self.ends.carry()

    @invariant()
    def what_took_effect_is_the_beginning_of_what_was_said(self) -> None:
        self.ends.check_so_far()
        self.ever_sent += [one for one in self.ends.road.everything() if one not in self.ever_sent]

    def teardown(self) -> None:
        with self.undo:
            self.ends.carry()
            if self.topics_were_lost:
                self.ends.heal()
            assert {stream: texts(*stream) for stream in STREAMS} == self.ends.said
            assert rows("SELECT 1 FROM fed_cursor WHERE state <> 'ok'") == rows('SELECT 1 FROM fed_quarantine') == []
            self.ends.heal()
            assert rows('SELECT 1 FROM fed_delivery WHERE receipted_seq < sent_seq OR doubtful') == []


@pytest.mark.usefixtures('halls')
def test_whatever_goes_wrong_everything_said_takes_effect_once_and_in_order() -> None:
    options = settings(max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Transport, settings=options)
