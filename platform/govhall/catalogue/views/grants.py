"""权力来源: what a hall may do about each matter and who gave it; one grant, and withdrawing it by date."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from govhall.acts.page import page_form
from govhall.catalogue.acts import withdraw_grant
from govhall.catalogue.grants import GrantLine, grant_line, grants_of, halls_seen
from govhall.catalogue.readers import MANAGERS, READERS
from govhall.catalogue.services.ending import NoSuchGrant
from govhall.catalogue.views.bar import bar
from govhall.catalogue.views.posted import attempt
from govhall.doors.forms import Form
from govhall.kernel.typed import line
from govhall.look.pages import BadCursor
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff

WITHDRAW_FORM = page_form(withdraw_grant.ACT, {}, versioned=True)


@staff(*READERS)
@require_safe
def grants(request: StaffRequest) -> HttpResponse:
    """GET a page of the grants of `hall` (this one without it), of matters called `words`, with `ended` also ended."""
    seen = halls_seen(request.hall.code)
    chosen = next((one for one in seen if one.code == request.GET.get('hall', request.hall.code)), None)
    if chosen is None:
        raise Http404
    words, ended = line(request.GET.get('words', ''))[:60], request.GET.get('ended') == '1'
    after = request.GET.get('after', '')
    try:
        found = grants_of(chosen.code, at=timezone.now(), words=words, ended=ended, after=after)
    except BadCursor as unreadable:
        raise Http404 from unreadable
    asked = {'hall': chosen.code, 'words': words} | ({'ended': '1'} if ended else {})
    context = {
        **bar(request, 'catalogue_grants'),
        'halls': seen,
        'chosen': chosen,
        'words': words,
        'ended': ended,
        'rows': found.rows,
        'next': '?' + urlencode(asked | {'after': found.after}) if found.after else '',
        'start': '?' + urlencode(asked) if after else '',
    }
    return render(request, 'catalogue/grants.html', context)


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
