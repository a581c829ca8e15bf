"""Whoever comes for somebody else chooses a mandate of theirs, or hands the paper in."""

from govhall.desk.forms import ApplicationForm
from govhall.mandates.selectors import living_of
from tenants.access import StaffRequest
from tenants.audit import Action, record
from tenants.roles import Role

RECEIVING = frozenset({Role.CLERK, Role.AGENT})  # who takes papers in; others who fill in the form only help


def ask_mandates(request: StaffRequest, form: ApplicationForm) -> None:
    """Look up what who is typed has let others do; the look stands in the audit."""
    number = form.is_bound and not form.errors.get('id_number') and form.cleaned_data.get('id_number')
    if not number:
        form.mandates_said = '请先填对申请人的证件号码，再查。'
        return
    found = living_of(str(number), to=request.actor.person_id if helps_only(request) else None)
    record(Action.PERSON_SEARCHED, who=request.actor, hall=request.hall.code, detail={'mandates': len(found)})
    form.mandates = found


def helps_only(request: StaffRequest) -> bool:
    """Whether the person only helps applicants (帮办): they apply in their name, and another receives it."""
    return Role.LIAISON in request.actor.roles and not request.actor.roles & RECEIVING
