"""Until when a result is valid and whether it still is (行政许可法 §50, §69, §70), each rule with its near miss."""

from datetime import date

import pytest

from govhall.kernel.terms import LONG_TERM, BadTerm, last_day, read_term, say_term
from govhall.licences.rules.endings import GROUNDS
from govhall.licences.rules.kinds import CaseKind
from govhall.licences.rules.results import (
    ResultTerm,
    TermMissing,
    TermTooLong,
    TermTooShort,
    Validity,
    renewed_until,
    validity_of,
)

TODAY = date(2026, 11, 30)
FIVE_YEARS = ResultTerm(CaseKind.NEW, '食品经营许可证', 60, TODAY)


def test_article_50_a_result_with_a_legal_term_says_until_when() -> None:
    with pytest.raises(TermMissing, match='法定有效期5年'):
        FIVE_YEARS.checked(None)
    assert FIVE_YEARS.checked(FIVE_YEARS.proposed()) == date(2031, 11, 29)


@pytest.mark.parametrize(('certificate', 'months'), [('动物防疫条件合格证', LONG_TERM), ('', None)])
def test_article_50_near_miss_long_term_or_no_certificate_needs_no_day(certificate: str, months: int | None) -> None:
    assert FIVE_YEARS._replace(certificate=certificate, months=months).checked(None) is None


def test_a_certificate_whose_term_nobody_has_entered_says_until_when_all_the_same() -> None:
    unsaid = FIVE_YEARS._replace(months=None)
    assert unsaid.proposed() is None
    with pytest.raises(TermMissing):
        unsaid.checked(None)
    assert unsaid.checked(date(2099, 1, 1)) == date(2099, 1, 1)


def test_nothing_is_valid_longer_than_the_law_says() -> None:
    assert FIVE_YEARS.checked(date(2031, 11, 30)) == date(2031, 11, 30)
    with pytest.raises(TermTooLong, match='2031年11月30日'):
        FIVE_YEARS.checked(date(2031, 12, 1))


def test_nothing_ends_before_it_begins() -> None:
    with pytest.raises(TermTooShort):
        FIVE_YEARS.checked(TODAY)


@pytest.mark.parametrize('kind', [CaseKind.CHANGE, CaseKind.REISSUE, CaseKind.CORRECT])
def test_article_49_a_changed_or_replaced_certificate_ends_with_the_first(kind: CaseKind) -> None:
    assert FIVE_YEARS._replace(kind=kind, before=date(2027, 5, 1)).checked(None) == date(2027, 5, 1)


@pytest.mark.parametrize('kind', [CaseKind.CHANGE, CaseKind.REISSUE])
def test_article_49_near_miss_a_change_adds_no_day(kind: CaseKind) -> None:
    with pytest.raises(TermTooLong):
        FIVE_YEARS._replace(kind=kind, before=date(2027, 5, 1)).checked(date(2027, 5, 2))


def test_article_50_a_renewal_goes_on_from_the_end() -> None:
    renewal = FIVE_YEARS._replace(kind=CaseKind.RENEW, before=date(2027, 5, 1))
    assert renewal.proposed() == date(2032, 5, 1)
    assert renewal.checked(date(2032, 5, 1)) == date(2032, 5, 1)


@pytest.mark.parametrize('kind', [CaseKind.CANCEL, CaseKind.REVOKE])
def test_what_ends_a_result_has_no_validity(kind: CaseKind) -> None:
    assert FIVE_YEARS._replace(kind=kind).checked(date(2031, 1, 1)) is None


def test_article_50_a_deemed_renewal_has_the_same_term() -> None:
    end, granted = date(2027, 5, 1), date(2025, 5, 2)
    assert renewed_until(end=end, granted_on=granted, months=60) == date(2032, 5, 1)
    assert renewed_until(end=end, granted_on=granted, months=None) == date(2029, 5, 1)
    assert renewed_until(end=end, granted_on=date(2027, 4, 21), months=None) == date(2027, 5, 11)


@pytest.mark.parametrize(
    ('day', 'word'), [(date(2026, 11, 29), '已过期'), (date(2026, 11, 30), '有效'), (None, '有效')]
)
def test_article_70_a_result_is_valid_through_its_last_day(day: date | None, word: str) -> None:
    assert validity_of(valid_until=day, followed_by='', today=TODAY).label == word


def test_what_took_its_place_counts_before_the_end() -> None:
    words = [
        validity_of(valid_until=date(2020, 1, 1), followed_by=kind, today=TODAY).label for kind in list(CaseKind)[1:]
    ]
    assert words == ['已变更', '已延续', '已换发', '已换发', '已注销', '已撤销']
    assert {GROUNDS[ground].standing.label for ground in GROUNDS} == {'已撤销', '已吊销', '已注销'}
    assert len(Validity) == 8


@pytest.mark.parametrize('text', ['5年', '18个月', '长期', ''])
def test_a_term_reads_as_it_is_written(text: str) -> None:
    assert say_term(read_term(text)) == text


@pytest.mark.parametrize('text', ['五年', '0年', '5', '-1年', '永久', '101年'])
def test_other_words_are_no_term(text: str) -> None:
    with pytest.raises(BadTerm):
        read_term(text)


def test_a_term_that_begins_on_the_last_of_a_month_ends_within_the_shorter_one() -> None:
    assert last_day(date(2026, 8, 31), 6) == date(2027, 2, 27)
    assert last_day(date(2024, 2, 29), 12) == date(2025, 2, 27)
