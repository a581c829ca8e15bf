"""An intake whose clock differs from the database's takes nothing: a message may make a limit count as passed."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from federation.intake.management.commands import run_intake
from federation.relay.relay import Relay
from tenants import clock as clocks
from tests.builders.trial import Road, say, texts

pytestmark = pytest.mark.usefixtures('halls')


@pytest.mark.parametrize('wrong', [timedelta(minutes=-20), timedelta(minutes=20)], ids=['behind', 'ahead'])
def test_a_message_waits_until_the_clock_is_right(
    road: Road, case: UUID, monkeypatch: pytest.MonkeyPatch, wrong: timedelta
) -> None:
    say('1', case=case)
    Relay(road).once()
    watched = clocks.ClockGuard()
    watched.watch()
    monkeypatch.setattr(clocks, 'LOOK_SECONDS', -1.0)
    monkeypatch.setattr(run_intake, 'clock', watched)
    monkeypatch.setattr(run_intake, 'open_reader', lambda position: road.reopen())
    for asks_the_broker in ('reset_recreated_topics', 'check_backup_now'):  # there is none
        monkeypatch.setattr(run_intake, asks_the_broker, lambda: False)
    command = run_intake.Command()
    with time_machine.travel(timezone.now() + wrong, tick=True):
        assert command._step() == run_intake.CLOCK_WAIT_SECONDS
        assert texts(case) == []
    with time_machine.travel(timezone.now() + timedelta(seconds=100), tick=True):  # as between halls
        assert command._step() == 0.0
    assert texts(case) == ['1']
