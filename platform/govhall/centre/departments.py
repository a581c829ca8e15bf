"""部门和窗口: the departments of the hall with their sections and windows, and what administrators change of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from govhall.catalogue.acts import (
    appoint_chief,
    change_section,
    change_window,
    close_window,
    enter_department,
    enter_items,
    open_window,
    remove_items,
)
from govhall.catalogue.centre import DepartmentRow, board, sections_of, title_of
from govhall.catalogue.days import holds, is_open
from govhall.catalogue.models import Section, SectionForm
from govhall.catalogue.readers import READERS
from govhall.catalogue.views.bar import bar
from govhall.catalogue.views.posted import attempt
from govhall.catalogue.windows import CentreWindow, windows_of
from govhall.centre.act_panels import PanelAct, ThingPage, answer, begun, tried
from govhall.centre.acts import remove_department
from govhall.centre.days_in_words import in_words
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListOrder, ListWords, RowAction, Wanted
from govhall.look.pages import Keyset
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff

BY_CODE = Keyset({'department_code': str}, size=50)
OF_DEPARTMENT = {'enter': enter_items.ACT, 'remove': remove_items.ACT}


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A department in words."""

    section: Section
    title: str
    windows: list[str]
    inside: bool
    days: str


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[Section]:
    return sections_of(request.hall.code)


def _lines(request: StaffRequest, rows: Sequence[Section], wanted: Wanted) -> list[SectionLine]:
    today = timezone.localdate()
    return [
        SectionLine(
            one,
            title_of(one),
            [f'{window.number} {window.name}' for window in windows_of(one.windows) if window.open_on(today)],
            holds(one.entered_days, today),
            in_words(one.entered_days),
        )
        for one in rows
    ]


def _acts(request: StaffRequest, row: SectionLine) -> list[RowAction]:
    address = reverse('catalogue_department', args=[row.section.department_code])
    return [RowAction(label='查看', href=address, heard=f'查看{row.title}')]


DEPARTMENTS = ListPage[Section, SectionLine](
    key='catalogue_sections',
    name='sections',
    title='部门和窗口',
    roles=READERS,
    bar=bar,
    columns=[
        ListColumn('部门', lambda row: ListCell(text=row.title, notes=[row.section.department_code])),
        ListColumn('审批科', lambda row: ListCell(text=row.section.name, notes=[_form(row.section)])),
        ListColumn('窗口', lambda row: ListCell(notes=row.windows)),
        ListColumn(
            '状态', lambda row: ListCell(states=[('已进驻', 'good') if row.inside else ('没有进驻', 'soon')]), 'tight'
        ),
        ListColumn('进驻', lambda row: row.days, 'tight'),
    ],
    orders={'code': ListOrder('按部门代码', BY_CODE)},
    rows=_rows,
    lines=_lines,
    acts=_acts,
    empty='本大厅还没有登记部门。请在下面登记，或者在“导入导出”里上传部门和审批科。',
    words=lambda request, wanted: ListWords(
        intro='本大厅有哪些部门、由哪个科室审批、开哪些窗口。每次变动都写明从哪天起，过去任何一天都能查。'
    ),
    below='centre/new_entry.html',
)


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def departments(request: StaffRequest) -> HttpResponse:
    """GET the departments of the hall, as a page or a file; POST (administrator) one that comes in."""
    act = enter_department.ACT
    if request.method != 'POST':
        return DEPARTMENTS.answer(request, new=begun(PanelAct(act=act)), give=act)
    result = attempt(request, act, choices={})
    if result.done is None:
        return DEPARTMENTS.show(request, status=result.status, new=result.form, give=act)
    messages.success(request, result.done.said)
    return SeeOther(reverse('catalogue_department', args=[result.form.cleaned_data['department']]))


departments.list_page = DEPARTMENTS  # type: ignore[attr-defined]


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def centre_department(request: StaffRequest, department: str) -> HttpResponse:
    """GET a department's items and windows; POST (administrator) what changes."""
    row = _row(request, department)
    acts = _department_acts(request, row)
    given = {'items': [(one.item.code, one.item.name) for one in row.items]}
    ticked = [PanelAct(act=one, choices=given) for one in OF_DEPARTMENT.values()]
    result = tried(request, [*acts, *ticked], {'department': department})
    today = timezone.localdate()
    windows = windows_of(row.kept.windows) if row.kept else []
    shows = {
        'row': row,
        'outside': [one.item for one in row.items if one.published and not is_open(one.item.entered_days)],
        'inside': [one for one in row.items if is_open(one.item.entered_days)],
        'days': in_words(row.kept.entered_days) if row.kept else '',
        'windows': [(one, one.open_on(today), in_words(one.days), _window_address(department, one)) for one in windows],
        'acts': OF_DEPARTMENT,
    }
    address = reverse('catalogue_department', args=[department])
    page = ThingPage('catalogue_sections', 'centre/department.html', address, shows)
    return answer(request, page, acts, result)


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def centre_window(request: StaffRequest, department: str, number: str) -> HttpResponse:
    """GET a window; POST (administrator) what changes of it."""
    row = _row(request, department)
    kept = windows_of(row.kept.windows) if row.kept else []
    window = next((one for one in kept if one.number == number), None)
    if window is None:
        raise Http404
    choices = {'items': _items(row)}
    first = {'name': window.name, 'items': list(window.items)}
    acts = [PanelAct(act=change_window.ACT, choices=choices, initial=first, primary=True)]
    if is_open(window.days):
        acts.append(PanelAct(act=close_window.ACT, ends=True))
    else:
        again = first | {'number': number}
        acts.append(PanelAct(act=open_window.ACT, choices=choices, initial=again))
    result = tried(request, acts, {'department': department, 'number': number})
    names = dict(_items(row))
    shows = {
        'row': row,
        'window': window,
        'days': in_words(window.days),
        'open': window.open_on(timezone.localdate()),
        'handles': [names.get(code, code) for code in window.items],
    }
    page = ThingPage('catalogue_sections', 'centre/window.html', _window_address(department, window), shows)
    return answer(request, page, acts, result)


def _window_address(department: str, window: CentreWindow) -> str:
    return reverse('catalogue_window', args=[department, window.number])


def _row(request: StaffRequest, department: str) -> DepartmentRow:
    rows = board(request.hall.code, timezone.localdate()).departments
    row = next((one for one in rows if one.code == department), None)
    if row is None:
        raise Http404
    return row


def _items(row: DepartmentRow) -> list[tuple[str, str]]:
    return [(one.item.code, one.item.name) for one in row.items if one.published]


def _department_acts(request: StaffRequest, row: DepartmentRow) -> list[PanelAct]:
    """The acts on a department that suit how it stands."""
    if row.kept is None:
        return []
    section = {'section': row.kept.name, 'form': row.kept.form, 'form_on': row.kept.form_on}
    acts = [
        PanelAct(act=appoint_chief.ACT, choices=appoint_chief.choices(request.hall)),
        PanelAct(act=open_window.ACT, choices={'items': _items(row)}),
        PanelAct(act=change_section.ACT, initial=section),
    ]
    if is_open(row.kept.entered_days):
        leaving = remove_department.takers(row.kept.hall_code, row.code)
        return [*acts, PanelAct(act=remove_department.ACT, choices=leaving, ends=True)]
    again = section | {'department': row.code, 'title': row.name}
    return [PanelAct(act=enter_department.ACT, initial=again), *acts]


def _form(section: Section) -> str:
    since = f'，{section.form_on:%Y-%m-%d} 起' if section.form_on else ''
    return f'{SectionForm(section.form).label}{since}'
