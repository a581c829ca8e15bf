"""What every desk page shares: the bar with its tasks and the state of the line."""

from typing import Any

from federation.directory.selectors import find, kept_short_name
from federation.outbox.selectors import waiting_for
from govhall.casework.selectors import hall_names
from govhall.catalogue.departments import kept_department_name
from govhall.look.navigation import EntryNumbers, tasks
from tenants.access import StaffRequest
from tenants.models import Hall


def desk(request: StaffRequest, active: str = '', *, counted: EntryNumbers | None = None) -> dict[str, Any]:
    """The context of a desk page: `tasks` that the person's roles have, the `line` upward, where the hall has `moved`.

    `active` is the key of the page's entry; `counted` are the numbers beside entries that the page knows already.
    """
    return {
        'tasks': tasks(request, active, counted=counted),
        'line': line(request),
        'sent_by': kept_department_name(request.actor.department),
        'moved': _moved(request.hall) if request.hall.successor_code else '',
    }


def _moved(hall: Hall) -> str:
    closed = find(hall.code)
    heirs = closed.heirs if closed is not None else [hall.successor_code]
    names = hall_names(heirs)
    there = '、'.join(names[code] for code in heirs)
    if len(heirs) == 1:
        return f'本大厅已并入{there}，这里只能查阅旧办件；办理请到{there}。'
    return f'本大厅已撤销，各村分别由{there}承接；这里只选定看不出村的件由谁承接，也能查阅旧办件。'


def line(request: StaffRequest) -> dict[str, Any] | None:
    """How the line upward is; None at the top, which has nobody to report to."""
    waiting = waiting_for(request.hall.code)
    upper = kept_short_name(request.hall.parent_code) if request.hall.parent_code else ''
    if not upper:
        return None
    return {'waiting': waiting.count, 'oldest': waiting.oldest, 'is_up': waiting.line, 'upper': upper}
