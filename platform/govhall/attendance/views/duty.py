"""领导带班: the roster, and what administrators enter in it."""

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
from govhall.attendance.acts import put_on_duty, take_off_duty
from govhall.attendance.models import Shift
from govhall.attendance.readers import MANAGERS, READERS
from govhall.attendance.views.bar import bar
from govhall.attendance.views.entry_list import list_or_entry
from govhall.catalogue.exchange.names import department_names
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListOrder, ListWords, RowAction, Wanted
from govhall.look.pages import Keyset
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff

NEWEST_FIRST = Keyset({'first_day': date, 'id': int}, size=50, descending=True)  # along shift_of_a_hall


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """A shift in words."""

    shift: Shift
    department: str
    state: tuple[str, str]


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[Shift]:
    return Shift.objects.filter(hall_code=request.hall.code)


def _lines(request: StaffRequest, rows: Sequence[Shift], wanted: Wanted) -> list[ShiftLine]:
    names, today = department_names({row.department for row in rows}), timezone.localdate()
    return [ShiftLine(row, names.get(row.department, row.department) or '中心', _state(row, today)) for row in rows]


def _state(shift: Shift, today: date) -> tuple[str, str]:
    if shift.first_day > today:
        return '还没到', 'run'
    return ('今天带班', 'good') if shift.last_day >= today else ('已过', 'idle')


def _acts(request: StaffRequest, row: ShiftLine) -> list[RowAction]:
    if not request.actor.roles & MANAGERS or row.shift.first_day <= timezone.localdate():
        return []
    sentence = f'{row.shift.person_name}这几天不再带班，可以另排别人。'
    href = reverse('attendance_off', args=[row.shift.pk])
    return [RowAction(label=take_off_duty.ACT.label, href=href, post=True, sentence=sentence, word='确定撤下')]


DUTY = ListPage[Shift, ShiftLine](
    key='attendance_duty',
    name='shifts',
    title='领导带班',
    roles=READERS,
    bar=bar,
    columns=[
        ListColumn('部门', lambda row: row.department),
        ListColumn('状态', lambda row: ListCell(states=[row.state]), 'tight'),
        ListColumn('带班人', lambda row: row.shift.person_name, 'tight'),
        ListColumn('日期', lambda row: f'{row.shift.first_day:%Y-%m-%d} 到 {row.shift.last_day:%Y-%m-%d}'),
        ListColumn('登记人', lambda row: ListCell(text=row.shift.noted_by_name, at=row.shift.noted_at)),
    ],
    orders={'newest': ListOrder('新的在前', NEWEST_FIRST, '日期')},
    rows=_rows,
    lines=_lines,
    acts=_acts,
    empty='还没有排带班。',
    words=lambda request, wanted: ListWords(
        intro='每个部门哪几天由哪位领导带班，当场签批急件，协调别的部门。没有部门派来的领导替中心带班。'
    ),
    below='attendance/new_entry.html',
)


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def duty(request: StaffRequest) -> HttpResponse:
    """GET the roster, as a page or a file; POST (administrator) another shift."""
    today = timezone.localdate()
    initial = {'first_day': today, 'last_day': today}
    return list_or_entry(request, DUTY, put_on_duty.ACT, put_on_duty.choices(request.hall), initial)


duty.list_page = DUTY  # type: ignore[attr-defined]


@staff(*MANAGERS)
@require_POST
def take_off(request: StaffRequest, shift: int) -> HttpResponse:
    """POST: strike a shift that has not begun off the roster. Raises UnknownShift, ShiftOver."""
    done = perform(take_off_duty.ACT, HallPosted(request.hall, request.actor, {'shift': shift}))
    messages.success(request, done.said)
    return SeeOther(reverse('attendance_duty'))
