"""The hearing's days (行政许可法 §46-48), each with the day that just misses."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from govhall.casework.rules import hearings
from govhall.casework.rules.hearings import (
    Hearing,
    HearingNotNow,
    HearingNowhere,
    HearingPending,
    HearingTooLate,
    HearingTooSoon,
    HostIsReviewer,
    ReviewerIsHost,
    Sitting,
)
from govhall.kernel.workdays import CALENDAR

TOLD = date(2026, 3, 2)
LAST_TO_ASK = date(2026, 3, 9)
NOBODY: frozenset[str] = frozenset()


def asked(on: date = TOLD) -> Hearing:
    return hearings.asked(hearings.told(TOLD, CALENDAR), on, CALENDAR)


def called(day: date, *, host: str = '李主持', hour: str = '09:30', place: str = '三楼听证室') -> Hearing:
    sitting = Sitting(day, hour, place, host)
    return hearings.called(asked(), TOLD, sitting=sitting, reviewers=frozenset({'王审查'}), calendar=CALENDAR)


def test_article_47_the_applicant_has_five_working_days_to_ask() -> None:
    assert hearings.told(TOLD, CALENDAR).ask_until == LAST_TO_ASK
    assert asked(LAST_TO_ASK).asked_on == LAST_TO_ASK


def test_article_47_near_miss_the_sixth_day_is_too_late() -> None:
    with pytest.raises(HearingNotNow, match='申请期已过'):
        asked(LAST_TO_ASK + timedelta(days=1))


def test_nobody_asks_before_being_told_nor_twice() -> None:
    with pytest.raises(HearingNotNow, match='还没有告知'):
        hearings.asked(None, TOLD, CALENDAR)
    with pytest.raises(HearingNotNow, match='已经申请过'):
        hearings.asked(asked(), TOLD, CALENDAR)


def test_article_48_seven_days_of_notice_and_no_fewer() -> None:
    assert called(date(2026, 3, 11)).called_for == date(2026, 3, 11)
    with pytest.raises(HearingTooSoon, match='2026年03月11日'):
        called(date(2026, 3, 10))


def test_article_47_it_is_held_within_twenty_days_of_the_request() -> None:
    assert called(date(2026, 3, 30)).called_for == date(2026, 3, 30)
    with pytest.raises(HearingTooLate, match='2026年03月30日'):
        called(date(2026, 3, 31))


@pytest.mark.parametrize('host', ['王审查', ' 王审查 ', ''])
def test_article_48_who_reviewed_may_not_host(host: str) -> None:
    with pytest.raises(HostIsReviewer):
        called(date(2026, 3, 11), host=host)


def test_no_hearing_is_called_that_nobody_asked_for() -> None:
    with pytest.raises(HearingNotNow, match='没有申请听证'):
        hearings.called(
            hearings.told(TOLD, CALENDAR),
            TOLD,
            sitting=Sitting(TOLD, '09:30', '三楼', '李'),
            reviewers=NOBODY,
            calendar=CALENDAR,
        )


@pytest.mark.parametrize(('hour', 'place', 'what'), [(' ', '三楼听证室', '时间'), ('09:30', ' ', '地点')])
def test_article_48_the_notice_names_hour_and_place(hour: str, place: str, what: str) -> None:
    fixed = called(date(2026, 3, 11))
    assert (fixed.hour, fixed.place) == ('09:30', '三楼听证室')
    with pytest.raises(HearingNowhere, match=what):
        called(date(2026, 3, 11), hour=hour, place=place)


def test_it_is_held_on_its_day_with_minutes_and_once() -> None:
    fixed = called(date(2026, 3, 11))
    with pytest.raises(HearingNotNow, match='还没有到'):
        hearings.held(fixed, date(2026, 3, 10), minutes='笔录', reviewers=NOBODY)
    with pytest.raises(HearingNotNow, match='听证笔录'):
        hearings.held(fixed, date(2026, 3, 11), minutes=' ', reviewers=NOBODY)
    done = hearings.held(fixed, date(2026, 3, 11), minutes='双方陈述完毕', reviewers=NOBODY)
    assert (done.held_on, done.minutes) == (date(2026, 3, 11), '双方陈述完毕')
    with pytest.raises(HearingNotNow, match='已经举行'):
        hearings.held(done, date(2026, 3, 12), minutes='笔录', reviewers=NOBODY)
    with pytest.raises(HearingNotNow, match='还没有通知'):
        hearings.held(asked(), date(2026, 3, 11), minutes='笔录', reviewers=NOBODY)


def test_article_48_who_reviewed_after_the_call_may_not_have_hosted() -> None:
    fixed = called(date(2026, 3, 11), host='李 主持')
    with pytest.raises(HostIsReviewer):
        hearings.held(fixed, date(2026, 3, 11), minutes='笔录', reviewers=frozenset({'李主持', '王审查'}))
    assert hearings.held(fixed, date(2026, 3, 11), minutes='笔录', reviewers=frozenset({'王审查'})).held_on


def test_article_48_who_hosts_may_not_review_before_or_after() -> None:
    fixed = called(date(2026, 3, 11), host='李主持')
    for hearing in (fixed, hearings.held(fixed, date(2026, 3, 11), minutes='笔录', reviewers=NOBODY)):
        with pytest.raises(ReviewerIsHost):
            hearings.check_not_host(hearing, ['王审查', ' 李主持'])
        hearings.check_not_host(hearing, ['王审查'])  # near miss
    hearings.check_not_host(asked(), ['李主持'])  # near miss: nobody is named yet
    hearings.check_not_host(None, [''])


def test_article_48_the_decision_waits_for_the_record() -> None:
    fixed = called(date(2026, 3, 11))
    with pytest.raises(HearingPending, match='已经申请听证'):
        hearings.check_decidable(fixed, date(2026, 3, 12))
    hearings.check_decidable(
        hearings.held(fixed, date(2026, 3, 11), minutes='笔录', reviewers=NOBODY), date(2026, 3, 12)
    )


def test_the_decision_waits_until_nobody_can_ask_any_more() -> None:
    told = hearings.told(TOLD, CALENDAR)
    with pytest.raises(HearingPending, match='还可以申请'):
        hearings.check_decidable(told, LAST_TO_ASK)
    hearings.check_decidable(told, LAST_TO_ASK + timedelta(days=1))
    hearings.check_decidable(None, TOLD)


def test_a_provisional_day_is_kept_and_recounted() -> None:
    """Of 2099 nothing is announced, of 2026 all."""
    told = hearings.told(date(2099, 3, 2), CALENDAR)
    late = told.ask_until + timedelta(days=30)
    assert told.provisional and hearings.asked(told, late, CALENDAR).provisional
    assert hearings.waived(told, late).waived_on == late
    with pytest.raises(HearingPending, match='没有公布'):
        hearings.check_decidable(told, late)
    assert not hearings.told(TOLD, CALENDAR).provisional
    assert not hearings.recounted(replace(hearings.told(TOLD, CALENDAR), provisional=True), CALENDAR).provisional
