"""A new own matter, and what an own matter says of itself."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from govhall.catalogue.own_matters import may_change, owner_code
from govhall.catalogue.readers import MANAGERS
from govhall.drafts.pages import refused_on
from govhall.kernel.errors import Refused
from govhall.look.refusals import show_refusal
from govhall.look.responses import SeeOther
from govhall.matter_editor import services
from govhall.matter_editor.about_form import AboutMatterForm
from govhall.matter_editor.entries import check_about
from govhall.matter_editor.new_matter import begin_matter, may_begin, organs_of_hall
from govhall.matter_editor.selectors import EditedMatter, Parts, edited_matter
from govhall.matter_editor.views import edited_or_404, frame
from tenants.access import StaffRequest, staff

FIRST = {'task_type': '20', 'case_type': 'promised', 'statutory_days': 20, 'promised_days': 10}


@staff(*MANAGERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def new(request: StaffRequest) -> HttpResponse:
    """GET an empty matter; POST it: 303 to its page, as a draft under the hall's next code."""
    if not may_begin(request.hall):
        raise Http404
    data = request.POST if request.method == 'POST' else None
    form = AboutMatterForm(data, parts=FIRST, version=1, organs=organs_of_hall(request.hall))
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                draft = begin_matter(hall=request.hall, actor=request.actor, parts=form.parts())
                return SeeOther(reverse('matter_edit', args=[draft.matter]))
            except Refused as refusal:
                show_refusal(form, refusal)
                status = refusal.status
    context = {**frame(request), 'form': form, 'edited': None}
    return render(request, 'matter_editor/about.html', context, status=status)


@staff(*MANAGERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def about(request: StaffRequest, matter: str) -> HttpResponse:
    """GET what an own matter says of itself; POST it: 303 to the matter, or what is wrong beside its field."""
    edited = edited_or_404(request, matter)
    if not owner_code(matter):
        raise Http404
    if not may_change(request.hall.code, matter):
        raise PermissionDenied
    organs = organs_of_hall(request.hall) if edited.row is None else None
    data = request.POST if request.method == 'POST' else None
    form = AboutMatterForm(data, parts=edited.parts, version=edited.version, organs=organs)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                services.change_matter(
                    matter=matter,
                    version=form.cleaned_data['version'] or 0,
                    actor=request.actor,
                    edit=lambda parts: _fitting(matter, parts | form.parts()),
                )
                return SeeOther(reverse('matter_edit', args=[matter]))
            except Refused as refusal:
                status = refused_on(form, refusal, edited_matter(matter).version)
    context = {**frame(request, matter), 'form': form, 'edited': edited}
    return render(request, 'matter_editor/about.html', context, status=status)


def _fitting(matter: str, parts: Parts) -> Parts:
    """The parts, if a hall may set such a matter up. Raises NotOwnType, PromiseTooLong, InstantWithDays."""
    edited = edited_matter(matter)
    check_about(EditedMatter(matter, edited.row, edited.draft, parts), timezone.now())
    return parts
