"""One letter: its scan, and its withdrawal with what hangs on it."""

from uuid import UUID

import structlog
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from govhall.acts.page import page_form
from govhall.catalogue.models import Authorisation
from govhall.catalogue.readers import LETTER_KEEPERS, LETTER_READERS
from govhall.catalogue.views.bar import bar
from govhall.catalogue.views.posted import attempt
from govhall.desk.views.materials import handed_out
from govhall.letters import scans
from govhall.letters.acts import revoke_letter
from govhall.look.responses import SeeOther
from govhall.storage.material_store import LOST
from tenants.access import StaffRequest, staff
from tenants.models import Person

log = structlog.get_logger(__name__)


@staff(*LETTER_READERS)
@require_safe
@cache_control(no_store=True, private=True)
def scan(request: StaffRequest, letter: UUID) -> HttpResponse:
    """GET the scan of a letter of this hall as a download."""
    row = Authorisation.objects.filter(id=letter, hall_code=request.hall.code).exclude(file_hash='').first()
    if row is None:
        raise Http404
    try:
        content = scans.opened(row.file_hash)
    except LOST as gone:
        log.error('scan_lost', hall=request.hall.code, reason=type(gone).__name__)
        raise Http404 from gone
    return handed_out(content, row.file_type, f'letter-{row.file_hash[:8]}')


@staff(*LETTER_KEEPERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def withdraw(request: StaffRequest, letter: UUID) -> HttpResponse:
    """GET what hangs on a letter; POST from which day it gives nothing, why, and who takes that."""
    row = revoke_letter.standing(request.hall.code, letter)
    hangs = revoke_letter.what_hangs(row, timezone.now())
    act, choices = revoke_letter.ACT, revoke_letter.choices(hangs)
    if request.method == 'POST':
        tried = attempt(request, act, choices=choices, known={'letter': letter})
        if tried.done is not None:
            messages.success(request, tried.done.said)
            return SeeOther(reverse('catalogue_letters'))
        form, status = tried.form, tried.status
    else:
        form, status = page_form(act, choices)(initial={'since': timezone.localdate()}), 200
    name = Person.objects.filter(pk=row.person_id).values_list('name', flat=True).first()
    context = {**bar(request, 'catalogue_letters'), 'letter': row, 'person': name or f'人员 {row.person_id}'}
    return render(request, 'letters/withdraw.html', context | {'hangs': hangs, 'form': form, 'act': act}, status=status)
