"""The bar of the catalogue's pages; this room lies below the desks, so it does not know what stands in theirs."""

from typing import Any

from govhall.catalogue.departments import kept_department_name
from govhall.catalogue.navigation import BAR
from govhall.look.navigation import EntryNumbers, tasks
from tenants.access import StaffRequest
from tenants.roles import Role


def bar(request: StaffRequest, active: str, *, counted: EntryNumbers | None = None) -> dict[str, Any]:
    """The context that every page here shares; `active` is the key of the page's entry."""
    return {
        'tasks': tasks(request, active, bar=BAR, counted=counted),
        'gives_letters': Role.SECURITY in request.actor.roles,
        'manages': Role.ADMINISTRATOR in request.actor.roles,
        'sent_by': kept_department_name(request.actor.department),
    }
