"""What was submitted online (网上申报), at the window: one application, receiving it, returning it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from govhall.applications.selectors import application_for, is_late
from govhall.applications.services.intake import receive_online, return_online
from govhall.casework.acts.receive import received_online
from govhall.casework.selectors import masked_applicant
from govhall.catalogue.selectors import matter
from govhall.desk.bar import desk
from govhall.desk.views.case import no_case
from govhall.desk.views.materials import handed_out
from govhall.doors.fields import ProseField, VersionField
from govhall.doors.forms import Form
from govhall.doors.refusals import filled_in
from govhall.frontdesk.services.online_files import open_online_file
from govhall.kernel.errors import Refused
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff
from tenants.roles import Role
from tenants.selectors import area_name


class OnlineActForm(Form):
    """The version on screen, and the reason of a return."""

    version = VersionField()
    reason = ProseField(label='退回的理由', required=False, max_length=300)


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
def online_receive(request: StaffRequest, uid: UUID) -> HttpResponse:
    """POST the receipt: 303 to the new case."""
    form = OnlineActForm(request.POST)
    try:
        case = receive_online(uid=uid, version=filled_in(form)['version'], actor=request.actor)
    except Refused as refusal:
        return _refused(request, uid, refusal)
    messages.success(request, received_online(case))
    return SeeOther(reverse('case', args=[case.uid]))


@staff(Role.CLERK)
@require_POST
def online_return(request: StaffRequest, uid: UUID) -> HttpResponse:
    """POST the return with its reason: 303 to the queue."""
    form = OnlineActForm(request.POST)
    try:
        said = filled_in(form)
        return_online(uid=uid, version=said['version'], actor=request.actor, reason=said['reason'])
    except Refused as refusal:
        return _refused(request, uid, refusal)
    messages.success(request, '已退回，申请人凭编号和查询码能看到理由，改好可以再交。')
    return SeeOther(reverse('online'))


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
        'papers': [(paper, one.files.get(paper.code, [])) for paper in info.materials],
        'late': is_late(one),
        'village': area_name(one.area) if one.area else '',
        'refusal': str(refusal) if refusal else '',
        'reason': request.POST.get('reason', ''),
    }
    return render(request, 'frontdesk/online_one.html', context, status=refusal.status if refusal else 200)
