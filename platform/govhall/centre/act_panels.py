"""Pages of one thing with the acts on it: which was posted, its form as it was sent, and the others as they begin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from govhall.acts.hall import HallAct
from govhall.acts.page import Choices, page_form
from govhall.catalogue.views.bar import bar
from govhall.catalogue.views.posted import Attempt, attempt
from govhall.doors.forms import Form
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelAct:
    """An act on the thing of a page: what its fields may take, and what stands in them at first."""

    act: HallAct
    choices: Choices = field(default_factory=dict)
    initial: Mapping[str, Any] = field(default_factory=dict)
    ends: bool = False  # its button ends something
    primary: bool = False


@dataclass(frozen=True, slots=True)
class ActPanel:
    """An act as its page shows it."""

    act: HallAct
    form: Form
    open: bool
    ends: bool
    primary: bool


@dataclass(frozen=True, slots=True)
class ThingPage:
    """A page of one thing: its entry in the bar, its template, what it shows, and the address that it has."""

    entry: str
    template: str
    address: str
    shows: Mapping[str, Any]


def tried(request: StaffRequest, acts: Sequence[PanelAct], known: Mapping[str, Any]) -> Attempt | None:
    """What came of a post; None where nothing was posted. `known` is what the address holds. Raises Http404."""
    if request.method != 'POST':
        return None
    found = next((one for one in acts if one.act.word == request.POST.get('act')), None)
    if found is None:
        raise Http404
    return attempt(request, found.act, choices=found.choices, known=known)


def answer(request: StaffRequest, page: ThingPage, acts: Sequence[PanelAct], result: Attempt | None) -> HttpResponse:
    """The page after what was posted, or a redirect to it once that is done."""
    if result and result.done:
        messages.success(request, result.done.said)
        return SeeOther(page.address)
    word = request.POST.get('act') if result else None
    context = {
        **bar(request, page.entry),
        **page.shows,
        'panels': [_panel(one, result if one.act.word == word else None) for one in acts],
        'why': ' '.join(str(one) for errors in result.form.errors.values() for one in errors) if result else '',
        'today': timezone.localdate().isoformat(),
    }
    return render(request, page.template, context, status=result.status if result else 200)


def begun(one: PanelAct) -> Form:
    """The form of an act before anything was typed; the day is today."""
    form = page_form(one.act, one.choices)(initial={'since': timezone.localdate(), **one.initial})
    form.auto_id = f'{one.act.word}-%s'
    return form


def _panel(one: PanelAct, result: Attempt | None) -> ActPanel:
    form = result.form if result else begun(one)
    form.auto_id = f'{one.act.word}-%s'
    return ActPanel(one.act, form, result is not None, one.ends, one.primary)
