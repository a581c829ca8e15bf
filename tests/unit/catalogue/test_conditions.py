"""Conditions of grants: amount, size, applicant, area; what is not known never gives a power."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.contracts.catalogue import Condition
from govhall.catalogue.conditions import BadCondition, BadFact, ConditionVerdict, check_condition, judge, say

MET, UNMET, UNKNOWN = ConditionVerdict.MET, ConditionVerdict.UNMET, ConditionVerdict.UNKNOWN


def one(fact: str, test: str, *values: str) -> Condition:
    return Condition(fact=fact, test=test, values=list(values))


@pytest.mark.parametrize(
    ('test', 'given_', 'verdict'),
    [
        ('at_most', '1000', MET),
        ('at_most', '1000.01', UNMET),
        ('below', '999.99', MET),
        ('below', '1000', UNMET),
        ('at_least', '1000', MET),
        ('at_least', '999.99', UNMET),
        ('above', '1000.01', MET),
        ('above', '1000', UNMET),
        ('above', '', UNKNOWN),
    ],
)
def test_amount_is_compared_to_the_cent(test: str, given_: str, verdict: ConditionVerdict) -> None:
    assert judge([one('amount', test, '1000')], {'amount': given_}) is verdict


@pytest.mark.parametrize(
    ('within', 'area', 'verdict'),
    [
        ('511921000000', '511921113201', MET),
        ('511921113000', '511921113201', MET),
        ('511921113000', '511921114201', UNMET),
        ('511920000000', '511921113201', UNMET),
        ('510000000000', '511921113201', MET),
        ('511921113200', '511921113200', MET),
    ],
)
def test_area_lies_within_the_levels_above_it_only(within: str, area: str, verdict: ConditionVerdict) -> None:
    assert judge([one('area', 'within', within)], {'area': area}) is verdict


def test_all_conditions_must_hold_and_a_failed_one_outweighs_an_unknown_one() -> None:
    both = [one('applicant', 'one_of', 'person'), one('amount', 'at_most', '1000')]
    assert judge(both, {'applicant': 'person', 'amount': '5'}) is MET
    assert judge(both, {'applicant': 'person'}) is UNKNOWN
    assert judge(both, {'applicant': 'organisation'}) is UNMET
    assert judge([], {}) is MET


def test_words_of_a_condition_are_those_of_a_clerk() -> None:
    assert say([one('amount', 'at_most', '1000'), one('applicant', 'one_of', 'person')]) == (
        '金额不超过 1000 元，申请人为个人'
    )


def test_amount_that_is_no_number_is_refused() -> None:
    with pytest.raises(BadFact, match='金额应填数字'):
        judge([one('amount', 'at_most', '1000')], {'amount': '一千'})


@pytest.mark.parametrize(
    'bad',
    [
        one('weather', 'at_most', '1'),
        one('amount', 'about', '1'),
        one('amount', 'at_most'),
        one('amount', 'at_most', '很多'),
        one('amount', 'at_most', 'NaN'),
        one('applicant', 'at_most', '1'),
        one('amount', 'within', '511921000000'),
        one('applicant', 'one_of', 'robot'),
    ],
)
def test_condition_that_could_not_be_judged_is_refused(bad: Condition) -> None:
    with pytest.raises(BadCondition):
        check_condition(bad)


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.decimals(min_value=0, max_value=10**9, places=2))
def test_below_and_at_least_divide_all_amounts(amount: Decimal, limit: Decimal) -> None:
    facts = {'amount': str(amount)}
    found = {judge([one('amount', test, str(limit))], facts) for test in ('below', 'at_least')}
    assert found == {MET, UNMET}
