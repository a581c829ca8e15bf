"""Billing everything that the applicant owes here, on one order (开缴款单, 一窗收费)."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from govhall.acts.registry import Act, register
from govhall.billing.ledger import bundle, sum_of
from govhall.billing.models import CaseFee, PaymentOrder
from govhall.billing.services.orders import ORDERS, TO_PAY, changing_all, tell_below
from govhall.casework.models.case import LONGEST_NOTE
from govhall.casework.rules.transitions import ANYWHERE, MONEY, PAYABLE, Transition, transition
from govhall.casework.services.change import Change
from govhall.casework.services.serials import next_serial
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.kernel.numbering import compose_number
from tenants.access import Actor

BILL_FEE = transition(Transition(name='bill_fee', course='开缴款单', states=PAYABLE, roles=MONEY, custody=ANYWHERE))


class NothingToPay(Refused):
    """No charge waits for an order."""

    code = 'NOTHING_TO_PAY'
    status = 409
    sentence = '没有等着开单的收费，请先核定收费。'


def issue_order(*, uid: UUID, version: int, actor: Actor, at: datetime | None = None) -> PaymentOrder:
    """Bill everything that the applicant of this case still owes at this hall, for all organs, on one order.

    Raises NothingToPay and what the frame raises, for each case of the bundle.
    """
    at = at or timezone.now()
    with transaction.atomic():
        cases = {line.case_id for line in bundle(uid, actor)}
        if uid not in cases:
            raise NothingToPay
        with changing_all(cases, actor=actor, at=at, versions={uid: version}) as changes:
            waiting = [line for line in bundle(uid, actor) if line.case_id in cases]  # again, now that they are locked
            return _bill(waiting, changes, actor, at)


def _bill(lines: list[CaseFee], changes: list[Change], actor: Actor, at: datetime) -> PaymentOrder:
    if not lines:
        raise NothingToPay
    hall, today = changes[0].hall, at.astimezone(CHINA).date()
    order = PaymentOrder.objects.create(
        number=compose_number(hall.code, today, ORDERS, next_serial(ORDERS, today)),
        total=sum_of(lines),
        issued_at=at,
        issued_by=actor.person_id,
        issued_name=actor.name,
    )
    CaseFee.objects.filter(uid__in=[line.uid for line in lines]).update(order=order)
    for change in changes:
        own = sum_of(line for line in lines if line.case_id == change.case.uid)
        if own:
            change.perform(BILL_FEE, order=order.number, said=f'{own} 元，缴款单 {order.number}', amount=str(own))
            tell_below(change, _told(own, order.number, [line for line in lines if line.case_id == change.case.uid]))
    return order


def _told(own: Decimal, number: str, lines: list[CaseFee]) -> str:
    """What the halls below and the applicant read: the sum with its working, as far as there is room for it."""
    workings = '；'.join(f'{line.item} {line.working}' for line in lines if line.working)
    whole = f'{TO_PAY} {own} 元（{workings}），缴款单号 {number}'
    return whole if workings and len(whole) <= LONGEST_NOTE else f'{TO_PAY} {own} 元，缴款单号 {number}'


register(
    Act(
        do=lambda posted: issue_order(**posted.frame),
        afterwards=lambda order: f'缴款单已开好：{order.number}，共 {order.total} 元。',
        roles=MONEY,
        mutation='issue_order',
        does='Bill all that the applicant owes here (开缴款单).',
    )
)
