"""文号登记: the pages of one book of numbers."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from govhall.casework.selectors import matter_names
from govhall.casework.sight import may_open
from govhall.desk.bar import desk
from govhall.desk.case_documents import spent
from govhall.documents.models import Notice
from govhall.documents.register_queries import READERS, BookPage, Gap, book, page
from govhall.kernel.typed import whole
from tenants.access import Actor, StaffRequest, staff
from tenants.moments import at_one_moment


@staff(*READERS)
@require_safe
@at_one_moment
def register_book(request: StaffRequest, organ: str, code: str, year: int) -> HttpResponse:
    """GET a page of one book; `below` is the serial under which it begins."""
    found = book(request.hall.code, organ=organ, code=code, year=year)
    if found is None:
        raise Http404
    below = _number(request, 'below')
    part = page(found, below=below)
    context = {
        **desk(request, 'register'),
        'book': found,
        'books': reverse('register') + (f'?year={year}' if year != timezone.localdate().year else ''),
        'rows': _rows(part, request.actor),
        'below': part.below,
        'first': below is None,
    }
    return render(request, 'desk/register_book.html', context)


def _rows(part: BookPage, actor: Actor) -> list[dict[str, Any]]:
    """A number is never missing in the book; the case behind it is named to who may open it."""
    papers = [one for one in part.lines if isinstance(one, Notice)]
    matters = matter_names(one.case.matter for one in papers)
    return [
        {'gap': one}
        if isinstance(one, Gap)
        else {
            'paper': one,
            'matter': matters.get(one.case.matter, one.case.matter),
            'may_open': may_open(actor, one.case),
            'spent': spent(one, one.case),
        }
        for one in part.lines
    ]


def _number(request: StaffRequest, name: str) -> int | None:
    """A number in the address, None if it is not there."""
    given = request.GET.get(name, '')
    number = whole(given)
    if given and number is None:
        raise Http404
    return number
