"""The public pages of 办事指南; no sign-in, nothing asked about the reader, made to be printed."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from govhall.catalogue import selectors as catalogue
from govhall.catalogue.conditions import BadFact, check_facts
from govhall.catalogue.places import for_whom
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.rules import LEVELS, TASK_TYPES
from govhall.catalogue.selectors import MatterInfo
from govhall.kernel.terms import say_term
from govhall.look.refusals import show_refusal
from govhall.materials.lines import material_lines
from govhall.portal.guides import LocalGuide, Place, here, place_of, places
from govhall.portal.hall_views import open_halls
from govhall.where.questions import FactsForm
from tenants.models import Hall

LONGEST = 60
MINUTE = 60


@login_not_required
@vary_on_cookie  # the large type is remembered there
@cache_control(public=True, max_age=MINUTE)
@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """GET the matters in which all words of `words` occur, the best first."""
    words = request.GET.get('words', '')[:LONGEST]
    found = catalogue.find_matters(words, at=timezone.now())
    return render(request, 'portal/guides.html', {'words': words, 'found': found})


@login_not_required
@vary_on_cookie  # the large type is remembered there
@cache_control(public=True, max_age=MINUTE)
@require_safe
def guide(request: HttpRequest, matter: str) -> HttpResponse:
    """GET one matter: what is the same everywhere; with `hall` (and `area`) also what is done there, with reasons."""
    info, place = _matter(matter), None
    if hall := request.GET.get('hall', '')[:8]:
        place = place_of(hall, request.GET.get('area', '')[:12])
        if place is None:
            raise Http404
    typed = request.GET.get('place', '')[:LONGEST]
    form, local = _questions(request, info, place) if place else (None, None)
    context = {
        'matter': info,
        'papers': material_lines(info.materials),
        'kind': TASK_TYPES.get(info.task_type, info.task_type),
        'level': LEVELS.get(info.level, ''),
        'term': say_term(info.term_months),
        'here': local,
        'form': form,
        'for_whom': for_whom(info),
        'typed': typed,
        'online': place is not None and may_apply(info.code, place.hall),
        'hall_page': place is not None and open_halls().filter(code=place.hall).exists(),
        'places': [] if place else places(typed),
    }
    return render(request, 'portal/guide.html', context)


def _questions(request: HttpRequest, info: MatterInfo, place: Place) -> tuple[FactsForm, LocalGuide]:
    """What the way depends on, as it was answered, and the answer; what makes no sense counts as not said."""
    now = timezone.now()
    form = FactsForm(request.GET, hall=place.hall, matter=info.code, at=now)
    facts = form.facts() if form.is_valid() else {}
    try:
        check_facts(facts)
    except BadFact as wrong:
        show_refusal(form, wrong)
        facts = {}
    return form, here(info.code, place, at=now, facts=facts)


def may_apply(matter: str, hall: str) -> bool:
    """Whether the hall is of this cell and receives the matter, so that one may apply to it online."""
    here_too = Hall.objects.filter(code=hall).exists()
    return here_too and catalogue.may_take(matter, hall, timezone.now())


def _matter(code: str) -> MatterInfo:
    """A matter in force: a repealed one is no longer to be applied for."""
    try:
        if not catalogue.in_force(code, timezone.now()):
            raise Http404
        return catalogue.matter(code)
    except UnknownMatter as unknown:
        raise Http404 from unknown
