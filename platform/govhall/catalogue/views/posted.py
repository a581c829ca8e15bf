"""What is posted to a page of the catalogue: an act on the hall, done once, or refused in its form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

from govhall.acts import page
from govhall.acts.hall import HallAct, HallActDone, HallPosted, perform
from govhall.doors.forms import Form
from govhall.kernel.errors import Refused
from govhall.look.refusals import show_refusal
from tenants.access import StaffRequest


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of a post: the form as it was sent, and what was done or the status of the refusal in the form."""

    form: Form
    done: HallActDone | None = None
    status: int = 422


def attempt(
    request: StaffRequest,
    act: HallAct,
    *,
    choices: page.Choices,
    known: Mapping[str, Any] | None = None,
    versioned: bool = False,
) -> Attempt:
    """Do what was posted; `known` is what the address of the page holds. Raises PermissionDenied."""
    if not request.actor.roles & act.roles:
        raise PermissionDenied
    form = page.page_form(act, choices, versioned=versioned)(page.posted(act, request.POST))
    if not form.is_valid():
        return Attempt(form)
    data = form.cleaned_data | dict(known or {})
    try:
        return Attempt(form, perform(act, HallPosted(request.hall, request.actor, data)))
    except Refused as refusal:
        show_refusal(form, refusal)
        return Attempt(form, status=refusal.status)
