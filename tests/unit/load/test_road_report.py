"""What the bench says of the road: aims beside figures, and never a rate for what failed."""

import pytest

from tests.load.__main__ import status_of
from tests.load.aims import aims_and_figures
from tests.load.backlog import Backlog
from tests.load.draining import Drained
from tests.load.processor import Spent
from tests.load.raw_road import RawRoad
from tests.load.report import Measured

RAW = RawRoad(produce=10_000, consume=20_000, copy=50_000, together=6000)


def drained(per_second: float, *, seconds: float = 4.0) -> Drained:
    """A part that was measured."""
    return Drained(16_000, seconds, per_second, Spent(seconds, {'relay': 1.6}))


def test_part_that_failed_has_its_reason_and_no_rate() -> None:
    road = Backlog(1, raw=RAW)
    with road.attempt('intake, custody'):
        road.drained['relay, custody'] = drained(4100)
        raise TimeoutError('stands still at 5 of 16000')
    rows = dict(aims_and_figures([road], None))
    assert '  intake, custody' not in rows
    assert rows['  [bold red]FAILED[/]: intake, custody'] == 'TimeoutError: stands still at 5 of 16000'
    assert list(road.drained) == ['relay, custody']


@pytest.mark.parametrize(('per_second', 'word'), [(4000, 'met'), (3999, 'MISSED')])
def test_aim_on_one_broker_stands_beside_the_figure(per_second: float, word: str) -> None:
    road = Backlog(1, {'relay, custody': drained(per_second)}, RAW)
    assert dict(aims_and_figures([road], None))['  relay, custody'].endswith(f'(aim: 4000/s, {word})')


@pytest.mark.parametrize(('per_second', 'word'), [(5000, 'met'), (4900, 'MISSED')])
def test_relay_on_three_brokers_is_held_against_raw_of_the_same_run(per_second: float, word: str) -> None:
    road = Backlog(3, {'relay, custody': drained(per_second)}, RAW)
    assert dict(aims_and_figures([road], None))['  relay, custody'].endswith(f'of raw produce (aim: 0.5, {word})')


def test_processor_time_is_told_for_a_message() -> None:
    assert drained(4000).microseconds('relay') == pytest.approx(100)


def test_run_whose_road_failed_ends_with_status_1() -> None:
    good, bad = Backlog(1), Backlog(3, failed={'raw': 'TimeoutError: 5 of 16000 came back'})
    assert status_of(Measured(load_before=0.0, roads=[good])) == 0
    assert status_of(Measured(load_before=0.0, roads=[good, bad])) == 1
