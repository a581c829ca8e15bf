"""Choosing a matter: a search that takes everyday words, shared by the counter and the village points."""

from typing import Any

from django.urls import reverse

from govhall.catalogue.selectors import search_matters
from govhall.desk.bar import desk
from tenants.access import StaffRequest

LONGEST_WORDS = 60


def choice(request: StaffRequest, active: str, *, form: str) -> dict[str, Any]:
    """The context of the choice; `request.GET['words']` are the words typed. A part of the page needs no bar.

    `form` is the name of the address of an application, which takes the code of a matter.
    """
    words = request.GET.get('words', '')[:LONGEST_WORDS]
    found = search_matters(request.hall.code, words)
    context = {'words': words, 'matters': [(matter, reverse(form, args=[matter.code])) for matter in found]}
    return context if request.headers.get('HX-Request') == 'true' else {**desk(request, active), **context}
