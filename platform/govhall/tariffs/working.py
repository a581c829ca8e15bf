"""What a charge comes to by its standard, in exact money, and the working of it. Pure."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from federation.contracts.catalogue import Fee
from govhall.forms.answers import meets
from govhall.kernel.errors import Refused
from govhall.tariffs.definition import CENT, FINEST, HIGHEST, NOTHING
from govhall.tariffs.words import band, plain

LARGEST = Decimal(10) ** 12  # of a quantity


class BadQuantity(Refused):
    """No quantity that a charge can be worked out by."""

    code = 'BAD_QUANTITY'
    sentence = '「{item}」的数量应大于零，最多六位小数，例如 120.5。'


class Worked(NamedTuple):
    """The sum in yuan, and how it was worked out; nothing is said of a fixed sum."""

    sum: Decimal
    said: str


class Part(NamedTuple):
    """So much of the quantity at one rate, and the step that it lies in."""

    amount: Decimal
    rate: Decimal
    where: str


def worked(fee: Fee, quantity: Decimal | None = None) -> Worked:
    """The standard of a (checked) charge for a quantity; sums are rounded half up to the cent. Raises BadQuantity."""
    if not fee.unit:
        return Worked(fee.amount.quantize(CENT), '')
    counted = _counted(fee, quantity)
    parts = list(_parts(fee, counted))
    base = fee.amount if fee.steps else NOTHING
    total = (base + sum((part.amount * part.rate for part in parts), NOTHING)).quantize(CENT, ROUND_HALF_UP)
    within = _within(fee, total)
    if within > HIGHEST:
        raise BadQuantity(field='quantity', item=fee.name)
    assert quantity is not None  # noqa: S101 - it was counted
    return Worked(within, _said(fee, quantity, counted, parts, total, within))


def applies(fee: Fee, answers: Mapping[str, Any]) -> bool:
    """Whether a charge is one of a case with these answers; what was not answered speaks against none."""
    return all(meets(one, answers[one.field]) for one in fee.only_if if answers.get(one.field))


def _counted(fee: Fee, quantity: Decimal | None) -> Decimal:
    """The quantity that is charged: a part of a unit counts as one where the standard says so."""
    if quantity is None or not quantity.is_finite() or not 0 < quantity <= LARGEST:
        raise BadQuantity(field='quantity', item=fee.name)
    if quantity != round(quantity, FINEST):
        raise BadQuantity(field='quantity', item=fee.name)
    return quantity.to_integral_value(ROUND_CEILING) if fee.whole_units else quantity


def _parts(fee: Fee, counted: Decimal) -> Iterator[Part]:
    if not fee.steps:
        yield Part(counted, fee.amount, '')
        return
    low = NOTHING
    for step in fee.steps:
        high = counted if step.up_to is None else min(step.up_to, counted)
        reached = step.up_to is None or counted <= step.up_to
        if fee.whole_quantity and reached:
            yield Part(counted, step.rate, band(fee, low, step.up_to))
        elif not fee.whole_quantity and high > low:
            yield Part(high - low, step.rate, band(fee, low, step.up_to))
        if reached:
            return
        low = high


def _within(fee: Fee, total: Decimal) -> Decimal:
    above = total if fee.floor is None else max(total, fee.floor.quantize(CENT))
    return above if fee.ceiling is None else min(above, fee.ceiling.quantize(CENT))


def _said(fee: Fee, quantity: Decimal, counted: Decimal, parts: list[Part], total: Decimal, within: Decimal) -> str:
    rounded = f'{plain(quantity)} {fee.unit}按 {plain(counted)} {fee.unit}计；' if counted != quantity else ''
    shown = [f'每件 {plain(fee.amount)} 元'] if fee.steps and fee.amount else []
    for part in parts:
        where = f'（{part.where}）' if part.where else ' '
        shown.append(f'{plain(part.amount)} {fee.unit}{where}× {plain(part.rate)} 元')
    said = f'{rounded}{" + ".join(shown)} = {total} 元'
    if within > total:
        return f'{said}，不到最低收费，按 {within} 元收'
    return f'{said}，超过最高收费，按 {within} 元收' if within < total else said
