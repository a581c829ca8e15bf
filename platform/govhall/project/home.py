"""The first page of a hall, by what the person does there."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from tenants.access import StaffRequest, staff
from tenants.roles import Role

# The first role that the person holds decides.
FIRST_PAGES = {
    Role.CLERK: 'counter',
    Role.REVIEWER: 'worklist',
    Role.CHIEF: 'worklist',
    Role.APPROVER: 'worklist',
    Role.AGENT: 'points',
    Role.LEADER: 'figures',
    Role.SUPERVISOR: 'figures',
    Role.ADMINISTRATOR: 'figures',
}


@staff(*Role)
@require_safe
def hall_home(request: StaffRequest) -> HttpResponse:
    """GET: go to the counter, the worklist, the village point or the figures."""
    page = next(page for role, page in FIRST_PAGES.items() if role in request.actor.roles)
    return HttpResponseRedirect(reverse(page))
