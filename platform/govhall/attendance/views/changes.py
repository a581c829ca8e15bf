"""更换窗口人员: who left a window by which notice and who came, and what administrators enter of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from govhall.acts.hall import HallPosted, perform
from govhall.attendance.acts import call_off_change, change_window_person
from govhall.attendance.models import WindowChange
from govhall.attendance.readers import MANAGERS, READERS
from govhall.attendance.services.window_change import earliest
from govhall.attendance.views.bar import bar
from govhall.attendance.views.entry_list import list_or_entry
from govhall.catalogue.exchange.names import department_names
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListOrder, ListWords, RowAction, Wanted
from govhall.look.pages import Keyset
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff

NEWEST_FIRST = Keyset({'effective_on': date, 'id': int}, size=50, descending=True)  # along window_change_of_a_hall


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change in words."""

    change: WindowChange
    department: str
    state: tuple[str, str]


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[WindowChange]:
    return WindowChange.objects.filter(hall_code=request.hall.code)


def _lines(request: StaffRequest, rows: Sequence[WindowChange], wanted: Wanted) -> list[ChangeLine]:
    names, today = department_names({row.department for row in rows}), timezone.localdate()
    return [ChangeLine(row, names.get(row.department, row.department), _state(row, today)) for row in rows]


def _state(change: WindowChange, today: date) -> tuple[str, str]:
    if change.called_off_on:
        return '已撤回', 'idle'
    return ('已更换', 'good') if change.effective_on <= today else ('还没到', 'run')


def _acts(request: StaffRequest, row: ChangeLine) -> list[RowAction]:
    if not request.actor.roles & MANAGERS or row.state[1] != 'run':
        return []
    sentence = f'{row.change.person_name}照常上岗，{row.change.successor_name}不再接替。'
    href = reverse('attendance_call_off', args=[row.change.pk])
    return [RowAction(label='撤回', href=href, post=True, sentence=sentence, word='确定撤回')]


CHANGES = ListPage[WindowChange, ChangeLine](
    key='attendance_changes',
    name='changes',
    title='更换窗口人员',
    roles=READERS,
    bar=bar,
    columns=[
        ListColumn('换下来的人', lambda row: row.change.person_name, 'tight'),
        ListColumn('状态', lambda row: ListCell(states=[row.state]), 'tight'),
        ListColumn('派出部门', lambda row: row.department),
        ListColumn('接替的人', lambda row: row.change.successor_name, 'tight'),
        ListColumn('从哪天起', lambda row: f'{row.change.effective_on:%Y-%m-%d}', 'tight'),
        ListColumn(
            '书面通知',
            lambda row: ListCell(text=row.change.notice_number, notes=[f'{row.change.notice_on:%Y-%m-%d} 收到']),
        ),
        ListColumn('登记人', lambda row: ListCell(text=row.change.noted_by_name, at=row.change.noted_at)),
    ],
    orders={'newest': ListOrder('新的在前', NEWEST_FIRST, '从哪天起')},
    rows=_rows,
    lines=_lines,
    acts=_acts,
    empty='还没有登记更换窗口人员。',
    words=lambda request, wanted: ListWords(
        intro='窗口人员由部门派出，在中心考勤、考核。部门更换窗口人员，要提前七个工作日书面通知中心，写明接替的人。'
    ),
    below='attendance/new_entry.html',
)


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def changes(request: StaffRequest) -> HttpResponse:
    """GET the changes, as a page or a file; POST (administrator) another one."""
    act, choices = change_window_person.ACT, change_window_person.choices(request.hall)
    today = timezone.localdate()
    return list_or_entry(
        request, CHANGES, act, choices, {'notice_on': today, 'effective_on': earliest(request.hall, today)}
    )


changes.list_page = CHANGES  # type: ignore[attr-defined]


@staff(*MANAGERS)
@require_POST
def call_off(request: StaffRequest, change: int) -> HttpResponse:
    """POST: take back a change that has not taken effect. Raises UnknownChange, ChangeBegan, AccountNotYours."""
    done = perform(call_off_change.ACT, HallPosted(request.hall, request.actor, {'change': change}))
    messages.success(request, done.said)
    return SeeOther(reverse('attendance_changes'))
