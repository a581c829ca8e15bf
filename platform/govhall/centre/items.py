"""进驻清单: what the county publishes, item by item, and what administrators change of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F, QuerySet
from django.db.models.functions import Mod
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from govhall.acts.page import Choices
from govhall.catalogue.acts import change_item, end_item, enter_items, publish_item, remove_items
from govhall.catalogue.centre import ItemStanding, board, sections_of, title_of
from govhall.catalogue.days import holds, is_open
from govhall.catalogue.models import CentreItem
from govhall.catalogue.readers import READERS
from govhall.catalogue.rules import TASK_TYPES
from govhall.catalogue.views.bar import bar
from govhall.catalogue.views.posted import attempt
from govhall.centre.act_panels import PanelAct, ThingPage, answer, begun, tried
from govhall.centre.days_in_words import in_words
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListFilters, ListOrder, ListWords, RowAction, Wanted
from govhall.look.pages import Keyset
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff

BY_CODE = Keyset({'code': str}, size=50)  # along the constraint item_of_a_hall_once
STATES = {'in': '已进驻', 'out': '没有进驻', 'ended': '已取消公布'}


class ItemFilters(ListFilters):
    """Of which department, and how it stands."""

    department = forms.ChoiceField(label='部门', required=False)
    state = forms.ChoiceField(label='状态', required=False, choices=[('', '全部'), *STATES.items()])

    def __init__(self, data: QueryDict | None, request: StaffRequest) -> None:
        super().__init__(data, request)
        self.fields['department'].choices = [('', '全部'), *_departments(request)]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item in words."""

    item: CentreItem
    department: str
    state: tuple[str, str]


def _departments(request: StaffRequest) -> list[tuple[str, str]]:
    return [(one.department_code, title_of(one)) for one in sections_of(request.hall.code)]


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[CentreItem]:
    rows = CentreItem.objects.filter(hall_code=request.hall.code)
    if wanted.get('department'):
        rows = rows.filter(department_code=wanted['department'])
    state: Any = wanted.get('state')
    if not state:
        return rows
    # An odd number of changes: the last one was a beginning.
    rows = rows.alias(published=Mod(F('published_days__len'), 2), entered=Mod(F('entered_days__len'), 2))
    if state == 'ended':
        return rows.filter(published=0)
    return rows.filter(published=1, entered=1 if state == 'in' else 0)


def _lines(request: StaffRequest, rows: Sequence[CentreItem], wanted: Wanted) -> list[ItemLine]:
    names, today = dict(_departments(request)), timezone.localdate()
    return [ItemLine(one, names.get(one.department_code, one.department_code), _state(one, today)) for one in rows]


def _state(item: CentreItem, today: Any) -> tuple[str, str]:
    if not holds(item.published_days, today):
        return (STATES['ended'], 'idle') if len(item.published_days) > 1 else ('还没有公布', 'idle')
    return (STATES['in'], 'good') if holds(item.entered_days, today) else (STATES['out'], 'soon')


def _acts(request: StaffRequest, row: ItemLine) -> list[RowAction]:
    address = reverse('catalogue_item', args=[row.item.code])
    return [RowAction(label='查看', href=address, heard=f'查看{row.item.name}')]


ITEMS = ListPage[CentreItem, ItemLine](
    key='catalogue_items',
    name='items',
    title='进驻清单',
    roles=READERS,
    bar=bar,
    columns=[
        ListColumn('事项', lambda row: ListCell(text=row.item.name, notes=[row.item.code])),
        ListColumn('类型', lambda row: TASK_TYPES.get(row.item.task_type, row.item.task_type), 'tight'),
        ListColumn('部门', lambda row: row.department),
        ListColumn('状态', lambda row: ListCell(states=[row.state]), 'tight'),
        ListColumn('公布', lambda row: in_words(row.item.published_days), 'tight'),
        ListColumn('进驻', lambda row: in_words(row.item.entered_days), 'tight'),
    ],
    orders={'code': ListOrder('按事项编码', BY_CODE)},
    rows=_rows,
    lines=_lines,
    acts=_acts,
    empty='没有这样的事项。请换一个筛选，或者在下面登记公布。',
    filters=ItemFilters,
    words=lambda request, wanted: ListWords(
        intro='县里公布的全部事项，是项目进入率的分母。一次改很多项，请用“导入导出”里的进驻清单。'
    ),
    below='centre/new_entry.html',
)


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def items(request: StaffRequest) -> HttpResponse:
    """GET the published list, as a page or a file; POST (administrator) an item more."""
    given = PanelAct(act=publish_item.ACT, choices=_choices(request))
    if request.method != 'POST':
        return ITEMS.answer(request, new=begun(given), give=given.act)
    result = attempt(request, given.act, choices=given.choices)
    if result.done is None:
        return ITEMS.show(request, status=result.status, new=result.form, give=given.act)
    messages.success(request, result.done.said)
    return SeeOther(reverse('catalogue_item', args=[result.form.cleaned_data['code']]))


items.list_page = ITEMS  # type: ignore[attr-defined]


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def item_page(request: StaffRequest, code: str) -> HttpResponse:
    """GET an item with its days and the letter by which its window decides it; POST (administrator) what changes."""
    rows = board(request.hall.code, timezone.localdate()).departments
    found = next(((row, one) for row in rows for one in row.items if one.item.code == code), None)
    if found is None:
        raise Http404
    row, standing = found
    acts = _item_acts(request, standing)
    result = tried(request, acts, {'code': code, 'items': [code]})
    shows = {
        'row': row,
        'item': standing.item,
        'standing': standing,
        'type': TASK_TYPES.get(standing.item.task_type, standing.item.task_type),
        'published': in_words(standing.item.published_days),
        'entered': in_words(standing.item.entered_days),
        'state': _state(standing.item, timezone.localdate()),
    }
    page = ThingPage('catalogue_items', 'centre/item.html', reverse('catalogue_item', args=[code]), shows)
    return answer(request, page, acts, result)


def _choices(request: StaffRequest) -> Choices:
    return {'department': [('', '请选择'), *_departments(request)]}


def _item_acts(request: StaffRequest, standing: ItemStanding) -> list[PanelAct]:
    """The acts on an item that suit how it stands."""
    item, choices = standing.item, _choices(request)
    details = {'name': item.name, 'department': item.department_code, 'task_type': item.task_type}
    if not is_open(item.published_days):
        again = details | {'code': item.code}
        return [PanelAct(act=publish_item.ACT, choices=choices, initial=again, primary=True)]
    moves = (
        PanelAct(act=remove_items.ACT, ends=True)
        if is_open(item.entered_days)
        else PanelAct(act=enter_items.ACT, primary=True)
    )
    change = PanelAct(act=change_item.ACT, choices=choices, initial=details)
    return [moves, change, PanelAct(act=end_item.ACT, ends=True)]
