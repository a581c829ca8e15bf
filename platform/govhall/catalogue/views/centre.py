"""进驻情况: how much of what the county publishes is handled in the hall, and what is not yet in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from govhall.catalogue.acts import appoint_chief, empower_items, enter_items
from govhall.catalogue.centre import board, items_of
from govhall.catalogue.models import CentreItem
from govhall.catalogue.readers import READERS
from govhall.catalogue.views.bar import bar
from govhall.catalogue.views.posted import Attempt, attempt
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff
from tenants.moments import at_one_moment

ACTS = {'enter': enter_items.ACT, 'empower': empower_items.ACT, 'appoint': appoint_chief.ACT}


@staff(*READERS)
@require_safe
@at_one_moment
def centre_board(request: StaffRequest) -> HttpResponse:
    """GET the board of the hall as of today."""
    found = board(request.hall.code, timezone.localdate())
    context = {
        **bar(request, 'catalogue_board'),
        'board': found,
        'missing': found.total.published - found.total.entered,
    }
    return render(request, 'catalogue/board.html', context)


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def centre_department(request: StaffRequest, department: str) -> HttpResponse:
    """GET a department's items; POST (administrator) that items are in, have full powers, or who its chief is."""
    row = next(
        (one for one in board(request.hall.code, timezone.localdate()).departments if one.code == department), None
    )
    if row is None:
        raise Http404
    items = items_of(request.hall.code, department)
    tried = _tried(request, department, items) if request.method == 'POST' else None
    if tried and tried.done:
        messages.success(request, tried.done.said)
        return SeeOther(reverse('catalogue_department', args=[department]))
    context = {
        **bar(request, 'catalogue_board'),
        'row': row,
        'outside': [item for item in items if item.entered_on is None or item.left_on],
        'inside': [item for item in items if item.entered_on and not item.left_on],
        'chiefs': appoint_chief.choices(request.hall)['person'],
        'acts': ACTS,
        'today': timezone.localdate().isoformat(),
        'why': ' '.join(str(one) for errors in tried.form.errors.values() for one in errors) if tried else '',
    }
    return render(request, 'catalogue/department.html', context, status=tried.status if tried else 200)


def _tried(request: StaffRequest, department: str, items: list[CentreItem]) -> Attempt:
    act = next((known for known in ACTS.values() if known.word == request.POST.get('act')), None)
    if act is None:
        raise Http404
    choices = {'items': [(item.code, item.name) for item in items], **appoint_chief.choices(request.hall)}
    return attempt(request, act, choices=choices, known={'department': department})
