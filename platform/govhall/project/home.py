"""The first page of a hall, by what the person does there."""

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from govhall.look.navigation import first_page
from tenants.access import StaffRequest, staff
from tenants.roles import Role

# The first role that the person holds decides.
ORDER = (
    Role.CLERK,
    Role.REVIEWER,
    Role.CHIEF,
    Role.APPROVER,
    Role.AGENT,
    Role.LIAISON,
    Role.LEADER,
    Role.SUPERVISOR,
    Role.ADMINISTRATOR,
    Role.SECURITY,
    Role.AUDITOR,
)


@staff(*Role)
@require_safe
def hall_home(request: StaffRequest) -> HttpResponse:
    """GET: go to the counter, the worklist, the village point or the figures."""
    role = next(role for role in ORDER if role in request.actor.roles)
    return HttpResponseRedirect(first_page(role))
