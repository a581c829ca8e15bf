"""培训台账 person by person and window by window, with its files; and everybody's own trainings (我的培训)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from govhall.acts.hall import HallPosted, perform
from govhall.attendance.acts import sign_in_training
from govhall.attendance.models import Trained, Training
from govhall.attendance.readers import READERS
from govhall.attendance.trained import KINDS, ROUNDS, PersonTraining, WindowTraining, own_year, windows_of_year, year_of
from govhall.attendance.views.bar import bar
from govhall.desk.bar import desk
from govhall.kernel.typed import whole
from govhall.look.list_page import AS_FILE, hand_out
from govhall.look.lists import ListColumn
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff
from tenants.moments import at_one_moment
from tenants.roles import Role

EARLIEST = 2000
BY_WINDOW = 'window'


@staff(*READERS)
@require_safe
@at_one_moment
def trained(request: StaffRequest) -> HttpResponse:
    """GET how often each person came in `year`, or with `by=window` each window's people; `as=xlsx`: its file."""
    year, as_file = _year(request), request.GET.get('as') == AS_FILE
    by_window = request.GET.get('by') == BY_WINDOW
    if as_file and by_window:
        windows = windows_of_year(request.hall, year)
        return hand_out(request, f'{year} 培训台账（按窗口）', WINDOW_COLUMNS, windows, is_cut=False)
    found = year_of(request.hall, year)
    if as_file:
        return hand_out(request, f'{year} 培训台账（按人）', PERSON_COLUMNS, found.people, is_cut=False)
    today = timezone.localdate().year
    context = {
        **bar(request, 'attendance_trained'),
        'found': found,
        'wanted': ROUNDS,
        'kinds': [kind.label for kind in KINDS],
        'by_window': by_window,
        'windows': windows_of_year(request.hall, year) if by_window else [],
        'years': [year - 1, year, *([year + 1] if year < today else [])],
    }
    return render(request, 'attendance/trained.html', context)


@staff(*Role)
@require_safe
def my_trainings(request: StaffRequest) -> HttpResponse:
    """GET today's trainings to sign in to, and those that one came to this year."""
    hall, person, today = request.hall.code, request.actor.person_id, timezone.localdate()
    held = list(Training.objects.filter(hall_code=hall, day=today).order_by('id'))
    signed = set(
        Trained.objects.filter(training_id__in=[one.pk for one in held], person_id=person).values_list(
            'training_id', flat=True
        )
    )
    context = {
        **desk(request, 'my_trainings'),
        'today': [(one, one.pk in signed) for one in held],
        'came': own_year(hall, person, today.year),
        'year': today.year,
        'act': sign_in_training.ACT,
    }
    return render(request, 'attendance/my_trainings.html', context)


@staff(*Role)
@require_POST
def sign_in(request: StaffRequest, training: UUID) -> HttpResponse:
    """POST: sign in to a training of today. Raises UnknownTraining, NotThatDay, CameAlready."""
    done = perform(sign_in_training.ACT, HallPosted(request.hall, request.actor, {'training': training}))
    messages.success(request, done.said)
    return SeeOther(reverse('my_trainings'))


def _year(request: StaffRequest) -> int:
    given, this = request.GET.get('year', ''), timezone.localdate().year
    year = whole(given, digits=4) if given else this
    if year is None or not EARLIEST <= year <= this:
        raise Http404
    return year


def _came(kind: str) -> ListColumn[Any]:
    label = next(one.label for one in KINDS if one == kind)
    return ListColumn(label, lambda row: str(row.came.get(kind, 0)), 'number')


PERSON_COLUMNS: list[ListColumn[PersonTraining]] = [
    ListColumn('姓名', lambda row: row.name),
    ListColumn('用户名', lambda row: row.username),
    ListColumn('部门', lambda row: row.department),
    ListColumn('审批联络员', lambda row: '是' if row.is_liaison else ''),
    *(_came(kind) for kind in KINDS),
    ListColumn('提醒', lambda row: f'联络员培训不足 {ROUNDS} 次' if row.lacking else ''),
]
WINDOW_COLUMNS: list[ListColumn[WindowTraining]] = [
    ListColumn('窗口', lambda row: row.number),
    ListColumn('名称', lambda row: row.name),
    ListColumn('部门', lambda row: row.department),
    ListColumn('人数', lambda row: str(row.people), 'number'),
    ListColumn('培训过', lambda row: str(row.trained), 'number'),
    *(_came(kind) for kind in KINDS),
]
