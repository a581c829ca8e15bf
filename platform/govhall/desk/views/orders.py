"""One payment order on screen and on paper, and what the cashier does with it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from govhall.billing.acts.collect import collect
from govhall.billing.acts.void_bill import void_order
from govhall.billing.ledger import NoSuchOrder, may_collect, order_of, shares
from govhall.billing.models import PaymentOrder
from govhall.billing.rules.capitals import in_capitals
from govhall.casework.models import Case
from govhall.casework.refusals import PeopleNotShown
from govhall.casework.rules.transitions import MONEY
from govhall.casework.selectors import matter_names
from govhall.casework.sight import require_people
from govhall.desk.bar import desk
from govhall.desk.people import listed_name
from govhall.desk.purposes import Purpose
from govhall.desk.services.reveal import disclose
from govhall.desk.treasury_receipts import typed_receipt
from govhall.desk.views.case import no_case
from govhall.doors.refusals import typed_line, typed_prose
from govhall.kernel.errors import Refused
from govhall.look.responses import SeeOther
from tenants.access import Actor, StaffRequest, staff
from tenants.roles import Role


@staff(*MONEY, Role.SUPERVISOR, Role.LEADER)
@require_safe
def order_page(request: StaffRequest, number: str) -> HttpResponse:
    """GET one order of this hall, its payer masked."""
    return _page(request, number)


@staff(*MONEY)
@require_safe
def order_sheet(request: StaffRequest, number: str) -> HttpResponse:
    """GET the order on paper, for the payer."""
    try:
        order = order_of(number, request.actor)
    except NoSuchOrder as refusal:
        raise Http404 from refusal
    case = _case(order, request.actor)
    if case is not None:  # the payer's name stands on it in full
        try:
            require_people(request.actor, case, timezone.now())
        except PeopleNotShown as refusal:
            return no_case(request, refusal)
        case = disclose(uid=case.uid, actor=request.actor, purpose=Purpose.ORDER)
    context = _context(order) | {'capitals': in_capitals(order.total), 'applicant': case}
    return render(request, 'desk/order_sheet.html', context)


@staff(*MONEY)
@require_POST
def order_act(request: StaffRequest, number: str, word: str) -> HttpResponse:
    """POST `collect` or `void`: 303 to the order, or the page with the sentence beside the action."""
    if word not in ('collect', 'void'):
        raise Http404
    try:
        if word == 'collect':
            voucher = typed_line(request.POST, 'voucher', label='银行回单号', most=60)
            receipt = typed_receipt(request, 'receipt')
            collect(number=number, actor=request.actor, receipt=receipt, voucher=voucher)
            messages.success(request, '已记下收款和票据号。')
        else:
            reason = typed_prose(request.POST, 'reason', label='理由', most=300)
            void_order(number=number, actor=request.actor, reason=reason)
            messages.success(request, '缴款单已作废，里面的收费可以重新开单。')
    except Refused as refusal:
        return _page(request, number, tried=word, refusal=refusal)
    return SeeOther(reverse('payment_order', args=[number]))


def _page(request: StaffRequest, number: str, *, tried: str = '', refusal: Refused | None = None) -> HttpResponse:
    try:
        order = order_of(number, request.actor)
    except NoSuchOrder as gone:
        raise Http404 from gone
    context = {
        **desk(request, 'fees'),
        **_context(order),
        'payer': payers_of([order], request.actor).get(order.pk, ''),
        'may_collect': may_collect(request.actor),
        'acts': bool(request.actor.roles & MONEY),
        'tried': tried,
        'sentence': str(refusal) if refusal else '',
        'typed': request.POST,
    }
    return render(request, 'desk/order.html', context, status=refusal.status if refusal else 200)


def _context(order: PaymentOrder) -> dict[str, Any]:
    found = shares(order)
    matters = matter_names(line.case.matter for share in found for line in share.lines)
    return {
        'order': order,
        'shares': [
            (share, [(line, matters.get(line.case.matter, line.case.matter)) for line in share.lines])
            for share in found
        ],
    }


def _case(order: PaymentOrder, actor: Actor) -> Case | None:
    return Case.objects.visible_to(actor).filter(fees__order=order).first()


def payers_of(orders: Sequence[PaymentOrder], actor: Actor) -> dict[str, str]:
    """The masked name of who pays, by order, to who sees them: an order is of one applicant. One query."""
    found: QuerySet[Case] = Case.objects.visible_to(actor).filter(fees__order__in=orders)
    cases = found.annotate(of_order=F('fees__order'))
    return {case.of_order: listed_name(case, actor) for case in cases}
