from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhall.kernel.workdays import CALENDAR, DueDay

DAYS = st.dates(min_value=date(2016, 1, 1), max_value=date(2035, 12, 31))  # twenty years
LIMITS = st.integers(min_value=1, max_value=400)


@pytest.mark.parametrize(
    ('start', 'days', 'expected'),
    [
        (date(2026, 2, 13), 5, date(2026, 2, 27)),
        (date(2026, 2, 13), 20, date(2026, 3, 19)),
        (date(2026, 2, 13), 30, date(2026, 4, 2)),
        (date(2026, 2, 13), 45, date(2026, 4, 24)),
        (date(2026, 2, 14), 5, date(2026, 2, 28)),
        (date(2026, 4, 30), 5, date(2026, 5, 11)),
        (date(2026, 9, 24), 5, date(2026, 10, 9)),
        (date(2026, 9, 30), 20, date(2026, 11, 3)),
        (date(2026, 1, 2), 5, date(2026, 1, 8)),
        (date(2025, 9, 30), 2, date(2025, 10, 10)),
    ],
)
def test_limit_ends_on_the_day_the_state_council_notice_gives(start: date, days: int, expected: date) -> None:
    assert CALENDAR.add(start, days) == DueDay(expected, provisional=False)


@pytest.mark.parametrize('year', [2025, 2026])
def test_announced_year_has_248_working_days(year: int) -> None:
    assert CALENDAR.count(date(year - 1, 12, 31), date(year, 12, 31)) == 248


def test_limit_that_reaches_an_unannounced_year_is_provisional() -> None:
    assert CALENDAR.add(date(2026, 12, 20), 20).provisional
    assert not CALENDAR.add(date(2026, 12, 20), 5).provisional


def test_limit_that_only_begins_in_an_unannounced_year_is_certain() -> None:
    assert CALENDAR.add(date(2024, 12, 31), 1) == DueDay(date(2025, 1, 2), provisional=False)


@pytest.mark.parametrize('day', [date(2027, 1, 1), date(2030, 5, 1), date(2030, 5, 2), date(2031, 10, 1)])
def test_holidays_regulation_2_fixed_days_are_free_in_a_year_that_is_not_announced(day: date) -> None:
    assert day.weekday() < 5
    assert not CALENDAR.announced(day.year)
    assert not CALENDAR.is_workday(day)


@pytest.mark.parametrize('day', [date(2027, 1, 4), date(2028, 5, 3), date(2030, 10, 4)])
def test_holidays_regulation_2_near_miss_the_days_beside_them_wait_for_the_notice(day: date) -> None:
    assert CALENDAR.is_workday(day)


def test_limit_of_zero_days_ends_on_the_day_itself() -> None:
    assert CALENDAR.add(date(2026, 10, 3), 0).day == date(2026, 10, 3)


def test_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match='negative'):
        CALENDAR.add(date(2026, 1, 5), -1)


@given(start=DAYS, days=LIMITS)
def test_limit_equals_a_naive_walk_from_day_to_day(start: date, days: int) -> None:
    day, left = start, days
    while left:
        day += timedelta(days=1)
        left -= CALENDAR.is_workday(day)
    assert CALENDAR.add(start, days).day == day


@given(start=DAYS, days=LIMITS)
def test_counting_undoes_adding(start: date, days: int) -> None:
    assert CALENDAR.count(start, CALENDAR.add(start, days).day) == days


@given(start=DAYS, days=LIMITS)
def test_longer_limit_ends_later(start: date, days: int) -> None:
    assert CALENDAR.add(start, days).day < CALENDAR.add(start, days + 1).day


@given(start=DAYS, days=LIMITS)
def test_later_start_never_ends_earlier(start: date, days: int) -> None:
    assert CALENDAR.add(start, days).day <= CALENDAR.add(start + timedelta(days=1), days).day


@given(start=DAYS, middle=DAYS, end=DAYS)
def test_counts_of_two_stretches_add_up(start: date, middle: date, end: date) -> None:
    assert CALENDAR.count(start, middle) + CALENDAR.count(middle, end) == CALENDAR.count(start, end)
