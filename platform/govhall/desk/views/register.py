"""文号登记: the pages of one book of numbers."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from govhall.casework.models import Case
from govhall.casework.sight import Sight, sight_of
from govhall.catalogue.models import Matter
from govhall.desk.bar import desk
from govhall.desk.case_documents import spent
from govhall.documents.models import Notice
from govhall.documents.register_queries import READERS, BookPage, Gap, book, page
from govhall.kernel.typed import whole
from govhall.look.list_page import AS_FILE, hand_out
from govhall.look.lists import ListCell, ListColumn
from govhall.look.sheets import MOST_ROWS
from tenants.access import Actor, StaffRequest, staff
from tenants.moments import at_one_moment

OF_CASE = ('number', 'matter', 'kind', 'outcome_data', 'followed_data')  # people stay sealed
LONGEST_TITLE = 31  # of a sheet in a workbook


@staff(*READERS)
@require_safe
@at_one_moment
def register_book(request: StaffRequest, organ: str, code: str, year: int) -> HttpResponse:
    """GET a page of one book; `below` is the serial under which it begins; `as=xlsx` the book as a file."""
    found = book(request.hall.code, organ=organ, code=code, year=year)
    if found is None:
        raise Http404
    if request.GET.get('as') == AS_FILE:
        part = page(found, size=MOST_ROWS)
        title = f'{year}年{found.title}'[:LONGEST_TITLE]
        return hand_out(request, title, COLUMNS, _rows(part, request.actor), is_cut=part.below is not None)
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
    papers = [line for line in part.lines if isinstance(line, Notice)]
    name = Matter.objects.filter(code=OuterRef('matter')).values('short_name')
    named = Case.objects.only(*OF_CASE).annotate(matter_name=Coalesce(Subquery(name), F('matter')))
    cases = named.in_bulk({one.case_uid for one in papers})
    seen = _seen(cases, actor)

    def row(paper: Notice) -> dict[str, Any]:
        case = cases[paper.case_uid]
        return {
            'paper': paper,
            'number': case.number,
            'matter': case.matter_name,  # type: ignore[attr-defined]  # annotated
            'may_open': case.uid in seen,
            'spent': spent(paper, case),
        }

    return [{'gap': line} if isinstance(line, Gap) else row(line) for line in part.lines]


def _seen(cases: Mapping[UUID, Case], actor: Actor) -> Collection[UUID]:
    """Which of the cases the person may open; no statement for who sees the whole hall."""
    if sight_of(actor) is Sight.HALL:
        return cases
    return set(Case.objects.visible_to(actor).filter(uid__in=cases).values_list('uid', flat=True))


def _paper(row: dict[str, Any]) -> str:
    gap = row.get('gap')
    return f'第 {gap.first} 号至第 {gap.last} 号不在本大厅' if gap else str(row['paper'].number)


def _state(row: dict[str, Any]) -> ListCell:
    if 'gap' in row:
        return ListCell()
    void = row['paper'].void_data
    notes = [f'{void["by"]}：{void["reason"]}'] if void else []
    return ListCell(text=row['spent'] or Notice.State(row['paper'].state).label, notes=notes)


def _case(row: dict[str, Any]) -> ListCell:
    if 'gap' in row:
        return ListCell()
    return ListCell(text=row['matter'], notes=[row['number']] if row['may_open'] else [])


COLUMNS = [
    ListColumn('文号', _paper),
    ListColumn('出具时间', lambda row: ListCell(at=row['paper'].acted_at if 'paper' in row else None)),
    ListColumn('办件', _case),
    ListColumn('状态', _state),
]


def _number(request: StaffRequest, name: str) -> int | None:
    """A number in the address, None if it is not there."""
    given = request.GET.get(name, '')
    number = whole(given)
    if given and number is None:
        raise Http404
    return number
