from datetime import UTC, date, datetime

import pytest

from govhall.kernel.workdays import CALENDAR, DueDay
from govhall.look.due import Due, describe_due

# A Wednesday before the National Day holidays of 2026 (1 to 7 October off, 10 October worked).
NOW = datetime(2026, 9, 30, 10, 0)  # noqa: DTZ001 the clock on the hall's wall


@pytest.mark.parametrize(
    ('until', 'words', 'tone'),
    [
        (date(2026, 9, 30), '今天 17:30', 'soon'),
        (date(2026, 10, 8), '还有 1 个工作日', 'soon'),
        (date(2026, 10, 10), '还有 3 个工作日', 'good'),
        (date(2026, 10, 3), '10月3日（周六）到期', 'soon'),
        (date(2026, 9, 29), '已超 1 天', 'late'),
        (date(2026, 9, 18), '已超 12 天', 'late'),
        (None, '无时限', 'idle'),
    ],
)
def test_time_left_is_said_in_working_days_and_lateness_in_days(until: date | None, words: str, tone: str) -> None:
    due = describe_due(until, now=NOW)
    assert (due.words, due.tone) == (words, tone)


def test_deadline_of_today_is_late_after_the_office_has_closed() -> None:
    due = describe_due(NOW.date(), now=NOW.replace(hour=17, minute=31))
    assert (due.words, due.tone) == ('今天 17:30 已过', 'late')


def test_moment_in_another_zone_is_shown_by_the_clock_of_the_hall() -> None:
    assert describe_due(datetime(2026, 9, 30, 7, 15, tzinfo=UTC), now=NOW).words == '今天 15:15'


def test_paused_case_is_never_late() -> None:
    assert describe_due(date(2026, 9, 1), now=NOW, paused=True) == Due('暂停计时', 'idle', '9月1日（周二）')


def test_deadline_in_a_year_without_announced_holidays_says_that_it_may_move() -> None:
    due = describe_due(CALENDAR.add(date(2026, 9, 30), 90), now=NOW)
    assert due.words == '还有 90 个工作日（暂定）'
    assert due.day.startswith('2027年')
    assert due.day.endswith('暂定')


def test_certain_deadline_says_nothing_of_that() -> None:
    assert '暂定' not in describe_due(DueDay(date(2026, 10, 10), provisional=False), now=NOW).words
