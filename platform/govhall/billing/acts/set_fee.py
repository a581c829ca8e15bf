"""Saying what a charge of a matter is and by which standard it is asked (收费标准), and taking it out."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from federation.contracts.catalogue import Fee, FeeStep, MatterEntered
from federation.contracts.forms import ShownIf
from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.billing.rules.fees import BadAmount, ChargeWithoutBasis
from govhall.catalogue.entries import entry_of
from govhall.catalogue.own_matters import owned_matter
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.services.publication import publish
from govhall.kernel import typed
from govhall.kernel.errors import Refused
from govhall.tariffs.definition import NOTHING, check_fees
from govhall.tariffs.words import plain, say_standard
from tenants.audit import Action

ABOVE = '以上'
MATTER = Field(name='matter', kind=FieldKind.LINE, most=36, says='Code of the matter.', needed=True)
KEPT = Field(name='kept', kind=FieldKind.LINE, most=100, says='Name of the charge as it stands; empty: a new one.')
FIELDS = [
    Field(
        name='name',
        kind=FieldKind.LINE,
        label='收费项目',
        most=100,
        says='Its name.',
        needed=True,
        must=True,
        missing='请填写收费项目的名称。',
    ),
    Field(
        name='basis',
        kind=FieldKind.PROSE,
        label='收费依据',
        hint='写明文件名称和文号。没有依据不能收费（行政许可法第五十八条、第五十九条）。',
        most=500,
        says='The document that allows it.',
        needed=True,
        must=True,
        missing='请写明收费依据。',
    ),
    Field(
        name='amount',
        kind=FieldKind.LINE,
        label='金额（元）',
        hint='固定收费写一件多少元；按数量收的写一个单位多少元；分档收的写每件先收多少元，没有的写 0。',
        most=24,
        says='Yuan: for a case, for a unit, or once on top of the steps.',
        needed=True,
        must=True,
        missing='请填写金额，没有的写 0。',
    ),
    Field(
        name='unit',
        kind=FieldKind.LINE,
        label='计费单位',
        aside='固定收费的不填',
        hint='例如“平方米”“页”“本”“立方米”。',
        most=12,
        says='The unit, if it is charged by quantity.',
    ),
    Field(
        name='steps',
        kind=FieldKind.PROSE,
        label='分档',
        aside='不分档的不填',
        hint=f'一行一档：到多少为止，空格，单价。最后一档写“{ABOVE}”。例如三行：30 0，100 10，{ABOVE} 40。',
        most=400,
        rows=4,
        says='One step a line: where it ends and its rate; the last one begins with 以上.',
    ),
    Field(
        name='whole_quantity',
        kind=FieldKind.TICK,
        label='全部数量都按所在一档的单价收',
        hint='不勾的，每一档的单价只对这一档里的数量收（分段累计）。',
        says='Whether the whole quantity is charged at the rate of the step that it reaches.',
    ),
    Field(
        name='whole_units',
        kind=FieldKind.TICK,
        label='不足一个单位按一个单位计',
        says='Whether a part of a unit counts as one.',
    ),
    Field(
        name='floor', kind=FieldKind.LINE, label='最低收费（元）', aside='没有的不填', most=24, says='At least, yuan.'
    ),
    Field(
        name='ceiling', kind=FieldKind.LINE, label='最高收费（元）', aside='没有的不填', most=24, says='At most, yuan.'
    ),
    Field(
        name='quantity',
        kind=FieldKind.CHOICE,
        label='数量取自申请表',
        hint='选了的，核定时自动带出申请人填的数；没选的，核定时由窗口填写。',
        says='Key of the field of the form that is the quantity; empty: asked when it is assessed.',
    ),
    Field(
        name='only_if',
        kind=FieldKind.CODES,
        label='只对这些申请收',
        aside='都不勾就是都收',
        says='Answers of the form as field=value; empty: charged to all.',
    ),
    Field(name='reducible', kind=FieldKind.TICK, label='可以减免', says='Whether less may be asked.'),
    Field(
        name='reduction_basis',
        kind=FieldKind.PROSE,
        label='谁可以减免，依据哪个文件',
        aside='可以减免的才填',
        most=500,
        says='Who pays less, and by which document.',
    ),
]


class ReductionUnexplained(Refused):
    """Less may be asked, and nobody said of whom."""

    code = 'REDUCTION_UNEXPLAINED'
    sentence = '勾了可以减免的，请写明谁可以减免、依据哪个文件。'


class StepsUnreadable(Refused):
    """A line of the steps is no end with a rate."""

    code = 'STEPS_UNREADABLE'
    sentence = f'分档的“{{line}}”看不懂，应写成“30 10”（到 30 为止，单价 10 元），最后一档写“{ABOVE} 40”。'


def set_fee(*, hall: str, matter: str, kept: str, fee: Fee) -> MatterEntered:
    """Publish the matter with this charge in place of the one called `kept` (empty: a new one).

    It counts for what is assessed from then on. Raises NotYourMatter, UnknownMatter, ChargeWithoutBasis for a name
    that the matter has not, BadFeeStandard.
    """
    entry = entry_of(MatterEntered, owned_matter(hall, matter))
    if kept and kept not in [one.name for one in entry.fees]:
        raise ChargeWithoutBasis(item=kept)
    fees = [fee if one.name == kept else one for one in entry.fees] if kept else [*entry.fees, fee]
    return _publish(entry, fees)


def drop_fee(*, hall: str, matter: str, kept: str) -> MatterEntered:
    """Publish the matter without this charge; what was assessed stands. Raises as `set_fee`."""
    entry = entry_of(MatterEntered, owned_matter(hall, matter))
    if kept not in [one.name for one in entry.fees]:
        raise ChargeWithoutBasis(item=kept)
    return _publish(entry, [one for one in entry.fees if one.name != kept])


def _publish(before: MatterEntered, fees: list[Fee]) -> MatterEntered:
    check_fees(fees, before.form)
    entry = replace(before, version=before.version + 1, fees=fees)
    publish(entry)
    return entry


def typed_of(fee: Fee) -> dict[str, object]:
    """What stands in the fields of the page."""
    steps = [f'{ABOVE if step.up_to is None else plain(step.up_to)} {plain(step.rate)}' for step in fee.steps]
    chosen = [f'{one.field}={value}' for one in fee.only_if for value in one.values]
    told: dict[str, object] = {'amount': plain(fee.amount), 'steps': '\n'.join(steps), 'only_if': chosen}
    for name in ('floor', 'ceiling'):
        bound = getattr(fee, name)
        told[name] = '' if bound is None else plain(bound)
    return msgspec.structs.asdict(fee) | told


def fee_typed(data: Mapping[str, Any]) -> Fee:
    """The charge that was typed. Raises BadAmount, StepsUnreadable, ReductionUnexplained."""
    reducible, why = bool(data.get('reducible')), str(data.get('reduction_basis') or '').strip()
    if reducible and not why:
        raise ReductionUnexplained(field='reduction_basis')
    return Fee(
        name=str(data.get('name') or '').strip(),
        basis=str(data.get('basis') or '').strip(),
        amount=_number(data, 'amount') or NOTHING,
        unit=str(data.get('unit') or '').strip(),
        steps=_steps(str(data.get('steps') or '')),
        whole_quantity=bool(data.get('whole_quantity')),
        whole_units=bool(data.get('whole_units')),
        floor=_number(data, 'floor'),
        ceiling=_number(data, 'ceiling'),
        quantity=str(data.get('quantity') or ''),
        only_if=_only_if(data.get('only_if') or ()),
        reducible=reducible,
        reduction_basis=why if reducible else '',
    )


def _number(data: Mapping[str, Any], name: str) -> Any:
    text = str(data.get(name) or '')
    number = typed.amount(text) if text.strip() else None
    if text.strip() and number is None:
        raise BadAmount(field=name)
    return number


def _steps(text: str) -> list[FeeStep]:
    found = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        end, _, price = line.partition(' ')
        rate, up_to = typed.amount(price), None if end == ABOVE else typed.amount(end)
        if rate is None or (up_to is None and end != ABOVE):
            raise StepsUnreadable(field='steps', line=line)
        found.append(FeeStep(rate=rate, up_to=up_to))
    return found


def _only_if(chosen: Any) -> list[ShownIf]:
    values: dict[str, list[str]] = {}
    for one in sorted(map(str, chosen)):
        field, _, value = one.partition('=')
        values.setdefault(field, []).append(value)
    return [ShownIf(field=field, values=found) for field, found in values.items()]


def _said(entry: MatterEntered, item: str, detail: str) -> HallActDone:
    return HallActDone(
        said=f'“{entry.short_name}”的收费标准正在发往各级大厅，几秒钟后生效；已经核定的收费不变。',
        about=entry.short_name,
        detail={'matter': entry.code, 'charge': item, 'standard': detail},
    )


def _set(posted: HallPosted) -> HallActDone:
    fee = fee_typed(posted.data)
    entry = set_fee(hall=posted.hall.code, matter=posted['matter'], kept=posted.data.get('kept') or '', fee=fee)
    return _said(entry, fee.name, say_standard(fee))


def _drop(posted: HallPosted) -> HallActDone:
    entry = drop_fee(hall=posted.hall.code, matter=posted['matter'], kept=posted['kept'])
    return _said(entry, posted['kept'], '取消')


ACT = register(
    HallAct(
        word='fee',
        label='保存并发往各级大厅',
        do=_set,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=[MATTER, KEPT, *FIELDS],
        mutation='set_fee',
        does='Set the standard of a charge of a matter (收费标准). NOT_YOUR_MATTER, BAD_FEE_STANDARD, BAD_AMOUNT, '
        'STEPS_UNREADABLE.',
    )
)
DROP = register(
    HallAct(
        word='drop-fee',
        label='取消这项收费',
        do=_drop,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=[MATTER, KEPT],
        mutation='drop_fee',
        does='Take a charge out of a matter. NOT_YOUR_MATTER.',
    )
)
