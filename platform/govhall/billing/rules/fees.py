"""What may be charged: only what the catalogue publishes, once, and never above its standard (行政许可法 §58-59)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from federation.contracts.catalogue import Fee
from govhall.kernel import typed
from govhall.kernel.errors import Refused
from govhall.tariffs.definition import CENT, HIGHEST
from govhall.tariffs.words import plain
from govhall.tariffs.working import Worked, applies, worked

LONGEST_GROUND = 300  # of a reduction


class ChargeWithoutBasis(Refused):
    """The catalogue lists no such charge for the matter."""

    code = 'CHARGE_WITHOUT_BASIS'
    sentence = '目录里没有「{item}」这项收费，没有依据不能收。请从列出的项目中选。'


class AboveStandard(Refused):
    """More than the published standard was asked."""

    code = 'ABOVE_STANDARD'
    sentence = '「{item}」的收费标准是 {standard} 元，不能超标准收费，请改小金额。'


class NotReducible(Refused):
    """The catalogue provides for no reduction of this charge."""

    code = 'NOT_REDUCIBLE'
    sentence = '「{item}」不允许减免，请按标准 {standard} 元核定。'


class ReductionWithoutBasis(Refused):
    """Less than the standard was asked and nobody said on what ground."""

    code = 'REDUCTION_WITHOUT_BASIS'
    sentence = '「{item}」低于收费标准，请写明减免依据。'


class ReductionTooLong(Refused):
    """The ground of a reduction is longer than a fee's row and its order hold."""

    code = 'REDUCTION_TOO_LONG'
    sentence = '「{item}」的减免依据或核实依据最多 {most} 个字，现在有 {length} 个字。请写短一些。'


class BadAmount(Refused):
    """The amount is no sum of money."""

    code = 'BAD_AMOUNT'
    sentence = '金额请填数字，单位是元，最多两位小数，例如 80.00。'


class QuantityMissing(Refused):
    """It is charged by quantity, and nobody said how much."""

    code = 'QUANTITY_MISSING'
    sentence = '「{item}」按{unit}收费，请填写有多少{unit}。'


class QuantityDiffers(Refused):
    """The applicant wrote another quantity, and nobody said how it was measured."""

    code = 'QUANTITY_DIFFERS'
    sentence = '「{item}」申请表上写的是 {written} {unit}，和您填的不一样。核实后确实不同的，请写明核实依据。'


class ChargeNotForThis(Refused):
    """What was answered in the form says that the charge falls on others."""

    code = 'CHARGE_NOT_FOR_THIS'
    sentence = '「{item}」不适用于这件申请（按申请表的填写），不能收。'


class NothingToCharge(Refused):
    """By the standard it comes to nothing."""

    code = 'NOTHING_TO_CHARGE'
    sentence = '「{item}」按标准算出来是 0 元，不用核定，请去掉它前面的勾。'


class NothingChosen(Refused):
    """No charge was ticked."""

    code = 'NOTHING_CHOSEN'
    sentence = '还没有选收费项目，请先勾选要核定的项目。'


class RefundTooLarge(Refused):
    """More would be given back than was paid."""

    code = 'REFUND_TOO_LARGE'
    sentence = '「{item}」实收 {amount} 元，退款要大于零，也不能超过实收，请改金额。'


class AssessorCollects(Refused):
    """Assessing and collecting are two persons' work (收支分离)."""

    code = 'ASSESSOR_COLLECTS'
    status = 403
    sentence = '这张缴款单里有您自己核定的收费，核定和收款不能是同一个人，请换一位同事收款。'


class CollectorRefunds(Refused):
    """Who took the money does not give it back alone."""

    code = 'COLLECTOR_REFUNDS'
    status = 403
    sentence = '这笔款是您收的，退款要由另一位同事办理。'


@dataclass(frozen=True, slots=True)
class ChargeRequest:
    """What a clerk wants to charge: the item, the amount in yuan (None: the standard), and why it is less.

    `quantity` of a charge by quantity is that of the form if it is None; `measured` says why it is another.
    """

    item: str
    amount: Decimal | None = None
    reduction: str = ''
    quantity: Decimal | None = None
    measured: str = ''


@dataclass(frozen=True, slots=True)
class Charge:
    """A charge that may be made, in yuan; `working` says how the standard was worked out of the quantity."""

    item: str
    basis: str
    standard: Decimal
    amount: Decimal
    reduction: str
    quantity: Decimal | None = None
    unit: str = ''
    working: str = ''


def amount_of(text: str) -> Decimal:
    """The sum of money that was typed, wide figures, ¥, 元 and whole groups of thousands forgiven. Raises BadAmount."""
    amount = typed.amount(text)
    if amount is None:
        raise BadAmount(field='amount')
    return checked_amount(amount)


def checked_amount(amount: Decimal) -> Decimal:
    """The amount in cents if it is one that money can have. Raises BadAmount."""
    if not amount.is_finite() or not 0 <= amount <= HIGHEST or amount != amount.quantize(CENT):
        raise BadAmount(field='amount')
    return amount.quantize(CENT)


def quantity_of(text: str) -> Decimal | None:
    """The quantity that was typed; None for nothing. Raises BadAmount."""
    if not text.strip():
        return None
    number = typed.amount(text)
    if number is None:
        raise BadAmount(field='quantity')
    return number


def written_quantity(fee: Fee, answers: Mapping[str, Any]) -> Decimal | None:
    """What the applicant wrote in the field that the standard names; None where it names none or nothing stands."""
    answer = answers.get(fee.quantity) if fee.quantity else None
    return typed.amount(answer) if isinstance(answer, str) else None  # an older form may have asked for a text there


def charged(fees: Iterable[Fee], asked: ChargeRequest, answers: Mapping[str, Any] | None = None) -> Charge:
    """The charge by the catalogue's entry of the same name, for what was answered in the form.

    Raises ChargeWithoutBasis, ChargeNotForThis, QuantityMissing, QuantityDiffers, BadQuantity, NothingToCharge,
    BadAmount, AboveStandard, NotReducible, ReductionWithoutBasis, ReductionTooLong.
    """
    fee = next((published for published in fees if published.name == asked.item and published.basis.strip()), None)
    if fee is None:
        raise ChargeWithoutBasis(item=asked.item)
    if not applies(fee, answers or {}):
        raise ChargeNotForThis(item=fee.name)
    quantity, found = _measured(fee, asked, answers or {})
    standard = checked_amount(found.sum)
    if not standard:
        raise NothingToCharge(item=fee.name)
    amount = standard if asked.amount is None else checked_amount(asked.amount)
    return Charge(
        item=fee.name,
        basis=fee.basis,
        standard=standard,
        amount=amount,
        reduction=_reduction(fee, asked, amount, standard),
        quantity=quantity,
        unit=fee.unit,
        working=found.said,
    )


def _measured(fee: Fee, asked: ChargeRequest, answers: Mapping[str, Any]) -> tuple[Decimal | None, Worked]:
    """The quantity, and what it comes to with the working; no quantity for a fixed sum."""
    if not fee.unit:
        return None, worked(fee)
    written = written_quantity(fee, answers)
    quantity = written if asked.quantity is None else asked.quantity
    if quantity is None:
        raise QuantityMissing(field='quantity', item=fee.name, unit=fee.unit)
    found, measured = worked(fee, quantity), asked.measured.strip()
    if written is None or written == quantity:
        return quantity, found
    if not measured:
        raise QuantityDiffers(field='measured', item=fee.name, written=plain(written), unit=fee.unit)
    if len(measured) > LONGEST_GROUND:
        raise ReductionTooLong(item=fee.name, most=LONGEST_GROUND, length=len(measured))
    return quantity, Worked(found.sum, f'{found.said}（申请表写 {plain(written)} {fee.unit}；核实：{measured}）')


def _reduction(fee: Fee, asked: ChargeRequest, amount: Decimal, standard: Decimal) -> str:
    """The ground of a reduction; empty where the whole standard is asked."""
    reduction = asked.reduction.strip()
    if amount > standard:
        raise AboveStandard(item=fee.name, standard=standard)
    if amount < standard:
        if not fee.reducible:
            raise NotReducible(item=fee.name, standard=standard)
        if not reduction:
            raise ReductionWithoutBasis(item=fee.name)
        if len(reduction) > LONGEST_GROUND:
            raise ReductionTooLong(item=fee.name, most=LONGEST_GROUND, length=len(reduction))
    return reduction if amount < standard else ''


def check_refund(*, item: str, paid: Decimal, refund: Decimal) -> Decimal:
    """The sum that may be given back of one paid charge. Raises BadAmount, RefundTooLarge."""
    refund = checked_amount(refund)
    if not 0 < refund <= paid:
        raise RefundTooLarge(item=item, amount=paid)
    return refund
