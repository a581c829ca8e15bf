"""What was submitted online (网上申报), at the window: one application, receiving it, returning it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from govhall.acts.registry import PostedAct
from govhall.applications.online_act import online_act_at
from govhall.applications.selectors import application_for, built_on, form_lines_of, is_late
from govhall.catalogue.checklist import papers_of
from govhall.catalogue.selectors import matter
from govhall.desk.bar import desk
from govhall.desk.views.case import no_case
from govhall.desk.views.materials import handed_out
from govhall.doors.refusals import filled_in
from govhall.forms.applicant import masked_applicant
from govhall.frontdesk.services.online_files import open_online_file
from govhall.identity.words import to_bring
from govhall.kernel.errors import Refused
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff
from tenants.roles import Role
from tenants.selectors import area_name


@staff(Role.CLERK)
@require_safe
def online_one(request: StaffRequest, uid: UUID) -> HttpResponse:
    """GET one application."""
    try:
        return _page(request, uid)
    except Refused as refusal:
        return no_case(request, refusal)


@staff(Role.CLERK)
@require_safe
@cache_control(no_store=True, private=True)
def online_file(request: StaffRequest, uid: UUID, content: str) -> HttpResponse:
    """GET one of its files as a download; who opened it is recorded."""
    try:
        found, kind = open_online_file(uid=uid, actor=request.actor, content=content)
    except Refused as refusal:
        return no_case(request, refusal)
    return handed_out(found, kind, content[:8])


@staff(Role.CLERK)
@require_POST
def online_act(request: StaffRequest, uid: UUID, word: str) -> HttpResponse:
    """POST one act: 303 to the new case, or to the queue; a refusal shows the application with the sentence."""
    act = online_act_at(word)
    if act is None:
        raise Http404
    form = act.form(request.POST)
    try:
        typed = filled_in(form)
        made = act.do(PostedAct(uid, typed['version'], request.actor, typed))
    except Refused as refusal:
        return _refused(request, uid, refusal)
    messages.success(request, act.afterwards(made))
    return SeeOther(reverse('case', args=[made.uid]) if act.makes_case else reverse('online'))


def _refused(request: StaffRequest, uid: UUID, refusal: Refused) -> HttpResponse:
    try:
        return _page(request, uid, refusal)
    except Refused:
        return no_case(request, refusal)


def _page(request: StaffRequest, uid: UUID, refusal: Refused | None = None) -> HttpResponse:
    one = application_for(uid, request.actor)
    info = matter(one.matter)
    context = {
        **desk(request, 'online'),
        'one': one,
        'matter': info,
        'applicant': masked_applicant(one),
        'to_bring': to_bring(one.applicant),
        'papers': [
            (paper, one.files.get(code, []), one.ways_data.get(code, ''))
            for code, paper in papers_of(info, by_agent=bool(one.applicant.agent)).items()
        ],
        'late': is_late(one),
        'form_lines': form_lines_of(one),
        'built_on': built_on(one),
        'village': area_name(one.area) if one.area else '',
        'refusal': str(refusal) if refusal else '',
        'reason': request.POST.get('reason', ''),
    }
    return render(request, 'frontdesk/online_one.html', context, status=refusal.status if refusal else 200)
