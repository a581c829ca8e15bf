"""Charging a case what the catalogue publishes for its matter (核定收费)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, PostedAct, register
from govhall.billing.models import CaseFee
from govhall.billing.rules.fees import Charge, ChargeRequest, NothingChosen, amount_of, charged, quantity_of
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import MONEY, PAYABLE, Transition, transition
from govhall.casework.services.change import Change, changing
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.authority import Reliance
from govhall.catalogue.rules import Power
from govhall.kernel.errors import Refused
from tenants.access import Actor

ASSESS_FEE = transition(
    Transition(
        name='assess_fee',
        course='核定收费',
        states=PAYABLE - {State.DELIVERED},
        roles=MONEY,
        power=Power.DECIDE,
        by_letter=False,
    )
)
CHARGES = Field(
    name='charges',
    kind=FieldKind.ROWS,
    says='What is to be charged.',
    needed=True,
    rows_are=('ChargeInput', 'One charge of those that the catalogue publishes for the matter.'),
    parts=[
        Field(name='item', kind=FieldKind.LINE, says='Its name in the catalogue.', needed=True),
        Field(name='amount', kind=FieldKind.LINE, says='Yuan, as 80.00; the standard if it is not given.'),
        Field(name='reduction', kind=FieldKind.LINE, says='The ground, if it is less than the standard.'),
        Field(name='quantity', kind=FieldKind.LINE, says='By how much it is charged; that of the form if not given.'),
        Field(name='measured', kind=FieldKind.LINE, says='How it was measured, if the form says another quantity.'),
    ],
)


class AlreadyCharged(Refused):
    """One charge, once a case."""

    code = 'ALREADY_CHARGED'
    status = 409
    sentence = '「{item}」这件事已经核定过，不能重复收费。'


def assess_fees(
    *, uid: UUID, version: int, actor: Actor, asked: Sequence[ChargeRequest], at: datetime | None = None
) -> list[CaseFee]:
    """Charge a case what the catalogue publishes for its matter, or less where that may be reduced, with the ground.

    Raises NothingChosen, AlreadyCharged, the refusals of rules/fees.py, and what the frame raises.
    """
    at = at or timezone.now()
    if not asked:
        raise NothingChosen(field='fees')
    with changing(uid, actor=actor, at=at, version=version) as change:
        published = catalogue.matter(change.case.matter).fees
        form = change.case.form
        charges = [charged(published, charge, form.answers if form else {}) for charge in asked]
        _check_once(change.case, charges)
        reliance = change.perform(ASSESS_FEE, said=_said(charges), fees=[_plain(charge) for charge in charges])
        return CaseFee.objects.bulk_create(_row(change, actor, reliance, charge) for charge in charges)


def _check_once(case: Case, charges: Sequence[Charge]) -> None:
    names = [charge.item for charge in charges]
    standing = set(case.fees.filter(cancelled_at__isnull=True, item__in=names).values_list('item', flat=True))
    for place, name in enumerate(names):
        if name in standing or name in names[:place]:
            raise AlreadyCharged(item=name)


def _row(change: Change, actor: Actor, reliance: Reliance | None, charge: Charge) -> CaseFee:
    return CaseFee(
        case=change.case,
        item=charge.item,
        organ=reliance.organ_code if reliance else '',
        organ_name=reliance.organ_name if reliance else '',
        basis=charge.basis,
        standard=charge.standard,
        amount=charge.amount,
        reduction=charge.reduction,
        quantity=charge.quantity,
        unit=charge.unit,
        working=charge.working,
        assessed_by=actor.person_id,
        assessed_name=actor.name,
        assessed_at=change.at,
    )


def _said(charges: Sequence[Charge]) -> str:
    return '、'.join(
        f'{charge.item} {charge.amount} 元'
        + (f'（{charge.working}）' if charge.working else '')
        + (f'（标准 {charge.standard} 元，{charge.reduction}）' if charge.reduction else '')
        for charge in charges
    )


def _plain(charge: Charge) -> dict[str, str]:
    amounts: dict[str, Decimal] = {'standard': charge.standard, 'amount': charge.amount}
    texts = {'item': charge.item, 'basis': charge.basis, 'reduction': charge.reduction}
    if charge.quantity is not None:
        texts |= {'quantity': str(charge.quantity), 'unit': charge.unit, 'working': charge.working}
    return texts | {name: str(amount) for name, amount in amounts.items()}


def _assess(posted: PostedAct) -> list[CaseFee]:
    asked = [
        ChargeRequest(
            item=row['item'],
            amount=amount_of(row['amount']) if row.get('amount') else None,
            reduction=row.get('reduction') or '',
            quantity=quantity_of(row.get('quantity') or ''),
            measured=row.get('measured') or '',
        )
        for row in posted['charges']
    ]
    return assess_fees(**posted.frame, asked=asked)


register(
    Act(
        do=_assess,
        afterwards=lambda fees: '收费已核定。',
        fields=[CHARGES],
        roles=MONEY,
        mutation='assess_fees',
        does='Charge by the catalogue (核定收费). ABOVE_STANDARD.',
    )
)
