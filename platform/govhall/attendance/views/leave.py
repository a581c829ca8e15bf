"""请假: who is away, who stands in, noting it and coming back."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from govhall.acts.page import page_form
from govhall.attendance.acts import end_leave, note_leave
from govhall.attendance.models import Leave
from govhall.attendance.readers import KEEPERS, MANAGERS, READERS
from govhall.attendance.views.bar import bar
from govhall.attendance.views.entry_list import list_or_entry
from govhall.catalogue.views.posted import attempt
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListFilters, ListOrder, ListWords, RowAction, Wanted
from govhall.look.pages import Keyset
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff
from tenants.models import Membership

NEWEST_FIRST = Keyset({'first_day': date, 'id': int}, size=50, descending=True)  # along leave_of_a_hall


class LeaveFilters(ListFilters):
    """Whose leave; all of it without."""

    person = forms.ChoiceField(label='人员', required=False)
    now = forms.BooleanField(label='只看今天不在的', required=False)

    def __init__(self, data: QueryDict | None, request: StaffRequest) -> None:
        super().__init__(data, request)
        people = Membership.objects.filter(hall=request.hall).order_by('person__name')
        names = dict(people.values_list('person_id', 'person__name'))
        self.fields['person'].choices = [('', '全部'), *((str(one), name) for one, name in names.items())]  # type: ignore[attr-defined]


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[Leave]:
    rows, today = Leave.objects.filter(hall_code=request.hall.code), timezone.localdate()
    if wanted.get('person'):
        rows = rows.filter(person_id=wanted['person'])
    return rows.during(today, today) if wanted.get('now') else rows


def _lines(request: StaffRequest, rows: Sequence[Leave], wanted: Wanted) -> Sequence[Leave]:
    return rows


def _state(leave: Leave) -> ListCell:
    today = timezone.localdate()
    if leave.back_on == leave.first_day:
        return ListCell(states=[('没有请成', 'idle')])
    if leave.holds_on(today):
        return ListCell(states=[('今天不在', 'soon')])
    return ListCell(states=[('还没到', 'run') if leave.first_day > today else ('已结束', 'idle')])


def _days(leave: Leave) -> ListCell:
    back = f'{leave.back_on:%Y-%m-%d} 销假' if leave.back_on else ''
    return ListCell(text=f'{leave.first_day:%Y-%m-%d} 到 {leave.last_day:%Y-%m-%d}', notes=[back] if back else ())


def _acts(request: StaffRequest, leave: Leave) -> list[RowAction]:
    may = request.actor.roles & MANAGERS or (
        request.actor.roles & KEEPERS and leave.department in request.actor.departments
    )
    if not may or leave.back_on or leave.last_day < timezone.localdate():
        return []
    href = reverse('attendance_back', args=[leave.pk])
    return [RowAction(label=end_leave.ACT.label, href=href, heard=f'{leave.person_name}销假')]


LEAVES = ListPage[Leave, Leave](
    key='attendance_leave',
    name='leaves',
    title='请假',
    roles=READERS,
    bar=bar,
    columns=[
        ListColumn('人员', lambda row: row.person_name, 'tight'),
        ListColumn('状态', _state, 'tight'),
        ListColumn('类别', lambda row: row.get_kind_display(), 'tight'),
        ListColumn('日期', _days),
        ListColumn('代班人（B岗）', lambda row: row.substitute_name or '没有', 'tight'),
        ListColumn('登记人', lambda row: ListCell(text=row.noted_by_name, at=row.noted_at)),
    ],
    orders={'newest': ListOrder('新的在前', NEWEST_FIRST, '日期')},
    rows=_rows,
    lines=_lines,
    acts=_acts,
    empty='没有登记请假。',
    filters=LeaveFilters,
    words=lambda request, wanted: ListWords(
        intro='请假要写明代班人（B岗）：代班人这几天都在岗，并且有同样的授权，窗口的事才有人能决定。'
    ),
    below='attendance/new_entry.html',
)


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def leave(request: StaffRequest) -> HttpResponse:
    """GET the leave of the hall, as a page or a file; POST (administrator, chief) another one."""
    choices = note_leave.choices(request.hall, request.actor)
    return list_or_entry(request, LEAVES, note_leave.ACT, choices, note_leave.initial())


leave.list_page = LEAVES  # type: ignore[attr-defined]


@staff(*KEEPERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def back(request: StaffRequest, leave: int) -> HttpResponse:
    """GET the question since when somebody is back; POST the answer."""
    row = Leave.objects.filter(hall_code=request.hall.code, pk=leave).first()
    if row is None:
        raise Http404
    act = end_leave.ACT
    today = min(max(timezone.localdate(), row.first_day), row.last_day)
    form, status = page_form(act, {})(initial={'back_on': today}), 200
    if request.method == 'POST':
        result = attempt(request, act, choices={}, known={'leave': leave})
        if result.done:
            messages.success(request, result.done.said)
            return SeeOther(reverse('attendance_leave'))
        form, status = result.form, result.status
    context = {**bar(request, 'attendance_leave'), 'leave': row, 'form': form, 'act': act}
    return render(request, 'attendance/back.html', context, status=status)
