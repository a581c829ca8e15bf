"""Sums in capital characters say exactly the sum."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhall.billing.rules.capitals import DIGITS, GROUPS, UNITS, in_capitals


@pytest.mark.parametrize(
    ('amount', 'said'),
    [
        ('0', '零元整'),
        ('80', '捌拾元整'),
        ('10.05', '壹拾元零伍分'),
        ('0.50', '伍角整'),
        ('0.07', '柒分'),
        ('100.50', '壹佰元伍角整'),
        ('102.34', '壹佰零贰元叁角肆分'),
        ('1001', '壹仟零壹元整'),
        ('1020.50', '壹仟零贰拾元伍角整'),
        ('10000', '壹万元整'),
        ('10080', '壹万零捌拾元整'),
        ('1000000.10', '壹佰万元壹角整'),
        ('100000001', '壹亿零壹元整'),
        ('3010000000', '叁拾亿壹仟万元整'),
    ],
)
def test_sums_are_written_as_banks_write_them(amount: str, said: str) -> None:
    assert in_capitals(Decimal(amount)) == said


def read(said: str) -> Decimal:
    """The sum that the characters mean, read from the left."""
    yuan, _, cents = said.rpartition('元')
    total = group = digit = 0
    for sign in yuan:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in UNITS:
            group, digit = group + digit * 10 ** UNITS.index(sign), 0
        else:
            total, group, digit = total + (group + digit) * 10_000 ** GROUPS.index(sign), 0, 0
    total += group + digit
    fractions = {sign: DIGITS.index(before) for before, sign in pairwise(cents) if sign in '角分'}
    return total + Decimal(fractions.get('角', 0)) / 10 + Decimal(fractions.get('分', 0)) / 100


@given(st.decimals(min_value=0, max_value=Decimal('999999999999.99'), places=2))
def test_what_is_written_can_be_read_back(amount: Decimal) -> None:
    said = in_capitals(amount)
    assert read(said) == amount
    assert '零零' not in said
    assert said.endswith(('整', '分'))
