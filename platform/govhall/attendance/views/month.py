"""考勤月表: a person a row, on a page and as an Excel file."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from govhall.attendance.models import LeaveKind
from govhall.attendance.month_table import PersonMonth, month_of
from govhall.attendance.readers import READERS
from govhall.attendance.views.bar import bar
from govhall.look.list_page import AS_FILE, hand_out
from govhall.look.lists import ListColumn
from tenants.access import StaffRequest, staff
from tenants.moments import at_one_moment

EARLIEST = 2000


@staff(*READERS)
@require_safe
@at_one_moment
def month(request: StaffRequest) -> HttpResponse:
    """GET the table of `month` (2026-11), this month without it; with `as=xlsx` its file."""
    first = _first(request)
    rows = month_of(request.hall, first)
    if request.GET.get('as') == AS_FILE:
        return hand_out(request, f'{first:%Y-%m} 考勤月表', COLUMNS, rows, is_cut=False)
    following = (first + timedelta(days=31)).replace(day=1)
    context = {
        **bar(request, 'attendance_month'),
        'first': first,
        'before': (first - timedelta(days=1)).replace(day=1),
        'following': following if following <= timezone.localdate() else None,
        'kinds': LeaveKind.labels,
        'people': rows,
    }
    return render(request, 'attendance/month.html', context)


def _first(request: StaffRequest) -> date:
    given, today = request.GET.get('month', ''), timezone.localdate()
    try:
        found = date.fromisoformat(f'{given}-01') if given else today.replace(day=1)
    except ValueError as unreadable:
        raise Http404 from unreadable
    if not date(EARLIEST, 1, 1) <= found <= today:
        raise Http404
    return found


def _of(kind: str) -> ListColumn[PersonMonth]:
    return ListColumn(LeaveKind(kind).label, lambda row: str(row.away.get(kind, 0)), 'number')


COLUMNS: list[ListColumn[PersonMonth]] = [
    ListColumn('姓名', lambda row: row.name),
    ListColumn('用户名', lambda row: row.username),
    ListColumn('部门', lambda row: row.department),
    ListColumn('应到天数', lambda row: str(row.workdays), 'number'),
    ListColumn('在岗天数', lambda row: str(row.there), 'number'),
    *(_of(kind) for kind in LeaveKind.values),
]
