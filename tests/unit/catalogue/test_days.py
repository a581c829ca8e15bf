"""Days of changes, alternately on and off: what holds on a day, and what is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhall.catalogue.days import DaysOutOfOrder, changed, holds, is_open, joined, spans, within
from govhall.catalogue.windows import CentreWindow, handling, windows_of

FIRST = date(2007, 1, 1)
A_DAY = st.integers(0, 400).map(lambda number: FIRST + timedelta(days=number))
DAYS = st.lists(A_DAY, unique=True, max_size=9).map(sorted)


@given(DAYS, A_DAY)
def test_what_holds_on_a_day_is_what_somebody_finds_who_goes_from_day_to_day(days: list[date], day: date) -> None:
    on, walked = False, FIRST
    while walked <= day:
        on, walked = (not on if walked in days else on), walked + timedelta(days=1)
    assert holds(days, day) is on
    assert any(first <= day and (last is None or day < last) for first, last in spans(days)) is on


@given(DAYS, A_DAY)
def test_a_change_lies_after_the_last_one_and_turns_it_over(days: list[date], day: date) -> None:
    if days and day <= days[-1]:
        with pytest.raises(DaysOutOfOrder):
            changed(days, day)
    else:
        later = changed(days, day)
        assert is_open(later) is not is_open(days)
        assert holds(later, day) is not holds(days, day)


@given(DAYS)
def test_two_columns_say_the_same_days(days: list[date]) -> None:
    assert joined(days[::2], days[1::2]) == days


@given(DAYS, DAYS)
def test_within_is_never_on_while_the_other_is_off(days: list[date], outer: list[date]) -> None:
    every = [FIRST + timedelta(days=number) for number in range(402)]
    assert within(days, outer) is all(holds(outer, day) for day in every if holds(days, day))


@pytest.mark.parametrize(('begins', 'ends'), [([], [FIRST]), ([FIRST], [FIRST]), ([FIRST, FIRST], [])])
def test_days_that_do_not_take_turns_are_refused(begins: list[date], ends: list[date]) -> None:
    with pytest.raises(DaysOutOfOrder):
        joined(begins, ends)


def test_window_that_names_the_matter_comes_before_one_that_takes_all() -> None:
    later = FIRST + timedelta(days=30)
    common, special = CentreWindow('01', '综合', (), [FIRST]), CentreWindow('02', '专办', ('a',), [later])
    windows = windows_of([special.row(), common.row()])
    assert [one.number for one in windows] == ['01', '02']
    assert [handling(windows, 'a', day) for day in (FIRST, later)] == windows
    assert handling(windows, 'b', later) == windows[0]
    assert handling(windows, 'b', FIRST - timedelta(days=1)) is None
