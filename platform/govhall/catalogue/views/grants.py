"""权力来源: one grant, and withdrawing it by date."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from govhall.acts.page import page_form
from govhall.catalogue.acts import withdraw_grant
from govhall.catalogue.grants import GrantLine, grant_line
from govhall.catalogue.readers import MANAGERS, READERS
from govhall.catalogue.services.grant_end import NoSuchGrant
from govhall.catalogue.views.bar import bar
from govhall.catalogue.views.posted import attempt
from govhall.doors.forms import Form
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff

WITHDRAW_FORM = page_form(withdraw_grant.ACT, {}, versioned=True)


@staff(*READERS)
@require_safe
def grant_page(request: StaffRequest, grant: UUID) -> HttpResponse:
    """GET one grant of this hall or of one directly below."""
    line = _line(request, grant)
    return _page(request, line, WITHDRAW_FORM(initial={'version': line.grant.version}))


@staff(*MANAGERS)
@require_POST
def withdraw(request: StaffRequest, grant: UUID) -> HttpResponse:
    """POST day and version: the grant ends with the beginning of that day; 303 to its page."""
    line = _line(request, grant)
    tried = attempt(request, withdraw_grant.ACT, choices={}, known={'grant': grant}, versioned=True)
    if tried.done is None:
        return _page(request, line, tried.form, status=tried.status)
    messages.success(request, tried.done.said)
    return SeeOther(reverse('catalogue_grant', args=[grant]))


def _line(request: StaffRequest, grant: UUID) -> GrantLine:
    try:
        return grant_line(request.hall.code, grant, at=timezone.now())
    except NoSuchGrant as unknown:
        raise Http404 from unknown


def _page(request: StaffRequest, line: GrantLine, form: Form, *, status: int = 200) -> HttpResponse:
    form.fields['until'].widget.attrs['min'] = (timezone.localdate() + timedelta(days=1)).isoformat()
    context = {
        **bar(request, 'catalogue_grants'),
        'row': line,
        'form': form,
        'act': withdraw_grant.ACT,
        'may_withdraw': withdraw_grant.may_withdraw(request.hall.code, line.grant, at=timezone.now()),
    }
    return render(request, 'catalogue/grant.html', context, status=status)
