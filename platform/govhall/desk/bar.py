"""What every desk page shares: the bar with its tasks and the state of the line."""

from typing import Any

from federation.directory.selectors import kept_short_name
from federation.outbox.selectors import waiting_for
from govhall.casework.selectors import hall_names
from govhall.catalogue.departments import kept_department_name
from govhall.look.navigation import EntryNumbers, tasks
from tenants.access import StaffRequest


def desk(request: StaffRequest, active: str = '', *, counted: EntryNumbers | None = None) -> dict[str, Any]:
    """The context of a desk page: `tasks` that the person's roles have, the `line` upward, where the hall has `moved`.

    `active` is the key of the page's entry; `counted` are the numbers beside entries that the page knows already.
    """
    successor = request.hall.successor_code
    return {
        'tasks': tasks(request, active, counted=counted),
        'line': line(request),
        'sent_by': kept_department_name(request.actor.department),
        'moved': hall_names([successor]).get(successor, ''),
    }


def line(request: StaffRequest) -> dict[str, Any] | None:
    """How the line upward is; None at the top, which has nobody to report to."""
    waiting = waiting_for(request.hall.code)
    upper = kept_short_name(request.hall.parent_code) if request.hall.parent_code else ''
    if not upper:
        return None
    return {'waiting': waiting.count, 'oldest': waiting.oldest, 'is_up': waiting.line, 'upper': upper}
