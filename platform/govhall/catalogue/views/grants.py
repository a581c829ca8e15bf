"""权力来源: one grant, and withdrawing it by date."""

from datetime import timedelta
from uuid import UUID

import structlog
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from govhall.catalogue.exchange.giving import GrantChanged, may_withdraw, withdraw_grant
from govhall.catalogue.grants import GrantLine, grant_line
from govhall.catalogue.readers import MANAGERS, READERS
from govhall.catalogue.services.ending import NoSuchGrant
from govhall.catalogue.views.bar import bar
from govhall.doors.fields import VersionField
from govhall.doors.forms import Form
from govhall.kernel.errors import Refused
from govhall.look.refusals import show_refusal
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff
from tenants.audit import Action, record

log = structlog.get_logger(__name__)


class WithdrawForm(Form):
    """From which day on, and the version that the page showed."""

    until = forms.DateField(
        label='从哪天起收回',
        widget=forms.DateInput(attrs={'type': 'date'}),
        help_text='从这一天零点起不能再用；以前收的件照常办完。',
        error_messages={'required': '请选择收回的日期。', 'invalid': '请填写日期，例如 2026-12-01。'},
    )
    version = VersionField()


@staff(*READERS)
@require_safe
def grant_page(request: StaffRequest, grant: UUID) -> HttpResponse:
    """GET one grant of this hall or of one directly below."""
    line = _line(request, grant)
    return _page(request, line, WithdrawForm(initial={'version': line.grant.version}))


@staff(*MANAGERS)
@require_POST
def withdraw(request: StaffRequest, grant: UUID) -> HttpResponse:
    """POST day and version: the grant ends with the beginning of that day; 303 to its page."""
    line, form, status = _line(request, grant), WithdrawForm(request.POST), 422
    if form.is_valid():
        until, version = form.cleaned_data['until'], form.cleaned_data['version']
        try:
            with transaction.atomic():
                withdraw_grant(hall=request.hall.code, grant_id=grant, until=until, version=version)
                told = {'grant': str(grant), 'until': until.isoformat()}
                hall = request.hall.code
                record(Action.GRANT_CHANGED, who=request.actor, hall=hall, subject=line.matter, detail=told)
        except Refused as refusal:
            refusal.field = 'until'  # the only one there is
            show_refusal(form, refusal)
            status = 409 if isinstance(refusal, GrantChanged) else 422
        else:
            log.info('grant_withdrawn', hall=request.hall.code, person=request.actor.person_id, outcome=str(grant))
            messages.success(
                request, f'已收回，{until:%Y年%-m月%-d日}起不再有效。正在发往各级大厅，几秒钟后刷新可以看到。'
            )
            return SeeOther(reverse('catalogue_grant', args=[grant]))
    return _page(request, line, form, status=status)


def _line(request: StaffRequest, grant: UUID) -> GrantLine:
    try:
        return grant_line(request.hall.code, grant, at=timezone.now())
    except NoSuchGrant as unknown:
        raise Http404 from unknown


def _page(request: StaffRequest, line: GrantLine, form: WithdrawForm, *, status: int = 200) -> HttpResponse:
    form.fields['until'].widget.attrs['min'] = (timezone.localdate() + timedelta(days=1)).isoformat()
    context = {
        **bar(request, 'catalogue_grants'),
        'row': line,
        'form': form,
        'may_withdraw': may_withdraw(request.hall.code, line.grant, at=timezone.now()),
    }
    return render(request, 'catalogue/grant.html', context, status=status)
