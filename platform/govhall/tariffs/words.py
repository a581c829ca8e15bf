"""The standard of a charge in words, the same on every page and in every list. Pure."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from federation.contracts.catalogue import Fee
from federation.contracts.forms import MatterForm
from govhall.tariffs.definition import CENT, NOTHING


class FeeLine(NamedTuple):
    """A charge as a guide shows it: its name, the standard, on whom it falls, the document, and who pays less."""

    name: str
    standard: str
    only: str
    basis: str
    reduction: str


def fee_lines(fees: Iterable[Fee], form: MatterForm | None) -> list[FeeLine]:
    """All charges of a matter, in its order."""
    return [
        FeeLine(
            fee.name, say_standard(fee), say_only(fee, form), fee.basis, fee.reduction_basis if fee.reducible else ''
        )
        for fee in fees
    ]


def say_standard(fee: Fee) -> str:
    """80.00 元, 1.3 元/平方米, or the steps one after the other, with what bounds the sum."""
    if not fee.unit:
        return f'{fee.amount.quantize(CENT)} 元'
    said = [_steps(fee) if fee.steps else f'{plain(fee.amount)} 元/{fee.unit}']
    if fee.steps and fee.amount:
        said.insert(0, f'每件先收 {plain(fee.amount)} 元')
    if fee.whole_units:
        said.append(f'不足 1 {fee.unit}按 1 {fee.unit}计')
    if fee.floor is not None:
        said.append(f'最低收 {plain(fee.floor)} 元')
    if fee.ceiling is not None:
        said.append(f'最高收 {plain(fee.ceiling)} 元')
    return '；'.join(said)


def say_only(fee: Fee, form: MatterForm | None) -> str:
    """Which applications it is charged to, as 房屋用途：住宅; empty for all."""
    fields = {one.name: one for one in form.fields} if form else {}
    said = []
    for condition in fee.only_if:
        asked = fields.get(condition.field)
        words = {choice.value: choice.label for choice in asked.choices} if asked else {}
        values = '、'.join(words.get(value, value) for value in condition.values)
        said.append(f'{asked.label if asked else condition.field}：{values}')
    return '，'.join(said)


def band(fee: Fee, low: Decimal, up_to: Decimal | None) -> str:
    """One step by its quantity: 30 页以内, 超过 30 页至 100 页, 超过 200 页."""
    if up_to is None:
        return f'超过 {plain(low)} {fee.unit}'
    return f'超过 {plain(low)} {fee.unit}至 {plain(up_to)} {fee.unit}' if low else f'{plain(up_to)} {fee.unit}以内'


def plain(number: Decimal) -> str:
    """A number without needless zeros and never with an exponent: 1.30 is 1.3, 100 is 100."""
    said = f'{number:f}'
    return said.rstrip('0').rstrip('.') if '.' in said else said


def _steps(fee: Fee) -> str:
    said, low = [], NOTHING
    for step in fee.steps:
        where = band(fee, low, step.up_to)
        price = f' {plain(step.rate)} 元/{fee.unit}' if step.rate else '不收费'
        said.append(
            f'{where}的，全部{"按" if step.rate else ""}{price}' if fee.whole_quantity else f'{where}的部分{price}'
        )
        low = step.up_to or low
    return '，'.join(said)
