"""Opening hours: read as people write them, said so that they can be read again, and right on every kind of day."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhall.kernel.errors import Refused
from govhall.kernel.opening_hours import (
    DayTwice,
    HoursUnreadable,
    OpeningHours,
    Span,
    SpansCross,
    SpecialDay,
    SpecialUnreadable,
    TooManyLines,
    read_special,
    read_weekly,
    say_special,
    say_weekly,
)
from govhall.kernel.workdays import SHIPPED, WorkCalendar

CALENDAR = WorkCalendar(SHIPPED)
MORNING, AFTERNOON = Span(time(8, 30), time(12)), Span(time(14), time(17, 30))
MONDAY_TO_FRIDAY = dict.fromkeys(range(5), (MORNING, AFTERNOON))
MINUTES = st.integers(0, 23 * 60 + 59)


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    moments = sorted(draw(st.sets(MINUTES, min_size=2, max_size=6)))
    times = [time(*divmod(moment, 60)) for moment in moments[: len(moments) // 2 * 2]]
    return tuple(Span(*pair) for pair in zip(times[::2], times[1::2], strict=True))


@pytest.mark.parametrize(
    'text',
    [
        '周一至周五 8:30-12:00 14:00-17:30',
        '星期一到星期五　８：３０－１２：００，１４：００－１７：３０',
        '周一、周二、周三 08:30—12:00、14:00—17:30\n\n周四至周五 8:30~12:00 14:00至17:30\n周六、周日 休息',
    ],
)
def test_hours_are_read_as_people_write_them(text: str) -> None:
    assert read_weekly(text) == MONDAY_TO_FRIDAY


@pytest.mark.parametrize(
    ('text', 'refusal'),
    [
        ('8:30-12:00', HoursUnreadable),
        ('周一至周五', HoursUnreadable),
        ('周一至周五 上午', HoursUnreadable),
        ('周五至周一 8:30-12:00', HoursUnreadable),
        ('周一 8:30-12:00 休息', HoursUnreadable),
        ('周一 8:30-12:00 左右', HoursUnreadable),
        ('周一 12:00-8:30', SpansCross),
        ('周一 8:30-12:00 11:00-17:00', SpansCross),
        ('周一 8:30-25:00', SpansCross),
        ('周一至周三 8:30-12:00\n周三 14:00-17:00', DayTwice),
        ('周一 8:30-12:00\n' * 61, TooManyLines),
    ],
)
def test_what_can_not_be_read_is_said_by_its_line(text: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal) as refused:
        read_weekly(text)
    assert refused.value.field == 'weekly'


@pytest.mark.parametrize(
    ('text', 'refusal'),
    [
        ('2027-02-30 休息', SpecialUnreadable),
        ('2027-02-16至2027-02-10 休息', SpecialUnreadable),
        ('2027-02-10', SpecialUnreadable),
        ('2027-02-10 9:00-12:00 休息', SpecialUnreadable),
        ('除夕 休息', SpecialUnreadable),
        ('2027-02-10 休息\n2027-02-09至2027-02-11 休息', DayTwice),
        ('2027-02-10 12:00-9:00', SpansCross),
    ],
)
def test_a_special_day_that_can_not_be_read_is_said_by_its_line(text: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal) as refused:
        read_special(text)
    assert refused.value.field == 'special'


@given(st.dictionaries(st.integers(0, 6), spans()))
def test_whatever_is_said_of_the_week_is_read_again(weekly: dict[int, tuple[Span, ...]]) -> None:
    assert read_weekly(say_weekly(weekly)) == weekly


NOTES = st.sampled_from(['', '春节', '值班', '停电检修'])
SPECIAL = st.builds(SpecialDay, st.just(()) | spans(), NOTES)


@given(st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 3, 1)), SPECIAL, max_size=20))
def test_whatever_is_said_of_special_days_is_read_again(special: dict[date, SpecialDay]) -> None:
    assert read_special(say_special(special)) == special


@given(st.text('周一五至日 8:30-休息\n、2027', max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_weekly, read_special):
        try:
            read(text)
        except Refused as refusal:
            assert str(refusal)


@pytest.mark.parametrize(
    ('day', 'hours', 'note'),
    [
        (date(2026, 9, 28), (MORNING, AFTERNOON), ''),  # a Monday
        (date(2026, 9, 26), (), '法定节假日'),  # a Saturday of the Mid-Autumn days
        (date(2026, 10, 1), (), '法定节假日'),
        (date(2026, 10, 10), (MORNING, AFTERNOON), '调休上班'),  # a Saturday of work
        (date(2026, 10, 17), (), ''),  # a plain Saturday
        (date(2026, 10, 19), (MORNING,), '停电检修'),
    ],
)
def test_each_kind_of_day_has_its_hours(day: date, hours: tuple[Span, ...], note: str) -> None:
    special = {date(2026, 10, 19): SpecialDay((MORNING,), '停电检修')}
    assert OpeningHours(MONDAY_TO_FRIDAY, special).on(day, CALENDAR) == SpecialDay(hours, note)


def test_at_its_last_minute_a_hall_is_no_longer_open() -> None:
    hours, monday = OpeningHours(MONDAY_TO_FRIDAY), date(2026, 10, 19)
    opened = [hours.is_open(monday, at, CALENDAR) for at in (time(8, 29), time(8, 30), time(11, 59), time(12))]
    assert opened == [False, True, True, False]


def test_a_saturday_hall_is_closed_on_a_holiday_saturday() -> None:
    hours = OpeningHours(MONDAY_TO_FRIDAY | {5: (MORNING,)})
    assert hours.on(date(2026, 10, 17), CALENDAR).spans == (MORNING,)
    assert hours.on(date(2026, 10, 3), CALENDAR).spans == ()
    assert hours.on(date(2026, 10, 10), CALENDAR).spans == (MORNING,)
