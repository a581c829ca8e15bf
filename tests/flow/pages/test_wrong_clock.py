"""A web whose clock differs from the database's does nothing that would be dated wrongly, and says so."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from govhall.casework.models import Case
from tenants import clock as clocks
from tenants.clock import ClockGuard
from tenants.context import hall_context
from tests.builders.world import BIRTH, TOWNSHIP, World
from tests.flow.pages.conftest import SignedIn
from tests.flow.pages.screen import at, case_data, do, filled, take_in, text


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[ClockGuard]:
    """The clock as a web watches it, looking each time that it is asked."""
    monkeypatch.setattr(clocks, 'LOOK_SECONDS', -1.0)
    clocks.clock.watch()
    yield clocks.clock
    clocks.clock.is_watched = False


@pytest.mark.parametrize('wrong', [timedelta(minutes=-30), timedelta(minutes=20)], ids=['behind', 'ahead'])
def test_nothing_is_done_by_a_wrong_clock_and_all_is_when_it_is_right_again(
    world: World, signed_in: SignedIn, watched: ClockGuard, wrong: timedelta
) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    address = take_in(chief, TOWNSHIP, BIRTH)
    with time_machine.travel(timezone.now() + wrong, tick=True):
        answer = do(chief, address, 'accept')
        assert answer.status_code == 409
        assert '时间与数据库相差' in text(answer)
        assert case_data(chief.get(address))['state'] == 'received'
        refused = chief.post(at(TOWNSHIP, f'counter/{BIRTH}/'), filled(BIRTH))
        assert '时间与数据库相差' in text(refused)
    with hall_context(world.hall(TOWNSHIP)):
        assert Case.objects.count() == 1
    assert do(chief, address, 'accept').status_code == 303


def test_two_minutes_are_nothing(world: World, signed_in: SignedIn, watched: ClockGuard) -> None:
    with time_machine.travel(timezone.now() + timedelta(seconds=100), tick=True):
        take_in(signed_in(world.chief(TOWNSHIP)), TOWNSHIP, BIRTH)
    assert not watched.is_wrong
