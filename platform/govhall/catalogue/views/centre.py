"""进驻情况: how much of what the county publishes is handled in the hall, and what is not yet in."""

from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from govhall.catalogue.centre import appoint_chief, board, empower_items, enter_items, items_of
from govhall.catalogue.readers import READERS
from govhall.catalogue.views.bar import bar
from govhall.doors.forms import Form
from govhall.doors.refusals import typed_line
from govhall.kernel.errors import Refused
from govhall.kernel.typed import whole
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff
from tenants.audit import Action, record
from tenants.models import Membership
from tenants.moments import at_one_moment
from tenants.roles import Role

DONE = {'enter': '已登记进驻 {count} 项。', 'empower': '已登记授权到位 {count} 项。'}


class MarkForm(Form):
    """Which items, and since which day."""

    items = forms.MultipleChoiceField(label='事项', required=False)
    on = forms.DateField(label='从哪天起', widget=forms.DateInput(attrs={'type': 'date'}))


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
    why = ''
    if request.method == 'POST':
        if Role.ADMINISTRATOR not in request.actor.roles:
            raise PermissionDenied
        try:
            with transaction.atomic():
                said = _do(request, department, [(one.code, one.name) for one in items])
                hall, told = request.hall.code, {'department': department, 'said': said}
                record(Action.CENTRE_CHANGED, who=request.actor, hall=hall, subject=row.name, detail=told)
            messages.success(request, said)
            return SeeOther(reverse('catalogue_department', args=[department]))
        except Refused as refusal:
            why = str(refusal)
    context = {
        **bar(request, 'catalogue_board'),
        'row': row,
        'outside': [one for one in items if one.entered_on is None or one.left_on],
        'inside': [one for one in items if one.entered_on and not one.left_on],
        'chiefs': Membership.objects.live(timezone.now())
        .filter(hall=request.hall, roles__contains=[Role.CHIEF])
        .select_related('person')
        .order_by('person__name'),
        'today': timezone.localdate().isoformat(),
        'why': why,
    }
    return render(request, 'catalogue/department.html', context, status=422 if why else 200)


def _do(request: StaffRequest, department: str, choices: list[tuple[str, str]]) -> str:
    hall, act = request.hall.code, request.POST.get('act', '')
    if act == 'chief':
        document = typed_line(request.POST, 'document', label='任命文号', most=100)
        person = whole(request.POST.get('person', '')) or 0
        appoint_chief(hall=hall, department=department, person_id=person, document=document)
        return '已登记首席代表。'
    form = MarkForm(request.POST)
    form.fields['items'].choices = choices  # type: ignore[attr-defined]
    if act not in DONE or not form.is_valid():
        raise BadDay
    on: date = form.cleaned_data['on']
    mark = enter_items if act == 'enter' else empower_items
    return DONE[act].format(count=mark(hall=hall, codes=form.cleaned_data['items'], on=on))


class BadDay(Refused):
    """The day was not given as a date."""

    code = 'BAD_DAY'
    sentence = '请填写日期，例如 2026-11-24，再登记。'
