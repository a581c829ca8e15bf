"""Charges are assessed and billed: one order an applicant, with lines for every organ (一窗收费)."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from govhall.casework.acts.charges import ASSESS_FEE, BILL_FEE, CANCEL_FEE
from govhall.casework.events import CHINA
from govhall.casework.ledger import bundle, sum_of
from govhall.casework.models import Case, CaseFee, PaymentOrder
from govhall.casework.rules.fees import Asked, Charge, NothingChosen, charged
from govhall.casework.rules.reasons import ReasonMissing
from govhall.casework.services.change import Change, changing
from govhall.casework.services.serials import next_serial
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.authority import Reliance
from govhall.kernel.errors import Refused
from govhall.kernel.numbering import compose_number
from tenants.access import Actor

ORDERS = 'ZF'  # the block of the payment orders; villages are numbered from the other end


class AlreadyCharged(Refused):
    """One charge, once a case."""

    code = 'ALREADY_CHARGED'
    sentence = '「{item}」这件事已经核定过，不能重复收费。'


class NothingToPay(Refused):
    """No charge waits for an order."""

    code = 'NOTHING_TO_PAY'
    sentence = '没有等着开单的收费，请先核定收费。'


class AlreadyBilled(Refused):
    """The charge stands on an order, or was taken back before."""

    code = 'ALREADY_BILLED'
    sentence = '「{item}」已经开进缴款单或者已撤销，请先作废缴款单，再撤销核定。'


def assess_fees(
    *, uid: UUID, version: int, actor: Actor, asked: Sequence[Asked], at: datetime | None = None
) -> list[CaseFee]:
    """Charge a case what the catalogue publishes for its matter, or less where that may be reduced, with the ground.

    Raises NothingChosen, AlreadyCharged, the refusals of rules/fees.py, and what the frame raises.
    """
    at = at or timezone.now()
    if not asked:
        raise NothingChosen(field='fees')
    with changing(uid, actor=actor, at=at, version=version) as change:
        published = catalogue.matter(change.case.matter).fees
        charges = [charged(published, one) for one in asked]
        _check_once(change.case, charges)
        reliance = change.perform(ASSESS_FEE, said=_said(charges), fees=[_plain(one) for one in charges])
        return CaseFee.objects.bulk_create(_row(change, actor, reliance, one) for one in charges)


def cancel_fee(*, fee: UUID, actor: Actor, reason: str, at: datetime | None = None) -> Case:
    """Take back a charge that is on no order yet; it may be assessed again. Raises AlreadyBilled, ReasonMissing."""
    at = at or timezone.now()
    if not reason.strip():
        raise ReasonMissing(field='reason')
    line = CaseFee.objects.get(uid=fee)
    with changing(line.case_id, actor=actor, at=at) as change:
        waiting = CaseFee.objects.filter(uid=fee, order__isnull=True, cancelled_at__isnull=True)
        if not waiting.update(cancelled_at=at):
            raise AlreadyBilled(item=line.item)
        change.perform(CANCEL_FEE, said=line.item, reason=reason.strip())
        return change.case


def issue_order(*, uid: UUID, version: int, actor: Actor, at: datetime | None = None) -> PaymentOrder:
    """Bill everything that the applicant of this case still owes at this hall, for all organs, on one order.

    Raises NothingToPay and what the frame raises, for each case of the bundle.
    """
    at = at or timezone.now()
    with transaction.atomic():
        cases = {line.case_id for line in bundle(uid)}
        if uid not in cases:
            raise NothingToPay
        with changing_all(cases, actor=actor, at=at, versions={uid: version}) as changes:
            waiting = [line for line in bundle(uid) if line.case_id in cases]  # again, now that they are locked
            return _bill(waiting, changes, actor, at)


@contextmanager
def changing_all(
    cases: Iterable[UUID], *, actor: Actor, at: datetime, versions: dict[UUID, int] | None = None
) -> Iterator[list[Change]]:
    """Several cases in one transaction, locked in one order everywhere, so that two windows never wait in a ring."""
    with transaction.atomic(), ExitStack() as stack:
        frames = [changing(uid, actor=actor, at=at, version=(versions or {}).get(uid)) for uid in sorted(set(cases))]
        yield [stack.enter_context(frame) for frame in frames]


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
            tell_below(change, f'请缴费 {own} 元，缴款单号 {order.number}')
    return order


def tell_below(change: Change, words: str) -> None:
    """Let the halls below read it with the progress of the case; after the outcome its reason stands there."""
    if not change.case.outcome_data:
        change.case.note = words


def _check_once(case: Case, charges: Sequence[Charge]) -> None:
    names = [one.item for one in charges]
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
        assessed_by=actor.person_id,
        assessed_name=actor.name,
        assessed_at=change.at,
    )


def _said(charges: Sequence[Charge]) -> str:
    return '、'.join(
        f'{one.item} {one.amount} 元' + (f'（标准 {one.standard} 元，{one.reduction}）' if one.reduction else '')
        for one in charges
    )


def _plain(charge: Charge) -> dict[str, str]:
    amounts: dict[str, Decimal] = {'standard': charge.standard, 'amount': charge.amount}
    texts = {'item': charge.item, 'basis': charge.basis, 'reduction': charge.reduction}
    return texts | {name: str(amount) for name, amount in amounts.items()}
