"""A list with a form below it, in which another row is entered."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from govhall.acts.hall import HallAct
from govhall.acts.page import Choices, page_form
from govhall.catalogue.views.posted import attempt
from govhall.look.list_page import ListPage
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest


def list_or_entry(
    request: StaffRequest, rows: ListPage[Any, Any], act: HallAct, choices: Choices, initial: Mapping[str, Any]
) -> HttpResponse:
    """GET the list, as a page or a file, with the empty form; POST the form: back to the list, or what is wrong."""
    shown = {'give': act, 'may': bool(request.actor.roles & act.roles)}
    if request.method != 'POST':
        return rows.answer(request, new=page_form(act, choices)(initial=initial), **shown)
    result = attempt(request, act, choices=choices)
    if result.done is None:
        return rows.show(request, status=result.status, new=result.form, **shown)
    messages.success(request, result.done.said)
    return SeeOther(reverse(rows.key))
