"""A province's own days lie over the nation's; what a process learns replaces what it had learnt."""

from datetime import date

from govhall.kernel.calendars import Calendars
from govhall.kernel.workdays import SHIPPED, YearNotice, year_notice

SANYUESAN = YearNotice(frozenset({date(2026, 4, 20), date(2026, 4, 21)}), frozenset(), '桂政发〔2025〕1号')
NEXT_YEAR = year_notice(2027, off='0101-0103', work='', source='国办发明电〔2026〕1号')


def test_every_area_starts_with_the_nations_shipped_years() -> None:
    calendars = Calendars(SHIPPED)
    assert calendars.of('511921000000') is calendars.of()
    assert calendars.of().last_announced() == 2026


def test_a_province_frees_its_own_days_and_only_its_own() -> None:
    calendars = Calendars(SHIPPED)
    calendars.learn({('45', 2026): SANYUESAN})
    assert not calendars.of('450100000000').is_workday(date(2026, 4, 20))
    assert calendars.of('511900000000').is_workday(date(2026, 4, 20))
    assert not calendars.of('450100000000').is_workday(date(2026, 5, 1))  # the nation's days stay


def test_a_province_may_work_on_a_day_that_the_nation_frees() -> None:
    calendars = Calendars(SHIPPED)
    calendars.learn({('45', 2026): YearNotice(frozenset(), frozenset({date(2026, 5, 2)}), '桂')})
    assert calendars.of('45').is_workday(date(2026, 5, 2))


def test_a_year_that_is_learnt_is_announced_and_an_own_layer_needs_the_nations_year() -> None:
    calendars = Calendars(SHIPPED)
    calendars.learn({('', 2027): NEXT_YEAR, ('45', 2028): SANYUESAN})
    assert calendars.of().announced(2027)
    assert not calendars.of('45').announced(2028)
    calendars.learn({})
    assert not calendars.of().announced(2027)


def test_a_shipped_year_can_be_corrected() -> None:
    calendars = Calendars(SHIPPED)
    calendars.learn({('', 2026): year_notice(2026, off='0101', work='', source='更正')})
    assert calendars.of().is_workday(date(2026, 5, 1))
