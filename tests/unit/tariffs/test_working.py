"""What a quantity comes to: exact to the cent, never more for less, within floor and ceiling, and with its working."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from federation.contracts.catalogue import Fee, FeeStep
from federation.contracts.forms import ShownIf
from govhall.tariffs.definition import check_fee
from govhall.tariffs.words import fee_lines, say_standard
from govhall.tariffs.working import BadQuantity, applies, worked

COPIES = Fee(  # 国办函〔2020〕109号: by the page
    name='信息处理费',
    amount=Decimal(0),
    basis='国办函〔2020〕109号',
    unit='页',
    steps=[
        FeeStep(up_to=Decimal(30), rate=Decimal(0)),
        FeeStep(up_to=Decimal(100), rate=Decimal(10)),
        FeeStep(up_to=Decimal(200), rate=Decimal(20)),
        FeeStep(rate=Decimal(40)),
    ],
)
COURT = Fee(  # 国务院令第481号 §13: 50 yuan, then by the value that is fought over
    name='案件受理费',
    amount=Decimal(50),
    basis='国务院令第481号',
    unit='元',
    steps=[
        FeeStep(up_to=Decimal(10_000), rate=Decimal(0)),
        FeeStep(up_to=Decimal(100_000), rate=Decimal('0.025')),
        FeeStep(up_to=Decimal(200_000), rate=Decimal('0.02')),
        FeeStep(rate=Decimal('0.015')),
    ],
)
LAND = Fee(name='补偿费', amount=Decimal('1.3'), basis='文件', unit='平方米', whole_units=True)

quantities = st.decimals(min_value=Decimal('0.000001'), max_value=Decimal(10) ** 9, places=6)
cents = st.decimals(min_value=0, max_value=10_000, places=2)


@st.composite
def fees(draw: st.DrawFn) -> Fee:
    """A standard that the checks allow, of any of the kinds by quantity."""
    ends = sorted(draw(st.sets(st.integers(1, 10**6), min_size=1, max_size=6)))
    rates = draw(st.lists(st.decimals(0, 500, places=4), min_size=len(ends) + 1, max_size=len(ends) + 1))
    whole = draw(st.booleans())
    rates = sorted(rates) if whole else rates
    floor, ceiling = sorted((draw(cents), draw(cents)))
    return Fee(
        name='费',
        amount=draw(cents),
        basis='文件',
        unit='个',
        steps=[
            FeeStep(up_to=end, rate=rate)
            for end, rate in zip([*map(Decimal, ends), None], [*rates[:-1], rates[-1] + 1], strict=True)
        ],
        whole_quantity=whole,
        whole_units=draw(st.booleans()),
        floor=draw(st.sampled_from([None, floor])),
        ceiling=draw(st.sampled_from([None, ceiling + 1])),
    )


@pytest.mark.parametrize(
    ('fee', 'quantity', 'comes_to'),
    [
        (LAND, '120', '156.00'),
        (LAND, '120.4', '157.30'),
        (replace(LAND, whole_units=False), '120.4', '156.52'),
        (COPIES, '30', '0.00'),
        (COPIES, '31', '10.00'),
        (COPIES, '100', '700.00'),
        (COPIES, '101', '720.00'),
        (COPIES, '250', '4700.00'),
        (replace(COPIES, ceiling=Decimal(1000)), '250', '1000.00'),
        (replace(COPIES, floor=Decimal(5)), '1', '5.00'),
        (replace(COPIES, whole_quantity=True), '100', '1000.00'),
        (replace(COPIES, whole_quantity=True), '100.5', '2010.00'),
        (COURT, '10000', '50.00'),
        (COURT, '100000', '2300.00'),
        (COURT, '200000', '4300.00'),
        (replace(LAND, amount=Decimal('0.005'), whole_units=False), '1', '0.01'),
    ],
)
def test_real_standards_come_to_what_they_say(fee: Fee, quantity: str, comes_to: str) -> None:
    check_fee(fee)
    assert str(worked(fee, Decimal(quantity)).sum) == comes_to


@pytest.mark.parametrize(
    ('fee', 'quantity', 'said'),
    [
        (LAND, '120', '120 平方米 × 1.3 元 = 156.00 元'),
        (LAND, '120.4', '120.4 平方米按 121 平方米计；121 平方米 × 1.3 元 = 157.30 元'),
        (
            COPIES,
            '120',
            '30 页（30 页以内）× 0 元 + 70 页（超过 30 页至 100 页）× 10 元 + '
            '20 页（超过 100 页至 200 页）× 20 元 = 1100.00 元',
        ),
        (replace(COPIES, whole_quantity=True), '120', '120 页（超过 100 页至 200 页）× 20 元 = 2400.00 元'),
        (
            replace(COPIES, whole_quantity=True, ceiling=Decimal(500)),
            '120',
            '120 页（超过 100 页至 200 页）× 20 元 = 2400.00 元，超过最高收费，按 500.00 元收',
        ),
        (replace(LAND, floor=Decimal(20)), '3', '3 平方米 × 1.3 元 = 3.90 元，不到最低收费，按 20.00 元收'),
        (COURT, '5000', '每件 50 元 + 5000 元（10000 元以内）× 0 元 = 50.00 元'),
    ],
)
def test_the_working_names_quantity_step_and_rate(fee: Fee, quantity: str, said: str) -> None:
    assert worked(fee, Decimal(quantity)).said == said


@given(fee=fees(), one=quantities, other=quantities)
def test_more_never_costs_less(fee: Fee, one: Decimal, other: Decimal) -> None:
    check_fee(fee)
    less, more = sorted((one, other))
    assert worked(fee, less).sum <= worked(fee, more).sum


@given(fee=fees(), quantity=quantities)
def test_floor_and_ceiling_hold_and_money_has_cents(fee: Fee, quantity: Decimal) -> None:
    found = worked(fee, quantity).sum
    assert found == found.quantize(Decimal('0.01'))
    assert (fee.floor or 0) <= found
    assert fee.ceiling is None or found <= fee.ceiling


@given(fee=fees(), quantity=quantities)
def test_the_parts_of_a_quantity_are_charged_each_once(fee: Fee, quantity: Decimal) -> None:
    """Within bands, the sum is what the rates say of each unit: the bands leave no gap and never overlap."""
    free = replace(fee, floor=None, ceiling=None, whole_quantity=False, whole_units=False)
    ends = [Decimal(0), *(step.up_to for step in free.steps if step.up_to), quantity]
    cuts = sorted(end for end in set(ends) if end <= quantity)
    exact = sum(
        (
            (high - low) * next(s.rate for s in free.steps if s.up_to is None or high <= s.up_to)
            for low, high in pairwise(cuts)
        ),
        free.amount,
    )
    assert abs(worked(free, quantity).sum - exact) <= Decimal('0.005')


@pytest.mark.parametrize('quantity', [None, '0', '-1', 'NaN', 'Infinity', '1e13', '0.0000001'])
def test_what_is_no_quantity_is_refused(quantity: str | None) -> None:
    with pytest.raises(BadQuantity, match='大于零'):
        worked(LAND, None if quantity is None else Decimal(quantity))


def test_a_charge_falls_on_the_cases_that_the_form_says_it_falls_on() -> None:
    homes = replace(LAND, only_if=[ShownIf(field='use', values=['home'])])
    assert [applies(homes, answers) for answers in ({'use': 'home'}, {'use': 'shop'}, {})] == [True, False, True]


def test_standards_are_said_as_guides_print_them() -> None:
    assert say_standard(Fee(name='费', amount=Decimal(80), basis='文件')) == '80.00 元'
    assert say_standard(LAND) == '1.3 元/平方米；不足 1 平方米按 1 平方米计'
    assert say_standard(COPIES) == (
        '30 页以内的部分不收费，超过 30 页至 100 页的部分 10 元/页，超过 100 页至 200 页的部分 20 元/页，'
        '超过 200 页的部分 40 元/页'
    )
    assert say_standard(COURT).startswith('每件先收 50 元；')
    bounded = replace(COPIES, whole_quantity=True, floor=Decimal(5), ceiling=Decimal(500))
    assert '的，全部按 10 元/页' in say_standard(bounded)
    assert say_standard(bounded).endswith('最低收 5 元；最高收 500 元')
    assert [
        line.reduction for line in fee_lines([replace(LAND, reducible=True, reduction_basis='小微企业')], None)
    ] == ['小微企业']
