"""What stops the clock and what does not (行政许可法 §42, §45); overlapping intervals count once."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from federation.contracts.case import Dues
from federation.contracts.clock import Clock, Extension, Procedure
from govhall.casework.rules.clocks import decision_dues, is_stopped, limit, stopped_spans, stopped_workdays
from govhall.casework.rules.procedures import (
    STOPPING,
    ClockStopped,
    ExtensionTooLate,
    ExtensionTooLong,
    NeededTimeMissing,
    NothingToExtend,
    ProcedureKind,
    ProcedureOpen,
    ProcedureRequest,
    SecondExtension,
    begun,
    checked_extension,
    stops_clock,
)
from govhall.kernel.workdays import CALENDAR

MONDAY = date(2026, 3, 2)
DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))
CLOCK = Clock(since=MONDAY, promised_days=14, statutory_days=20)


def interval(first: date, last: date | None, *, stops: bool = True) -> Procedure:
    return Procedure(kind='testing', begun=first, ended=last, told_days=5, stops=stops, hall='TJXZ0001')


INTERVALS = st.lists(
    st.builds(lambda first, days: interval(first, first + timedelta(days=days)), DAYS, st.integers(0, 30)), max_size=5
)


def dues(*procedures: Procedure) -> Dues:
    return decision_dues(Clock(since=MONDAY, promised_days=14, statutory_days=20, procedures=list(procedures)))


@pytest.mark.parametrize('kind', ['听证', '招标', '拍卖', '检验', '检测', '检疫', '鉴定', '专家评审'])
def test_article_45_names_eight_kinds_that_stop_the_clock(kind: str) -> None:
    found = next(procedure_kind for procedure_kind in ProcedureKind if procedure_kind.label == kind)
    assert stops_clock(found, '')


@pytest.mark.parametrize('kind', ['公示、公告', '论证', '评估', '其他'])
def test_article_45_near_miss_other_kinds_stop_it_only_with_a_special_law(kind: str) -> None:
    found = next(procedure_kind for procedure_kind in ProcedureKind if procedure_kind.label == kind)
    assert not stops_clock(found, '  ')
    assert stops_clock(found, '《农药管理条例》第十二条')
    assert len(STOPPING) == 8


def test_article_34_a_site_visit_stops_no_clock_whatever_law_is_cited() -> None:
    assert not stops_clock(ProcedureKind.SITE_VISIT, '《农药管理条例》第十二条')


def test_a_week_of_testing_moves_both_limits_by_its_working_days() -> None:
    plain, stopped = dues(), dues(interval(date(2026, 3, 9), date(2026, 3, 15)))
    assert plain == Dues(promised=date(2026, 3, 20), statutory=date(2026, 3, 30))
    assert stopped == Dues(promised=date(2026, 3, 27), statutory=date(2026, 4, 7))  # 6 April is Qingming


def test_a_site_visit_of_the_same_week_moves_nothing() -> None:
    assert dues(interval(date(2026, 3, 9), date(2026, 3, 15), stops=False)) == dues()


def test_overlapping_intervals_are_a_union_and_not_a_sum() -> None:
    both = dues(interval(date(2026, 3, 9), date(2026, 3, 12)), interval(date(2026, 3, 11), date(2026, 3, 15)))
    assert both == dues(interval(date(2026, 3, 9), date(2026, 3, 15)))


def test_while_a_procedure_is_open_no_day_is_known() -> None:
    assert dues(interval(date(2026, 3, 9), None)) == Dues(paused=True)


def test_an_interval_after_the_limit_moves_nothing() -> None:
    assert dues(interval(date(2026, 4, 13), date(2026, 4, 20))) == dues()


def test_the_head_of_the_organ_adds_days_to_both_limits() -> None:
    extension = Extension(days=10, on=MONDAY, reason='案情复杂', hall='TJXZ0001')
    longer = decision_dues(Clock(since=MONDAY, promised_days=14, statutory_days=20, extensions=[extension]))
    assert longer.statutory == CALENDAR.add(MONDAY, 30).day
    assert longer.promised == CALENDAR.add(MONDAY, 24).day


def test_article_43_the_review_below_has_twenty_days_and_the_organ_above_its_own_from_receipt() -> None:
    below = decision_dues(Clock(since=MONDAY, promised_days=14, statutory_days=20, review_days=20))
    above = decision_dues(Clock(since=MONDAY, promised_days=14, statutory_days=20, received_above=date(2026, 3, 10)))
    assert below.review == CALENDAR.add(MONDAY, 20).day
    assert above.review is None
    assert above.statutory == CALENDAR.add(date(2026, 3, 10), 20).day
    assert above.promised == below.promised  # what was promised to the applicant does not move


@given(INTERVALS)
def test_the_union_is_in_order_and_apart(intervals: list[Procedure]) -> None:
    spans = stopped_spans(intervals)
    assert all(span.first <= span.last for span in spans)
    assert all(one.last + timedelta(days=1) < two.first for one, two in itertools.pairwise(spans))


@given(DAYS, st.integers(1, 60), INTERVALS)
def test_a_limit_counts_exactly_its_days_outside_of_the_intervals(
    start: date, days: int, intervals: list[Procedure]
) -> None:
    """Against a naive count, day by day."""
    end = limit(start, days, stopped_spans(intervals), CALENDAR).day
    stopped = {one.begun + timedelta(days=n) for one in intervals for n in range((one.ended - one.begun).days + 1)}  # type: ignore[operator]
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    counted = [day for day in between if CALENDAR.is_workday(day) and day not in stopped]
    assert len(counted) == days
    assert counted[-1] == end


@given(DAYS, DAYS, INTERVALS)
def test_stopped_time_is_never_negative_and_never_more_than_the_time(
    one: date, other: date, intervals: list[Procedure]
) -> None:
    after, until = min(one, other), max(one, other)
    lost = stopped_workdays(stopped_spans(intervals), after=after, until=until)
    assert 0 <= lost <= CALENDAR.count(after, until)


@given(DAYS, st.integers(1, 40), INTERVALS, st.integers(0, 10))
def test_more_procedures_never_bring_a_limit_forward(
    start: date, days: int, intervals: list[Procedure], fewer: int
) -> None:
    some = limit(start, days, stopped_spans(intervals[:fewer]))
    assert some.day <= limit(start, days, stopped_spans(intervals)).day


def test_the_applicant_must_be_told_how_long_it_takes() -> None:
    with pytest.raises(NeededTimeMissing, match='几个工作日'):
        begun(CLOCK, ProcedureRequest(kind=ProcedureKind.TESTING, told_days=0), on=MONDAY, hall='TJXZ0001')


def test_the_same_procedure_does_not_run_twice_but_two_kinds_may() -> None:
    running = Clock(since=MONDAY, promised_days=14, statutory_days=20, procedures=[interval(MONDAY, None)])
    with pytest.raises(ProcedureOpen, match='检测正在进行'):
        begun(running, ProcedureRequest(kind=ProcedureKind.TESTING, told_days=3), on=MONDAY, hall='TJXZ0001')
    other = begun(running, ProcedureRequest(kind=ProcedureKind.EXPERTS, told_days=3), on=MONDAY, hall='TJXZ0001')
    assert is_stopped([other])


def wanted(days: int, on: date = MONDAY) -> Extension:
    return Extension(days=days, on=on, reason='案情复杂', hall='TJXZ0001')


@pytest.mark.parametrize(('days', 'joint'), [(1, False), (10, False), (15, True)])
def test_article_42_the_head_may_add_up_to_ten_days_and_jointly_fifteen(days: int, joint: bool) -> None:
    clock = Clock(since=MONDAY, promised_days=14, statutory_days=20, joint=joint)
    assert checked_extension(clock, wanted(days), statutory_due=date(2026, 3, 30)).days == days


@pytest.mark.parametrize(('days', 'joint'), [(0, False), (11, False), (16, True), (-1, True)])
def test_article_42_near_miss_one_day_more_is_refused(days: int, joint: bool) -> None:
    clock = Clock(since=MONDAY, promised_days=14, statutory_days=20, joint=joint)
    with pytest.raises(ExtensionTooLong, match='15' if joint else '10'):
        checked_extension(clock, wanted(days), statutory_due=date(2026, 3, 30))


def test_a_limit_is_extended_once() -> None:
    clock = Clock(since=MONDAY, promised_days=14, statutory_days=20, extensions=[wanted(3)])
    with pytest.raises(SecondExtension):
        checked_extension(clock, wanted(3), statutory_due=date(2026, 4, 2))


def test_on_the_last_day_it_can_be_extended_and_the_day_after_not() -> None:
    last = date(2026, 3, 30)
    assert checked_extension(CLOCK, wanted(3, on=last), statutory_due=last)
    with pytest.raises(ExtensionTooLate):
        checked_extension(CLOCK, wanted(3, on=last + timedelta(days=1)), statutory_due=last)


def test_a_stopped_clock_is_not_extended() -> None:
    with pytest.raises(ClockStopped):
        checked_extension(CLOCK, wanted(3), statutory_due=None)


def test_where_no_law_sets_a_limit_only_the_promise_has_a_day() -> None:
    free = replace(CLOCK, statutory_days=0, no_statutory_limit=True)
    assert decision_dues(free) == replace(decision_dues(CLOCK), statutory=None)
    with pytest.raises(NothingToExtend):
        checked_extension(free, wanted(3), statutory_due=None)
