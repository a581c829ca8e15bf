"""The monthly table of charges on a page and as a file; it names no person."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from govhall.billing.fee_month import READERS, after, month_table
from govhall.billing.fee_month_files import FILES
from govhall.billing.receipt_month import ON_PAGE, receipt_month
from govhall.desk.bar import desk
from tenants.access import StaffRequest, staff
from tenants.moments import at_one_moment


@staff(*READERS)
@require_safe
@at_one_moment
def fee_month(request: StaffRequest) -> HttpResponse:
    """GET the table of `month` (2026-11), this month without it."""
    first, today = _month(request), timezone.localdate()
    following = after(first)
    context = {
        **desk(request, 'fee_month'),
        'month': month_table(first),
        'receipts': receipt_month(first),
        'on_page': ON_PAGE,
        'before': (first - timedelta(days=1)).replace(day=1),
        'following': following if following <= today else None,
    }
    return render(request, 'desk/fee_month.html', context)


@staff(*READERS)
@require_safe
@at_one_moment
def fee_month_file(request: StaffRequest, form: str) -> HttpResponse:
    """GET the same table as `xlsx` or `csv`."""
    if form not in FILES:
        raise Http404
    kind, make = FILES[form]
    first = _month(request)
    title = f'{request.hall.name} {first.year}年{first.month}月收费月报'
    answer = HttpResponse(make(title, month_table(first), receipt_month(first)), content_type=kind)
    name = f'收费月报-{request.hall.name}-{first:%Y-%m}.{form}'
    answer['Content-Disposition'] = content_disposition_header(True, name) or 'attachment'
    return answer


def _month(request: StaffRequest) -> date:
    given = request.GET.get('month', '')
    try:
        found = date.fromisoformat(f'{given}-01') if given else timezone.localdate().replace(day=1)
    except ValueError as unreadable:
        raise Http404 from unreadable
    if not 2000 <= found.year <= 2200:
        raise Http404
    return found
