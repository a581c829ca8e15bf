"""The clerk's counter: choose a matter, write down who applies, tick the papers, press the button that says where."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from govhall.catalogue.routing import route
from govhall.catalogue.selectors import MatterInfo
from govhall.desk.application_form import (
    ASK_FILE,
    ASK_MANDATES,
    answered,
    checked,
    form_of,
    matter_or_404,
    point_choices,
)
from govhall.desk.bar import desk
from govhall.desk.forms import ApplicationForm
from govhall.desk.mandate_choice import RECEIVING, helps_only
from govhall.desk.views.matters import choice
from govhall.frontdesk.submit_actions import submit_actions
from govhall.look.uploads import takes_files
from tenants.access import StaffRequest, staff
from tenants.roles import Role


@staff(Role.CLERK, Role.LIAISON)
@require_safe
def counter(request: StaffRequest) -> HttpResponse:
    """GET the matters of this hall, narrowed by the words typed."""
    part = request.headers.get('HX-Request') == 'true'
    template = 'desk/matter_list.html' if part else 'frontdesk/counter.html'
    return render(request, template, choice(request, 'counter', form='application'))


@takes_files
@staff(Role.CLERK, Role.LIAISON)
@require_http_methods(['GET', 'HEAD', 'POST'])
def application(request: StaffRequest, matter: str) -> HttpResponse:
    """GET the form of one matter; POST it: 303 to the new case, or what is wrong beside its field."""
    info = matter_or_404(matter)
    form = form_of(request, info, point_choices(request.hall))
    answer, status = answered(request, form, as_agent=not request.actor.roles & RECEIVING)
    return answer or render(request, 'frontdesk/application.html', _page(request, info, form), status=status)


@staff(Role.CLERK, Role.LIAISON)
@require_POST
def check(request: StaffRequest, matter: str) -> HttpResponse:
    """POST what is typed so far: the part of the page that answers it. Nothing is stored."""
    info = matter_or_404(matter)
    form = form_of(request, info, point_choices(request.hall))
    page = _page(request, info, form) if request.GET.get('part') in ('form', ASK_FILE, ASK_MANDATES) else {}
    return checked(request, form, page)


def _page(request: StaffRequest, info: MatterInfo, form: ApplicationForm) -> dict[str, Any]:
    now = timezone.now()
    facts = form.facts(request.hall.area_code)
    way = route(matter=info.code, hall=request.hall.code, at=now, facts=facts)
    offered = submit_actions(info, way, actor=request.actor, hall=request.hall.code, at=now, facts=facts)
    return {
        **desk(request, 'helping' if helps_only(request) else 'counter'),
        'matter': info,
        'form': form,
        'checklist': form.checklist(),
        'missing': form.missing,
        'helps_only': helps_only(request),
        'show_point': len(form.fields['point'].choices) > 1,  # type: ignore[attr-defined]
        'check_url': reverse('application_check', args=[info.code]),
        'submit_actions': offered,
        'closes_at_once': any(action.then == 'on-the-spot' for action in offered),
        'where': way.reason,
        'leads': 'frontdesk/leads.html',
        'looks_up': bool(offered) and not helps_only(request),
    }
