"""The village point: the same application in large letters, and said plainly whether it is received or only carried."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from govhall.casework.selectors import hall_names
from govhall.casework.services.reception import UnknownPoint
from govhall.catalogue.guides import public_guide
from govhall.catalogue.routing import route
from govhall.catalogue.rules import PUBLIC_SERVICE, VillageKind
from govhall.catalogue.selectors import MatterInfo, point_may_receive, village_kind
from govhall.desk.application_form import answered, checked, form_of, matter_or_404, point_choices
from govhall.desk.bar import desk
from govhall.desk.forms import ApplicationForm
from govhall.desk.views.matters import choice
from govhall.look.uploads import takes_files
from govhall.materials.lines import material_lines
from tenants.access import StaffRequest, staff
from tenants.roles import Role


@staff(Role.AGENT)
@require_safe
def points(request: StaffRequest) -> HttpResponse:
    """GET the matters that people can bring to the point, narrowed by the words typed."""
    part = request.headers.get('HX-Request') == 'true'
    template = 'desk/matter_list.html' if part else 'township_halls/points.html'
    return render(request, template, choice(request, 'points', form='point_application'))


@takes_files
@staff(Role.AGENT)
@require_http_methods(['GET', 'HEAD', 'POST'])
def point_application(request: StaffRequest, matter: str) -> HttpResponse:
    """GET the form; POST it: 303 to the case, received, or only carried (代办) if the point may not receive.

    What the village only makes known (公开告知) has its guide here, and no form.
    """
    info, now = matter_or_404(matter), timezone.now()
    if village_kind(info.code, request.hall.code, now) is VillageKind.INFORM:
        return _told(request, info, now)
    as_agent = not point_may_receive(info.code, request.hall.code, now)
    form = form_of(request, info, point_choices(request.hall))
    answer, status = answered(request, form, point=lambda: _point(request, form), as_agent=as_agent)
    page = _page(request, info, form, as_agent)
    return answer or render(request, 'township_halls/application.html', page, status=status)


@staff(Role.AGENT)
@require_POST
def point_check(request: StaffRequest, matter: str) -> HttpResponse:
    """POST what is typed so far: the part of the page that answers it. Nothing is stored."""
    form = form_of(request, matter_or_404(matter), point_choices(request.hall))
    return checked(request, form, {'check_url': reverse('point_check', args=[matter])})


def _told(request: StaffRequest, info: MatterInfo, at: datetime) -> HttpResponse:
    """The public guide to read out; whoever posts an application all the same is told that there is none. NoGuide."""
    guide = public_guide(matter=info.code, hall=request.hall.code, at=at)
    context = {**desk(request, 'points'), 'guide': guide, 'matter': info, 'papers': material_lines(guide.materials)}
    return render(request, 'township_halls/informing.html', context, status=422 if request.method == 'POST' else 200)


def _point(request: StaffRequest, form: ApplicationForm) -> str:
    """The agent's own point; who has none in their membership chooses one. Raises UnknownPoint."""
    point = request.actor.point or str(form.cleaned_data['point'])
    if not point or (request.actor.own_points and point not in request.actor.own_points):
        raise UnknownPoint(field='point')
    return point


def _page(request: StaffRequest, info: MatterInfo, form: ApplicationForm, as_agent: bool) -> dict[str, Any]:
    kind = village_kind(info.code, request.hall.code, timezone.now())
    own = dict(point_choices(request.hall)).get(request.actor.point, '')
    facts = form.facts(request.actor.point or request.hall.area_code)
    way = route(matter=info.code, hall=request.hall.code, at=timezone.now(), facts=facts)
    decider = hall_names([way.decider]).get(way.decider, '') if way.decider else ''
    closes = kind is VillageKind.DIRECT and info.task_type == PUBLIC_SERVICE and not as_agent
    return {
        **desk(request, 'points'),
        'matter': info,
        'form': form,
        'checklist': form.checklist(),
        'missing': form.missing,
        'as_agent': as_agent,
        'kind': kind,
        'closes_here': closes,
        'closes_at_once': closes,
        'own_point': own,
        'show_point': not own,
        'decider': decider,
        'check_url': reverse('point_check', args=[info.code]),
    }
