"""The public list of licences: newest first, names masked, read by everybody without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from govhall.casework.rules.results import Validity
from govhall.casework.selectors import hall_names
from govhall.disclosure.models import PublishedDecision
from govhall.disclosure.selectors import published
from govhall.look.pages import BadCursor


@login_not_required
@require_safe
def published_page(request: HttpRequest) -> HttpResponse:
    """GET a page of the list; `hall` narrows it to one hall, `after` is the end of the page before."""
    hall = request.GET.get('hall', '')[:8]
    try:
        found = published(hall=hall, after=request.GET.get('after', ''))
    except BadCursor as unreadable:
        raise Http404 from unreadable
    names = hall_names(row.hall for row in found.rows)
    context = {
        'rows': [(row, names[row.hall], _spent(row)) for row in found.rows],
        'hall': hall,
        'hall_name': hall_names([hall]).get(hall, '') if hall else '',
        'next': found.after,
        'first': 'after' not in request.GET,
    }
    return render(request, 'portal/published.html', context)


def _spent(row: PublishedDecision) -> str:
    """已过期, 已变更 …: why the licence is no longer valid, in the word that verification says; empty while it is."""
    found = row.standing_on(timezone.localdate())
    return '' if found is Validity.VALID else found.label
