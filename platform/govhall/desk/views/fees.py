"""The charges of one case: what may be charged, what was, and the order for all that the applicant owes."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from govhall.billing.acts.assess import ASSESS_FEE, assess_fees
from govhall.billing.acts.bill import issue_order
from govhall.billing.acts.cancel import cancel_fee
from govhall.billing.acts.refund import Refund, refund
from govhall.billing.ledger import bundle, lines_of, sum_of
from govhall.billing.models import CaseFee
from govhall.billing.rules.fees import LONGEST_GROUND, ChargeRequest, amount_of, quantity_of
from govhall.casework.models import Case
from govhall.casework.refusals import NoSuchCase
from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.transitions import MONEY, open_rows
from govhall.casework.selectors import READERS, case_for
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.rules import Power
from govhall.catalogue.selectors import MatterInfo
from govhall.desk.bar import desk
from govhall.desk.fee_lines import fee_line, published_fees
from govhall.desk.people import listed_name
from govhall.desk.treasury_receipts import typed_receipt
from govhall.desk.views.case import no_case
from govhall.desk.views.materials import VersionForm
from govhall.doors.refusals import filled_in, typed_line, typed_prose
from govhall.kernel.errors import Refused
from govhall.look.responses import SeeOther
from tenants.access import Actor, StaffRequest, staff


@staff(*READERS)
@require_safe
def case_fees(request: StaffRequest, uid: UUID) -> HttpResponse:
    """GET the charges of a case of this hall."""
    return _page(request, uid)


@staff(*MONEY)
@require_POST
def assess(request: StaffRequest, uid: UUID) -> HttpResponse:
    """POST the ticked charges with their amounts: 303 to the charges, or the form with the sentence above it."""

    def do(case: Case) -> str:
        asked = _asked(request, catalogue.matter(case.matter))
        assess_fees(uid=uid, version=_version(request), actor=request.actor, asked=asked)
        return '收费已核定。核对无误后，点“开缴款单”。'

    return _done(request, uid, 'assess', do)


@staff(*MONEY)
@require_POST
def bill(request: StaffRequest, uid: UUID) -> HttpResponse:
    """POST: one order for all that the applicant owes here; 303 to the order."""
    try:
        case_for(uid, request.actor)
        order = issue_order(uid=uid, version=_version(request), actor=request.actor)
    except NoSuchCase as refusal:
        return no_case(request, refusal)
    except Refused as refusal:
        return _page(request, uid, tried='bill', refusal=refusal)
    messages.success(request, '缴款单已开好。请打印交给申请人，到银行或收费窗口缴款。')
    return SeeOther(reverse('payment_order', args=[order.number]))


@staff(*MONEY)
@require_POST
def line_act(request: StaffRequest, uid: UUID, fee: UUID, word: str) -> HttpResponse:
    """POST `cancel` or `refund` of one charge of the case: 303, or the page with the sentence."""
    if word not in ('cancel', 'refund'):
        raise Http404
    line = get_object_or_404(CaseFee, uid=fee, case_id=uid)

    def do(case: Case) -> str:
        reason = typed_prose(request.POST, 'reason', label='理由', most=300)
        if word == 'cancel':
            cancel_fee(fee=fee, actor=request.actor, reason=reason)
            return f'已撤销「{line.item}」的核定。'
        amount = amount_of(request.POST.get('amount', ''))
        given = refund(fee=fee, actor=request.actor, wanted=Refund(amount, reason, typed_receipt(request, 'red')))
        return f'已记下退款 {given.refunded} 元，请按财政退付手续把钱退给缴款人。'

    return _done(request, uid, f'{word}-{fee}', do)


def _done(request: StaffRequest, uid: UUID, tried: str, do: Callable[[Case], str]) -> HttpResponse:
    try:
        messages.success(request, do(case_for(uid, request.actor)))
    except NoSuchCase as refusal:
        return no_case(request, refusal)
    except Refused as refusal:
        return _page(request, uid, tried=tried, refusal=refusal)
    return SeeOther(reverse('case_fees', args=[uid]))


def _page(request: StaffRequest, uid: UUID, *, tried: str = '', refusal: Refused | None = None) -> HttpResponse:
    try:
        case = case_for(uid, request.actor)
    except NoSuchCase as gone:
        return no_case(request, gone)
    matter, fees = catalogue.matter(case.matter), lines_of(uid)
    waiting = bundle(uid, request.actor) if request.actor.roles & MONEY else []
    context = {
        **desk(request),
        'case': case,
        'matter': matter,
        'payer': listed_name(case, request.actor),
        'lines': [replace(fee_line(fee), tried=str(fee.uid) in tried) for fee in fees],
        'acts': bool(request.actor.roles & MONEY),
        'published': published_fees(request.POST, case, matter, fees) if _may_assess(case, request.actor) else [],
        'waiting': sum_of(waiting),
        'others': len({line.case_id for line in waiting} - {uid}),
        'may_bill': any(line.case_id == uid for line in waiting),
        'tried': tried,
        'sentence': str(refusal) if refusal else '',
        'typed': request.POST,
    }
    return render(request, 'desk/case_fees.html', context, status=refusal.status if refusal else 200)


def _may_assess(case: Case, actor: Actor) -> bool:
    able = open_rows(state=State(case.state), custody=Custody(case.custody), roles=actor.roles)
    return ASSESS_FEE in able and catalogue.has_power(case.matter, actor.hall, Power.DECIDE, timezone.now())


def _asked(request: StaffRequest, matter: MatterInfo) -> list[ChargeRequest]:
    typed = request.POST
    return [
        ChargeRequest(
            item=fee.name,
            amount=amount_of(typed[f'amount-{place}']) if typed.get(f'amount-{place}', '').strip() else None,
            reduction=typed_line(typed, f'reduction-{place}', label='减免依据', most=LONGEST_GROUND),
            quantity=quantity_of(typed.get(f'quantity-{place}', '')),
            measured=typed_line(typed, f'measured-{place}', label='核实依据', most=LONGEST_GROUND),
        )
        for place, fee in enumerate(matter.fees)
        if f'take-{place}' in typed
    ]


def _version(request: StaffRequest) -> int:
    """The version that the page showed. Raises NotFilledIn."""
    return int(filled_in(VersionForm(request.POST))['version'])
