"""The limits of a case, with the vectors of the calendar of 2026."""

from datetime import date

import pytest

from federation.contracts.case import Dues
from federation.contracts.clock import Clock, Procedure
from govhall.casework.rules.clocks import after_receipt, decision_dues, step_days, while_stopped
from govhall.kernel.workdays import CALENDAR, WorkCalendar


def accepted_on(day: date, *, promised_days: int, statutory_days: int, calendar: WorkCalendar = CALENDAR) -> Dues:
    return decision_dues(Clock(since=day, promised_days=promised_days, statutory_days=statutory_days), calendar)


@pytest.mark.parametrize(
    ('received', 'due'),
    [
        (date(2026, 2, 13), date(2026, 2, 27)),
        (date(2026, 2, 14), date(2026, 2, 28)),
        (date(2026, 4, 30), date(2026, 5, 11)),
        (date(2026, 9, 24), date(2026, 10, 9)),
        (date(2026, 1, 2), date(2026, 1, 8)),
    ],
)
def test_the_hall_has_five_working_days_to_answer(received: date, due: date) -> None:
    assert after_receipt(received) == Dues(intake=due)


@pytest.mark.parametrize(
    ('accepted', 'days', 'due'),
    [
        (date(2026, 2, 13), 20, date(2026, 3, 19)),
        (date(2026, 2, 13), 30, date(2026, 4, 2)),
        (date(2026, 2, 13), 45, date(2026, 4, 24)),
        (date(2026, 9, 30), 20, date(2026, 11, 3)),
    ],
)
def test_the_statutory_day_of_the_decision(accepted: date, days: int, due: date) -> None:
    dues = accepted_on(accepted, promised_days=0, statutory_days=days)
    assert dues == Dues(promised=accepted, statutory=due)


def test_the_promise_runs_beside_the_law_and_the_five_days_are_over() -> None:
    dues = accepted_on(date(2026, 2, 13), promised_days=5, statutory_days=20)
    assert dues == Dues(promised=date(2026, 2, 27), statutory=date(2026, 3, 19))


def test_a_promise_of_no_days_is_the_day_of_acceptance_also_on_a_holiday() -> None:
    assert accepted_on(date(2026, 1, 2), promised_days=0, statutory_days=1).promised == date(2026, 1, 2)


def test_holidays_regulation_2_new_year_is_free_before_its_year_is_announced() -> None:
    assert after_receipt(date(2026, 12, 25)) == Dues(intake=date(2027, 1, 4), provisional=True)


def test_holidays_regulation_2_near_miss_the_day_before_new_year_is_a_day_of_work() -> None:
    assert after_receipt(date(2026, 12, 24)) == Dues(intake=date(2026, 12, 31))


def test_one_provisional_limit_of_two_makes_the_pair_provisional() -> None:
    dues = accepted_on(date(2026, 12, 21), promised_days=5, statutory_days=20)
    assert dues == Dues(promised=date(2026, 12, 28), statutory=date(2027, 1, 19), provisional=True)


def test_the_calendar_may_be_another() -> None:
    assert after_receipt(date(2026, 2, 13), WorkCalendar({})) == Dues(intake=date(2026, 2, 20), provisional=True)


def test_nothing_runs_while_the_applicant_corrects() -> None:
    assert while_stopped() == Dues()


def test_each_step_ends_after_its_own_days_and_the_last_with_the_promise() -> None:
    clock = Clock(since=date(2026, 2, 13), promised_days=14, statutory_days=20)
    ends = step_days(clock, [10, 4], CALENDAR)
    assert ends[-1] == decision_dues(clock, CALENDAR).promised
    assert ends[0] == CALENDAR.add(date(2026, 2, 13), 10).day


def test_while_the_clock_stands_still_no_step_has_a_day() -> None:
    stopped = Procedure(kind='testing', begun=date(2026, 2, 24), told_days=5, stops=True, hall='X')
    clock = Clock(since=date(2026, 2, 13), promised_days=14, statutory_days=20, procedures=[stopped])
    assert step_days(clock, [10, 4], CALENDAR) == []
