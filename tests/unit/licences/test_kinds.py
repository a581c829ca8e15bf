"""What may be built on an earlier result (行政许可法 §49, §50, §69, §70), each rule with its near miss."""

from datetime import date

import pytest

from govhall.licences.rules.kinds import (
    CaseKind,
    Filing,
    FirstCase,
    NoFirstCase,
    NothingToRenew,
    NotResultHolder,
    OrganOnly,
    RenewalTooLate,
    ResultEnded,
    ResultSuperseded,
    check_linked,
)
from tenants.roles import Role

TODAY = date(2026, 3, 2)
FIRST = FirstCase('TJXZ0001260301000001X', 'M', '11010519491231002X', date(2026, 12, 31), ended=False)
FILING = Filing('M', '11010519491231002X', frozenset({Role.CLERK}), TODAY)
LINKED = [kind for kind in CaseKind if kind is not CaseKind.NEW]


def check(kind: CaseKind, first: FirstCase | None = FIRST, filing: Filing = FILING) -> None:
    check_linked(kind, first, filing)


@pytest.mark.parametrize('kind', [kind for kind in LINKED if kind is not CaseKind.REVOKE])
def test_what_the_holder_of_a_result_may_apply_for(kind: CaseKind) -> None:
    check(kind)


def test_a_first_application_builds_on_nothing() -> None:
    check(CaseKind.NEW, None)


@pytest.mark.parametrize('kind', LINKED)
@pytest.mark.parametrize('first', [None, FIRST._replace(matter='OTHER')])
def test_nothing_is_built_on_no_result_or_on_that_of_another_matter(kind: CaseKind, first: FirstCase | None) -> None:
    with pytest.raises(NoFirstCase, match=kind.label):
        check(kind, first)


@pytest.mark.parametrize('kind', LINKED)
def test_nothing_is_built_on_a_result_that_has_ended(kind: CaseKind) -> None:
    with pytest.raises(ResultEnded):
        check(kind, FIRST._replace(ended=True))


@pytest.mark.parametrize('kind', LINKED)
def test_only_its_holder_applies(kind: CaseKind) -> None:
    with pytest.raises(NotResultHolder):
        check(kind, filing=FILING._replace(id_number='511921198506071235'))


def test_article_69_the_organ_revokes_and_a_clerk_does_not() -> None:
    with pytest.raises(OrganOnly):
        check(CaseKind.REVOKE)
    check(CaseKind.REVOKE, filing=FILING._replace(roles=frozenset({Role.CLERK, Role.CHIEF})))


def test_article_50_a_renewal_is_applied_for_thirty_days_of_the_calendar_before_the_end() -> None:
    check(CaseKind.RENEW, filing=FILING._replace(on=date(2026, 12, 1)))


def test_article_50_near_miss_one_day_later_is_too_late() -> None:
    with pytest.raises(RenewalTooLate, match='2026年12月01日'):
        check(CaseKind.RENEW, filing=FILING._replace(on=date(2026, 12, 2)))


@pytest.mark.parametrize('kind', LINKED)
def test_nothing_is_built_on_a_result_that_another_has_replaced(kind: CaseKind) -> None:
    with pytest.raises(ResultSuperseded, match='已延续，现在有效的是办件 N'):
        check(kind, FIRST._replace(newer='N', standing='已延续'))


def test_what_has_no_end_needs_no_renewal() -> None:
    with pytest.raises(NothingToRenew):
        check(CaseKind.RENEW, FIRST._replace(valid_until=None))
