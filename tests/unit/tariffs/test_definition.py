"""A standard that leaves gaps, charges nobody or charges more for less is refused, with what to mend."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from federation.contracts.catalogue import Fee, FeeStep
from federation.contracts.forms import FormChoice, FormField, MatterForm, ShownIf
from govhall.tariffs.definition import BadFeeStandard, check_fee, check_fees

FIXED = Fee(name='登记费', amount=Decimal('80.00'), basis='文件')
PER_UNIT = Fee(name='补偿费', amount=Decimal('1.3'), basis='文件', unit='平方米')
STEPPED = Fee(
    name='处理费',
    amount=Decimal(0),
    basis='文件',
    unit='页',
    steps=[
        FeeStep(up_to=Decimal(30), rate=Decimal(0)),
        FeeStep(up_to=Decimal(100), rate=Decimal(10)),
        FeeStep(rate=Decimal(20)),
    ],
)
FORM = MatterForm(
    source='表',
    fields=[
        FormField(name='area', kind='number', label='面积'),
        FormField(
            name='use',
            kind='choice',
            label='用途',
            choices=[FormChoice(value='home', label='住宅'), FormChoice(value='shop', label='非住宅')],
        ),
        FormField(name='remark', kind='text', label='说明'),
    ],
)


def steps(*bands: tuple[str | None, str]) -> list[FeeStep]:
    return [FeeStep(up_to=None if end is None else Decimal(end), rate=Decimal(rate)) for end, rate in bands]


@pytest.mark.parametrize('fee', [FIXED, PER_UNIT, STEPPED, replace(STEPPED, whole_quantity=True)])
def test_the_three_kinds_are_allowed(fee: Fee) -> None:
    check_fee(fee)


@pytest.mark.parametrize(
    ('fee', 'changes', 'why'),
    [
        (FIXED, {'name': ' '}, '没有名称'),
        (FIXED, {'basis': ' '}, '没有依据不能收费'),
        (FIXED, {'amount': Decimal(0)}, '大于零'),
        (FIXED, {'amount': Decimal('0.005')}, '精确到分'),
        (FIXED, {'amount': Decimal('Infinity')}, '精确到分'),
        (FIXED, {'ceiling': Decimal(5)}, '计费单位'),
        (FIXED, {'quantity': 'area'}, '计费单位'),
        (FIXED, {'steps': STEPPED.steps}, '计费单位'),
        (PER_UNIT, {'unit': '很长很长的一个计费单位的名称'}, '最多 12 个字'),
        (PER_UNIT, {'amount': Decimal(0)}, '单价应大于零'),
        (PER_UNIT, {'amount': Decimal('0.0000001')}, '6 位小数'),
        (PER_UNIT, {'whole_quantity': True}, '没有分档'),
        (PER_UNIT, {'floor': Decimal('0.001')}, '精确到分'),
        (PER_UNIT, {'floor': Decimal(50), 'ceiling': Decimal(49)}, '不低于最低收费'),
        (PER_UNIT, {'ceiling': Decimal(0)}, '大于零'),
        (STEPPED, {'steps': steps((None, '1'))}, '2 到 12 档'),
        (STEPPED, {'steps': steps(('30', '1'), ('100', '2'))}, '最后一档写“以上”'),
        (STEPPED, {'steps': steps((None, '1'), (None, '2'))}, '最后一档写“以上”'),
        (STEPPED, {'steps': steps(('30', '1'), ('30', '2'), (None, '3'))}, '一档比一档大'),
        (STEPPED, {'steps': steps(('0', '1'), (None, '3'))}, '一档比一档大'),
        (STEPPED, {'steps': steps(('30', '0'), (None, '0'))}, '不能都是零'),
        (STEPPED, {'steps': steps(('30', '-1'), (None, '1'))}, '不能小于零'),
        (STEPPED, {'whole_quantity': True, 'steps': steps(('30', '2'), (None, '1'))}, '反而收得少'),
    ],
)
def test_what_does_not_fit_together_is_refused_with_the_reason(fee: Fee, changes: dict[str, Any], why: str) -> None:
    with pytest.raises(BadFeeStandard, match=why):
        check_fee(replace(fee, **changes))


def test_near_miss_a_falling_rate_within_bands_never_makes_more_cost_less() -> None:
    check_fee(replace(STEPPED, steps=steps(('30', '2'), (None, '1'))))


@pytest.mark.parametrize(
    ('changes', 'why'),
    [
        ({'quantity': 'height'}, '没有这个字段'),
        ({'quantity': 'remark'}, '数字字段'),
        ({'only_if': [ShownIf(field='remark', values=['x'])]}, '选项字段'),
        ({'only_if': [ShownIf(field='use', values=['barn'])]}, '选项'),
        ({'only_if': [ShownIf(field='use', values=[])]}, '选项'),
        ({'only_if': [ShownIf(field='area', test='at_most', values=['5'])]}, '选项字段'),
    ],
)
def test_what_it_reads_of_the_form_must_be_in_it(changes: dict[str, Any], why: str) -> None:
    check_fees([replace(PER_UNIT, quantity='area', only_if=[ShownIf(field='use', values=['home'])])], FORM)
    check_fees([replace(PER_UNIT, **changes)], None)  # near miss: without a form the window says it
    with pytest.raises(BadFeeStandard, match=why):
        check_fees([replace(PER_UNIT, **changes)], FORM)


def test_two_charges_of_a_matter_have_two_names() -> None:
    with pytest.raises(BadFeeStandard, match='两项收费'):
        check_fees([FIXED, PER_UNIT, FIXED], None)
