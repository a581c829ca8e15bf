"""No charge without basis, none above its standard, none reduced without ground (行政许可法 §58-59)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from federation.contracts.catalogue import Fee, FeeStep
from federation.contracts.forms import ShownIf
from govhall.billing.rules.fees import (
    LONGEST_GROUND,
    AboveStandard,
    BadAmount,
    Charge,
    ChargeNotForThis,
    ChargeRequest,
    ChargeWithoutBasis,
    NothingToCharge,
    NotReducible,
    QuantityDiffers,
    QuantityMissing,
    ReductionTooLong,
    ReductionWithoutBasis,
    RefundTooLarge,
    amount_of,
    charged,
    check_refund,
)
from govhall.kernel.errors import Refused

LAND = Fee(name='登记费', amount=Decimal('80'), basis='发改价格规〔2016〕2559号', reducible=True)
CARD = Fee(name='工本费', amount=Decimal('10'), basis='发改价格规〔2016〕2559号')
CENT = Decimal('0.01')
money = st.decimals(min_value=0, max_value=10_000, places=2)


def test_the_standard_is_charged_when_nobody_asks_for_less() -> None:
    assert charged([CARD, LAND], ChargeRequest('登记费')) == Charge(
        '登记费', '发改价格规〔2016〕2559号', Decimal('80.00'), Decimal('80.00'), ''
    )


def test_article_59_a_charge_that_the_catalogue_does_not_list_is_refused() -> None:
    with pytest.raises(ChargeWithoutBasis, match='登记费加急'):
        charged([CARD, LAND], ChargeRequest('登记费加急'))


def test_a_listed_charge_whose_basis_is_blank_is_none() -> None:
    with pytest.raises(ChargeWithoutBasis):
        charged([Fee(name='登记费', amount=Decimal(80), basis=' ')], ChargeRequest('登记费'))


def test_one_cent_above_the_standard_is_refused_and_the_standard_itself_is_not() -> None:
    with pytest.raises(AboveStandard, match=r'80\.00 元'):
        charged([LAND], ChargeRequest('登记费', Decimal('80.01'), '急件'))
    assert charged([LAND], ChargeRequest('登记费', Decimal('80.00'))).amount == 80


def test_less_needs_a_reducible_charge_and_its_ground() -> None:
    with pytest.raises(NotReducible):
        charged([CARD], ChargeRequest('工本费', Decimal('9.99'), '低保户'))
    with pytest.raises(ReductionWithoutBasis):
        charged([LAND], ChargeRequest('登记费', Decimal('79.99'), '  '))
    assert charged([LAND], ChargeRequest('登记费', Decimal(0), '小微企业免收')).reduction == '小微企业免收'


def test_a_ground_is_never_cut() -> None:
    assert len(charged([LAND], ChargeRequest('登记费', Decimal(0), '免' * LONGEST_GROUND)).reduction) == LONGEST_GROUND
    with pytest.raises(ReductionTooLong, match='301'):
        charged([LAND], ChargeRequest('登记费', Decimal(0), '免' * (LONGEST_GROUND + 1)))


def test_the_full_standard_keeps_no_ground_for_a_reduction() -> None:
    assert charged([LAND], ChargeRequest('登记费', Decimal(80), '没有减')).reduction == ''


@given(amount=money, standard=money.filter(bool), reducible=st.booleans(), ground=st.sampled_from(['', '  ', '低保户']))
def test_what_is_charged_lies_between_nothing_and_the_standard_or_is_refused(
    amount: Decimal, standard: Decimal, reducible: bool, ground: str
) -> None:
    fee = Fee(name='费', amount=standard, basis='文件', reducible=reducible)
    lawful = amount == standard or (amount < standard and reducible and ground.strip() != '')
    try:
        charge = charged([fee], ChargeRequest('费', amount, ground))
    except Refused as refusal:
        assert not lawful
        assert str(refusal).endswith('。')
    else:
        assert lawful
        assert (charge.amount, charge.standard) == (amount, standard)
        assert bool(charge.reduction) == (amount < standard)


@pytest.mark.parametrize(
    ('typed', 'amount'), [('80', '80.00'), (' 80.5 元', '80.50'), ('1,200.00', '1200.00'), ('８０', '80.00')]
)
def test_an_amount_is_read_as_people_type_it(typed: str, amount: str) -> None:
    assert str(amount_of(typed)) == amount


@pytest.mark.parametrize('typed', ['', '八十', '-1', '0.001', 'NaN', 'Infinity', '1e30', '100000000000000.00'])
def test_what_is_no_sum_of_money_is_refused(typed: str) -> None:
    with pytest.raises(BadAmount, match='两位小数'):
        amount_of(typed)


@given(paid=money, refund=money)
def test_a_refund_is_more_than_nothing_and_at_most_what_was_paid(paid: Decimal, refund: Decimal) -> None:
    if 0 < refund <= paid:
        assert check_refund(item='费', paid=paid, refund=refund) == refund
    else:
        with pytest.raises(RefundTooLarge):
            check_refund(item='费', paid=paid, refund=refund)


AREA = Fee(
    name='补偿费', amount=Decimal('1.3'), basis='文件', unit='平方米', quantity='area', reducible=True, whole_units=True
)


def test_by_quantity_the_form_says_how_much_and_the_working_stands_beside_it() -> None:
    charge = charged([AREA], ChargeRequest('补偿费'), {'area': '120'})
    assert (charge.standard, charge.amount, charge.quantity, charge.unit) == (Decimal('156.00'), 156, 120, '平方米')
    assert charge.working == '120 平方米 × 1.3 元 = 156.00 元'


def test_what_nobody_wrote_is_asked_for() -> None:
    with pytest.raises(QuantityMissing, match='有多少平方米'):
        charged([AREA], ChargeRequest('补偿费'))
    assert charged([AREA], ChargeRequest('补偿费', quantity=Decimal(10))).standard == 13


def test_another_quantity_than_the_form_says_needs_its_ground() -> None:
    with pytest.raises(QuantityDiffers, match='120 平方米'):
        charged([AREA], ChargeRequest('补偿费', quantity=Decimal(130)), {'area': '120'})
    found = charged([AREA], ChargeRequest('补偿费', quantity=Decimal(130), measured='现场测量'), {'area': '120'})
    assert (found.standard, found.working.endswith('（申请表写 120 平方米；核实：现场测量）')) == (169, True)
    same = charged([AREA], ChargeRequest('补偿费', quantity=Decimal('120.0'), measured='多余'), {'area': '120'})
    assert '核实' not in same.working


def test_what_the_quantity_comes_to_is_the_highest_that_may_be_asked() -> None:
    with pytest.raises(AboveStandard, match=r'156\.00 元'):
        charged([AREA], ChargeRequest('补偿费', Decimal('156.01')), {'area': '120'})
    less = charged([AREA], ChargeRequest('补偿费', Decimal(100), '公益性项目'), {'area': '120'})
    assert (less.standard, less.amount, less.reduction) == (156, 100, '公益性项目')


def test_a_charge_that_falls_on_others_and_one_that_comes_to_nothing_are_refused() -> None:
    homes = replace(AREA, only_if=[ShownIf(field='use', values=['home'])])
    with pytest.raises(ChargeNotForThis):
        charged([homes], ChargeRequest('补偿费'), {'area': '120', 'use': 'shop'})
    steps = [FeeStep(up_to=Decimal(1), rate=Decimal(0)), FeeStep(rate=Decimal(10))]
    copies = Fee(name='工本费', amount=Decimal(0), basis='文件', unit='本', steps=steps)
    with pytest.raises(NothingToCharge):
        charged([copies], ChargeRequest('工本费', quantity=Decimal(1)))
    assert charged([copies], ChargeRequest('工本费', quantity=Decimal(3))).amount == 20
