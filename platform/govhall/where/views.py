"""在哪办: somebody at a desk asks where a matter is done, and gets the way with its reasons."""

from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from govhall.catalogue.models import Matter, Organ
from govhall.catalogue.routing import Route, route
from govhall.catalogue.views.bar import bar
from govhall.forms.facts import known_facts
from govhall.kernel.errors import Refused
from govhall.look.refusals import show_refusal
from govhall.where.explained import RouteExplanation, explain_route
from govhall.where.questions import FactsForm
from tenants.access import StaffRequest, staff
from tenants.roles import AT_WORK


class WhereForm(FactsForm):
    """The question: what, for which place, by whom, and what the way of this matter depends on."""

    matter = forms.ChoiceField(label='事项')

    def __init__(self, request: StaffRequest) -> None:
        now, chosen = timezone.now(), request.GET.get('matter', '')[:36]
        super().__init__(request.GET if chosen else None, hall=request.hall.code, matter=chosen, at=now)
        live = Matter.objects.filter(valid_from__lte=now).exclude(valid_to__lte=now)
        matters = [(matter.code, matter.short_name) for matter in live.order_by('short_name')]
        self.fields['matter'].choices = [('', '请选择'), *matters]  # type: ignore[attr-defined]
        self.fields['area'].required = True


@dataclass(frozen=True, slots=True)
class WhereAnswer:
    """The way from the place of the object, and what happens to papers that this hall takes."""

    way: RouteExplanation
    here: Route


@staff(*AT_WORK)
@require_safe
def routing_explained(request: StaffRequest) -> HttpResponse:
    """GET the question; with `matter` and `area` also the answer. No personal data is asked for."""
    form, answer, status = WhereForm(request), None, 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                answer, status = _answer(request, form), 200
            except Refused as refusal:
                show_refusal(form, refusal)
    organ = Organ.objects.filter(credit_code=answer.way.in_name_of).first() if answer else None
    context = {
        **bar(request, 'catalogue_where'),
        'form': form,
        'answer': answer.way if answer else None,
        'here': answer.here if answer else None,
        'organ': organ,
    }
    return render(request, 'where/where.html', context, status=status)


def _answer(request: StaffRequest, form: WhereForm) -> WhereAnswer:
    facts, now = form.facts(), timezone.now()
    matter, place = form.cleaned_data['matter'], form.cleaned_data['area']
    known = known_facts(facts['applicant'], request.hall.area_code, facts)
    return WhereAnswer(
        way=explain_route(matter=matter, area=place, at=now, facts=facts),
        here=route(matter=matter, hall=request.hall.code, at=now, facts=known),
    )
