"""What the standard of a charge may be, and why one is refused. Pure."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from federation.contracts.catalogue import Fee
from federation.contracts.forms import FormField, MatterForm
from govhall.forms.definition import NUMBERS, AnswerKind
from govhall.kernel.errors import Refused

CENT = Decimal('0.01')
HIGHEST = Decimal('99999999999999.99')  # GB/T 39046 table 14: n..16,2
FINEST = 6  # decimals of a rate and of a quantity
MOST_STEPS = 12
LONGEST_UNIT = 12
NOTHING = Decimal(0)


class BadFeeStandard(Refused):
    """A standard by which nobody could be charged, or that charges more for less."""

    code = 'BAD_FEE_STANDARD'
    sentence = '收费「{item}」的标准有误：{why}'


def check_fees(fees: Iterable[Fee], form: MatterForm | None) -> None:
    """Refuse (`BadFeeStandard`) what can't be charged (行政许可法 §58-59), also for the form that it reads.

    Where the matter has no form, nothing is read of it, and the window says what is asked.
    """
    known = list(fees)
    for fee in known:
        check_fee(fee)
        if form is not None:
            _check_with_form(fee, form)
    for one, other in pairwise(sorted(fee.name for fee in known)):
        _say(one == other, one, '同一个事项里有两项收费叫这个名字。')


def check_fee(fee: Fee) -> None:
    """Refuse (`BadFeeStandard`) one charge whose name, basis, sums and steps do not fit together."""
    _say(not fee.name.strip(), fee.name, '没有名称。')
    _say(not fee.basis.strip(), fee.name, '没有写明依据，没有依据不能收费。')
    if not fee.unit:
        _say(not _is_sum(fee.amount) or fee.amount <= 0, fee.name, '标准应为大于零、精确到分的金额。')
        by_quantity = (fee.steps, fee.quantity, fee.whole_quantity, fee.whole_units, fee.floor, fee.ceiling)
        _say(any(part not in ([], '', False, None) for part in by_quantity), fee.name, '按数量收的要写明计费单位。')
        return
    _say(len(fee.unit) > LONGEST_UNIT, fee.name, f'计费单位最多 {LONGEST_UNIT} 个字。')
    if fee.steps:
        _check_steps(fee)
    else:
        _say(not _is_rate(fee.amount) or fee.amount <= 0, fee.name, f'单价应大于零，最多 {FINEST} 位小数。')
        _say(fee.whole_quantity, fee.name, '没有分档，不用选分档的算法。')
    for bound in (fee.floor, fee.ceiling):
        _say(bound is not None and not _is_sum(bound), fee.name, '最低、最高收费应为精确到分的金额。')
    floor, ceiling = fee.floor or NOTHING, fee.ceiling
    _say(ceiling is not None and not 0 < ceiling >= floor, fee.name, '最高收费应大于零，也不低于最低收费。')


def _check_steps(fee: Fee) -> None:
    ends, rates = [step.up_to for step in fee.steps], [step.rate for step in fee.steps]
    _say(not 2 <= len(ends) <= MOST_STEPS, fee.name, f'分档应有 2 到 {MOST_STEPS} 档。')
    _say(ends[-1] is not None or None in ends[:-1], fee.name, '最后一档写“以上”，前面每一档都写到多少为止。')
    closed = [end for end in ends if end is not None]
    rising = all(low < high for low, high in pairwise([NOTHING, *closed]))
    _say(not rising or not all(_is_rate(end) for end in closed), fee.name, '各档的上限应一档比一档大。')
    _say(not all(_is_rate(rate) for rate in rates) or max(rates) <= 0, fee.name, '各档单价不能小于零，也不能都是零。')
    _say(not _is_sum(fee.amount), fee.name, '每件先收的金额应精确到分。')
    falls = any(later < earlier for earlier, later in pairwise(rates))
    _say(fee.whole_quantity and falls, fee.name, '全部数量按所在一档收时，单价不能越往后越低，否则数量多的反而收得少。')


def _check_with_form(fee: Fee, form: MatterForm) -> None:
    fields = {one.name: one for one in form.fields}
    if fee.quantity:
        _say(not _is_number(fields.get(fee.quantity)), fee.name, '数量取自申请表的一个数字字段，申请表里没有这个字段。')
    for condition in fee.only_if:
        asked = fields.get(condition.field)
        choices = {choice.value for choice in asked.choices} if asked and asked.kind == AnswerKind.CHOICE else set()
        wrong = condition.test != 'one_of' or not condition.values or not set(condition.values) <= choices
        _say(wrong, fee.name, '适用情形应是申请表里一个选项字段的选项。')


def _is_number(one: FormField | None) -> bool:
    return one is not None and AnswerKind(one.kind) in NUMBERS


def _is_sum(amount: Decimal) -> bool:
    return amount.is_finite() and 0 <= amount <= HIGHEST and amount == amount.quantize(CENT)


def _is_rate(rate: Decimal) -> bool:
    return rate.is_finite() and 0 <= rate <= HIGHEST and rate == round(rate, FINEST)


def _say(wrong: bool, item: str, why: str) -> None:
    if wrong:
        raise BadFeeStandard(field='fees', item=item, why=why)
