"""待定承接: the cases of a hall that was split of which nobody can tell the village."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from govhall.casework.acts.choose_successor import CHOOSERS
from govhall.casework.selectors import hall_names
from govhall.desk.bar import desk
from govhall.succession.queue import queue, split_entry
from tenants.access import StaffRequest, staff


@staff(*CHOOSERS)
@require_safe
def successors(request: StaffRequest) -> HttpResponse:
    """GET the cases that wait; each leads to its page, where the act is. An open hall has no such page."""
    closed = split_entry(request.hall.code)
    if closed is None:
        raise Http404
    names = hall_names(closed.heirs)
    villages = [(one.name, names[one.successor]) for one in closed.villages_gone]
    context = {'queue': queue(request.actor, closed), 'villages': villages}
    return render(request, 'succession/queue.html', {**desk(request, 'successors'), **context})
