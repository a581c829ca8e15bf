"""权力来源: what a hall may do about each matter, and who gave it."""

from collections.abc import Sequence

from django import forms
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import timezone

from govhall.catalogue.grants import BACKWARDS, BY_MATTER, GrantLine, grant_lines, grants_of, halls_seen
from govhall.catalogue.models import Grant
from govhall.catalogue.readers import READERS
from govhall.catalogue.views.bar import bar
from govhall.doors.fields import LineField
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListFilters, ListOrder, ListWords, RowAction, Wanted
from tenants.access import StaffRequest


class GrantFilters(ListFilters):
    """Of which hall, and which of its grants."""

    hall = LineField(label='哪个大厅', required=False, max_length=8)
    words = LineField(label='事项名称或编码', required=False, max_length=60)
    ended = forms.BooleanField(label='已经终止的也列出来', required=False)

    def __init__(self, data: QueryDict | None, request: StaffRequest) -> None:
        super().__init__(data, request)
        seen = [(hall.code, hall.name) for hall in halls_seen(request.hall.code)]
        self.fields['hall'].when = '不选就是本大厅'  # type: ignore[attr-defined]
        self.fields['hall'].widget = forms.Select(choices=seen) if len(seen) > 1 else forms.HiddenInput()


def _hall(request: StaffRequest, wanted: Wanted) -> tuple[str, str]:
    """Code and name of the hall that is asked for: this one, or one directly below. Raises Http404."""
    asked = wanted.get('hall') or request.hall.code
    if asked == request.hall.code:
        return asked, request.hall.name
    found = next((hall for hall in halls_seen(request.hall.code) if hall.code == asked), None)
    if found is None:
        raise Http404
    return found.code, found.name


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[Grant]:
    hall, _ = _hall(request, wanted)
    ended = bool(wanted.get('ended'))
    return grants_of(hall, at=timezone.now(), words=wanted.get('words', ''), ended=ended)


def _lines(request: StaffRequest, rows: Sequence[Grant], wanted: Wanted) -> list[GrantLine]:
    return grant_lines(rows, timezone.now())


def _address(row: GrantLine) -> str:
    return reverse('catalogue_grant', args=[row.grant.id])


def _until(row: GrantLine) -> ListCell:
    end = f'{timezone.localtime(row.grant.valid_to):%Y-%m-%d} 终止' if row.grant.valid_to else '长期'
    return ListCell(text=f'{timezone.localtime(row.grant.valid_from):%Y-%m-%d} 起', notes=[end])


def _words(request: StaffRequest, wanted: Wanted) -> ListWords:
    _, name = _hall(request, wanted)
    return ListWords(intro=f'{name}能办哪些事项，权力是法律给的，还是上级委托、下放的，到什么时候为止。')


GRANTS = ListPage[Grant, GrantLine](
    key='catalogue_grants',
    name='grants',
    title='权力来源',
    roles=READERS,
    bar=bar,
    columns=[
        ListColumn('事项', lambda row: ListCell(text=row.matter, href=_address(row), notes=[row.conditions])),
        ListColumn('来源', lambda row: row.mode),
        ListColumn('以谁的名义', lambda row: row.organ),
        ListColumn('谁给的、文号', lambda row: ListCell(text=row.delegator, notes=[row.grant.document])),
        ListColumn('起止', _until, 'tight'),
        ListColumn('状态', lambda row: ListCell(states=[(row.state, row.tone)]), 'tight'),
    ],
    orders={
        'matter': ListOrder('按事项编码', BY_MATTER, '事项'),
        'backwards': ListOrder('按事项编码，从后往前', BACKWARDS, '事项'),
    },
    rows=_rows,
    lines=_lines,
    acts=lambda request, row: [RowAction(label='查看', href=_address(row), heard=f'查看{row.matter}的权力来源')],
    empty='没有符合的事项。请换个名称，或者勾选“已经终止的也列出来”再看。',
    filters=GrantFilters,
    words=_words,
)
grants = GRANTS.view
