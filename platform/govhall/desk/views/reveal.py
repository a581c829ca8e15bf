"""The whole of the applicant's data on the page of a case, for a purpose that is recorded."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from govhall.casework.refusals import NoSuchCase
from govhall.casework.selectors import READERS, case_for
from govhall.catalogue.form_answers import kept_lines
from govhall.desk.purposes import PurposeMissing, chosen_purpose
from govhall.desk.services.reveal import disclose
from govhall.desk.views.case import no_case, page_of
from tenants.access import StaffRequest, staff


@staff(*READERS)
@require_POST
@cache_control(no_store=True, private=True)
def reveal(request: StaffRequest, uid: UUID) -> HttpResponse:
    """POST a purpose: 200 with the page in full, this once; no address shows it, so nothing keeps it."""
    try:
        purpose = chosen_purpose(request.POST.get('purpose', ''))
        case = disclose(uid=uid, actor=request.actor, purpose=purpose)
        page = page_of(request, case)
        lines = kept_lines(page['matter'], case.form, whole=True)
        shown = {'applicant': case.applicant, 'form_lines': lines, 'full_for': purpose.label}
        return render(request, 'desk/case.html', page | shown)
    except PurposeMissing as refusal:
        return _asked_again(request, uid, refusal)
    except NoSuchCase as refusal:
        return no_case(request, refusal)


def _asked_again(request: StaffRequest, uid: UUID, refusal: PurposeMissing) -> HttpResponse:
    try:
        context = page_of(request, case_for(uid, request.actor)) | {'purpose_missing': str(refusal)}
    except NoSuchCase as unknown:
        return no_case(request, unknown)
    return render(request, 'desk/case.html', context, status=refusal.status)
