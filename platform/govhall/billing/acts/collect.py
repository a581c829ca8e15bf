"""Noting that the bank took a whole order (收款, 票款分离)."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, PostedAct, register
from govhall.billing.asked import ORDER
from govhall.billing.ledger import sum_of
from govhall.billing.models import PaymentOrder
from govhall.billing.rules.fees import AssessorCollects
from govhall.billing.services.orders import open_order, order_of_case, tell_below
from govhall.casework.rules.transitions import ANYWHERE, MONEY, PAYABLE, Transition, transition
from govhall.casework.services.change import Change
from govhall.catalogue.authority import require_letter
from govhall.catalogue.rules import PersonalPower
from govhall.kernel.errors import Refused
from tenants.access import Actor
from tenants.roles import Role

COLLECT_FEE = transition(
    Transition(name='collect_fee', course='收款', states=PAYABLE, roles=frozenset({Role.CLERK}), custody=ANYWHERE)
)
VOUCHER = Field(
    name='voucher', kind=FieldKind.LINE, label='回单号', most=60, says='Number of the voucher of the bank.', needed=True
)


class VoucherMissing(Refused):
    """Without the bank's voucher nobody can check that the money came."""

    code = 'VOUCHER_MISSING'
    sentence = '请填写银行回单或财政电子票据的号码。'


def collect(*, number: str, actor: Actor, voucher: str, at: datetime | None = None) -> PaymentOrder:
    """Note that the bank took the whole order; the person's letter must say 收款, and they assessed none of it.

    Raises VoucherMissing, AlreadyPaid, OrderVoid, AssessorCollects, NoAuthorisation, and what the frame raises.
    """
    at = at or timezone.now()
    if not voucher.strip():
        raise VoucherMissing(field='voucher')
    with open_order(number, actor, at) as (order, lines, changes):
        if any(line.assessed_by == actor.person_id for line in lines):
            raise AssessorCollects
        for change in changes:
            _note_payment(change, order, sum_of(row for row in lines if row.case_id == change.case.uid))
        order.paid_at, order.received_by, order.received_name = at, actor.person_id, actor.name
        order.voucher = voucher.strip()
        order.save()
        return order


def _note_payment(change: Change, order: PaymentOrder, own: Decimal) -> None:
    assert change.actor is not None  # noqa: S101 - money is never collected by the system
    letter = require_letter(
        person_id=change.actor.person_id,
        hall=change.hall.code,
        powers=[PersonalPower.COLLECT],
        matter=change.case.matter,
        at=change.at,
    )
    said = f'{own} 元，缴款单 {order.number}'
    change.perform(COLLECT_FEE, order=order.number, said=said, amount=str(own), authorisation_id=str(letter))
    tell_below(change, f'费用 {own} 元已缴')


def _collect(posted: PostedAct) -> PaymentOrder:
    return collect(
        number=order_of_case(posted['order'], posted.uid, posted.actor), actor=posted.actor, voucher=posted['voucher']
    )


register(
    Act(
        do=_collect,
        afterwards=lambda order: '已记下收款。',
        fields=[ORDER, VOUCHER],
        roles=MONEY,
        versioned=False,
        mutation='collect_order',
        does='Note that the bank took the whole order (收款). ASSESSOR_COLLECTS, NO_AUTHORISATION.',
    )
)
