"""The bar of this room's pages."""

from typing import Any

from govhall.attendance.navigation import BAR
from govhall.attendance.readers import KEEPERS, MANAGERS
from govhall.catalogue.departments import kept_department_name
from govhall.look.navigation import EntryNumbers, tasks
from tenants.access import StaffRequest


def bar(request: StaffRequest, active: str, *, counted: EntryNumbers | None = None) -> dict[str, Any]:
    """The context that every page here shares; `active` is the key of the page's entry."""
    return {
        'tasks': tasks(request, active, bar=BAR, counted=counted),
        'keeps': bool(request.actor.roles & KEEPERS),
        'manages': bool(request.actor.roles & MANAGERS),
        'sent_by': kept_department_name(request.actor.department),
    }
