"""What the page of figures says."""

from datetime import UTC, date, datetime

from govhall.insight.completeness import HallReport, completeness
from govhall.insight.counts import CaseCounts
from govhall.insight.page import PERIODS, as_of_words, flow_of, period_of, sentence, share
from govhall.insight.selectors import LevelRow

TODAY, WEEK = PERIODS[0], PERIODS[1]
EARLY, LATER = datetime(2026, 11, 23, 2, 30, tzinfo=UTC), datetime(2026, 11, 23, 2, 42, tzinfo=UTC)


def report(code: str, at: datetime | None, has_reported: bool) -> HallReport:
    return HallReport(code, f'{code}便民服务中心', 'township', '', at, has_reported)


def test_the_sentence_says_how_much_was_decided_near_people_and_what_was_late() -> None:
    counts = CaseCounts(received=312, decided=200, decided_township=156, late=2)
    said = sentence(counts, period=TODAY, level='city')
    assert said == '今天全市收件 312 件，办结 200 件，其中 78% 在乡镇和村办结，2 件超期办结。'


def test_a_day_without_cases_is_said_in_words() -> None:
    assert sentence(CaseCounts(), period=WEEK, level='county') == '近 7 天全县还没有收件。'


def test_a_share_is_never_rounded_to_all_or_nothing() -> None:
    assert [share(*pair) for pair in ((999, 1000), (1, 1000), (0, 5), (5, 5), (0, 0))] == [
        '99%',
        '1%',
        '0%',
        '100%',
        '0%',
    ]


def test_the_flow_takes_the_villages_part_out_of_the_townships() -> None:
    levels = [
        LevelRow('township', CaseCounts(received=10, decided=6, forwarded=4)),
        LevelRow('county', CaseCounts(received=1, decided=3, forwarded=1)),
        LevelRow('branch', CaseCounts(received=1, decided=1)),
    ]
    flow = flow_of(levels, CaseCounts(received_at_point=3), top='county')
    assert [(row.received, row.decided, row.forwarded) for row in flow] == [(3, 0, 3), (7, 6, 4), (2, 4, 1)]


def test_figures_are_as_old_as_the_oldest_hall_that_has_reported() -> None:
    state = completeness([report('A', LATER, True), report('B', EARLY, True), report('C', None, False)])
    assert (state.as_of, state.complete) == (EARLY, False)
    assert as_of_words(state) == '3 个大厅中 1 个未报：C便民服务中心'


def test_all_reported_is_said_too() -> None:
    assert as_of_words(completeness([report('A', LATER, True)])) == '1 个大厅均已上报'


def test_an_unknown_period_is_today_and_seven_days_count_both_ends() -> None:
    assert period_of('century') == TODAY
    assert WEEK.since(date(2026, 11, 23)) == date(2026, 11, 17)


def test_what_is_still_open_past_its_day_is_said() -> None:
    counts = CaseCounts(received=3, decided=2, decided_township=2, overdue=1)
    assert sentence(counts, period=PERIODS[0], level='county').endswith('没有超期办结，1 件超期未办结。')
    assert (
        sentence(CaseCounts(overdue=2), period=PERIODS[0], level='county') == '今天全县还没有收件，有 2 件超期未办结。'
    )
