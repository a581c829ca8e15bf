"""Reads of charges and payment orders of the current hall."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from govhall.billing.models import CaseFee, PaymentOrder
from govhall.casework.models import Case
from govhall.casework.selectors import case_for, of_visible
from govhall.casework.sight import Sight, sight_of
from govhall.catalogue.authority import holds_letter
from govhall.catalogue.rules import PersonalPower
from govhall.kernel import typed
from govhall.kernel.errors import Refused
from govhall.kernel.numbering import readings
from govhall.look.pages import Keyset
from tenants.access import Actor
from tenants.roles import Role

MOST = 200
RECEIPT_LENGTHS = (10, 18)  # figures of a receipt's number, alone and behind its code
# Both along the index order_unpaid.
OLDEST_FIRST = Keyset({'issued_at': datetime, 'number': str}, size=50)
NEWEST_FIRST = Keyset({'issued_at': datetime, 'number': str}, size=50, descending=True)


class NoSuchOrder(Refused):
    """The hall, or the case in hand, has no such payment order."""

    code = 'NO_SUCH_ORDER'
    status = 404
    sentence = '这里没有这张缴款单，请核对缴款单号或票据号码。'


@dataclass(frozen=True, slots=True)
class Share:
    """The lines of one organ on an order, and their sum in yuan."""

    organ_name: str
    lines: list[CaseFee]
    total: Decimal


def may_collect(actor: Actor) -> bool:
    """Whether this person is a cashier of the hall: a clerk with a live letter that says 收款."""
    return Role.CLERK in actor.roles and holds_letter(
        person_id=actor.person_id, hall=actor.hall, power=PersonalPower.COLLECT, at=timezone.now()
    )


def sum_of(lines: Iterable[CaseFee]) -> Decimal:
    """What the charges ask for together, in yuan."""
    return sum((line.amount for line in lines), Decimal('0.00'))


def orders_for(actor: Actor) -> QuerySet[PaymentOrder]:
    """The orders of which the person may open every case, as an order is paid as a whole; a void one has none."""
    orders = PaymentOrder.objects.all()
    if sight_of(actor) is Sight.HALL:
        return orders
    hidden = CaseFee.objects.exclude(case__in=Case.objects.visible_to(actor))
    return orders.exclude(Exists(hidden.filter(order=OuterRef('pk'))))


def order_of(number: str, actor: Actor) -> PaymentOrder:
    """The order with this number. Raises NoSuchOrder, also for one that the person may not open."""
    order = orders_for(actor).filter(number__in=readings(typed.code(number))).first()
    if order is None:
        raise NoSuchOrder
    return order


def order_searched(words: str, actor: Actor) -> PaymentOrder:
    """The order with this number, or with this receipt: its ten figures, or code and number, the red one too.

    Raises NoSuchOrder, also for one that the person may not open.
    """
    figures = typed.code(words)
    if typed.whole(figures, digits=18) is None or len(figures) not in RECEIPT_LENGTHS:
        return order_of(words, actor)
    code, number = figures[:-10], figures[-10:]
    paid, red = Q(receipt_number=number), Q(fees__red_number=number)
    if code:
        paid, red = paid & Q(receipt_code=code), red & Q(fees__red_code=code)
    # Each of the two has an index of its own; together they would read the whole table.
    found = orders_for(actor).filter(paid).first() or orders_for(actor).filter(red).first()
    if found is None:
        raise NoSuchOrder
    return found


def lines_of(uid: UUID) -> list[CaseFee]:
    """All charges of a case, also those taken back, in the order of their assessing."""
    return list(CaseFee.objects.filter(case_id=uid).select_related('order').order_by('assessed_at', 'uid'))


def bundle(uid: UUID, actor: Actor) -> list[CaseFee]:
    """The charges that wait for an order: of this case, and of all others of its applicant that the person may open.

    Raises NoSuchCase.
    """
    own = case_for(uid, actor).applicant
    index = Case._meta.get_field('applicant_index').candidates(own.id_number)
    waiting = CaseFee.objects.filter(order__isnull=True, cancelled_at__isnull=True, amount__gt=0)
    found = (
        of_visible(waiting, actor)
        .filter(case__applicant_index__in=index)
        .select_related('case')
        .order_by('assessed_at', 'uid')
    )
    return [line for line in found if line.case.applicant.kind == own.kind]


def shares(order: PaymentOrder) -> list[Share]:
    """The lines of an order, which the person may open, by the organ that charges."""
    lines = order.fees.select_related('case').order_by('organ', 'assessed_at', 'uid')
    found = [list(own) for _, own in groupby(lines, key=lambda line: line.organ)]
    return [Share(own[0].organ_name, own, sum_of(own)) for own in found]


def unpaid(actor: Actor) -> QuerySet[PaymentOrder]:
    """Orders that wait for their money."""
    return orders_for(actor).filter(paid_at__isnull=True, void_at__isnull=True)


def unpaid_orders(actor: Actor) -> list[PaymentOrder]:
    """The same, the oldest first; at most 200."""
    return list(OLDEST_FIRST.ordered(unpaid(actor))[:MOST])
