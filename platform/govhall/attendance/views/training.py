"""培训: what was held and who came; on the day everybody signs in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from govhall.acts.hall import HallPosted, perform
from govhall.acts.page import page_form
from govhall.attendance.acts import call_off_training, hold_training, note_came
from govhall.attendance.models import Trained, Training
from govhall.attendance.readers import MANAGERS, READERS
from govhall.attendance.views.bar import bar
from govhall.attendance.views.entry_list import list_or_entry
from govhall.catalogue.exchange.names import department_names
from govhall.catalogue.views.posted import attempt
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListOrder, ListWords, RowAction, Wanted
from govhall.look.pages import Keyset
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff

NEWEST_FIRST = Keyset({'day': date, 'id': UUID}, size=50, descending=True)  # along training_of_a_hall


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """A training and how many came."""

    training: Training
    came: int


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[Training]:
    return Training.objects.filter(hall_code=request.hall.code)


def _lines(request: StaffRequest, rows: Sequence[Training], wanted: Wanted) -> list[TrainingLine]:
    came = Trained.objects.filter(training_id__in=[row.pk for row in rows]).values_list('training_id', flat=True)
    counts = Counter(came)
    return [TrainingLine(row, counts[row.pk]) for row in rows]


def _state(line: TrainingLine) -> ListCell:
    today = timezone.localdate()
    if line.training.day > today:
        return ListCell(states=[('还没到', 'run')])
    return ListCell(states=[('今天，可签到', 'good') if line.training.day == today else ('已办', 'idle')])


def _named(line: TrainingLine) -> ListCell:
    return ListCell(text=line.training.subject, href=reverse('attendance_one_training', args=[line.training.pk]))


def _acts(request: StaffRequest, line: TrainingLine) -> list[RowAction]:
    if not request.actor.roles & MANAGERS or line.came:
        return []
    href, label = reverse('attendance_training_off', args=[line.training.pk]), call_off_training.ACT.label
    sentence = f'{line.training.title}不办了，从名单里去掉。'
    return [RowAction(label=label, href=href, post=True, sentence=sentence, word='确定撤销')]


TRAININGS = ListPage[Training, TrainingLine](
    key='attendance_training',
    name='trainings',
    title='培训',
    roles=READERS,
    bar=bar,
    columns=[
        ListColumn('日期', lambda line: f'{line.training.day:%Y-%m-%d}', 'tight'),
        ListColumn('状态', _state, 'tight'),
        ListColumn('哪一种', lambda line: line.training.title, 'tight'),
        ListColumn('讲什么', _named),
        ListColumn('到场', lambda line: f'{line.came} 人', 'tight'),
        ListColumn('登记人', lambda line: ListCell(text=line.training.noted_by_name, at=line.training.noted_at)),
    ],
    orders={'newest': ListOrder('新的在前', NEWEST_FIRST, '日期')},
    rows=_rows,
    lines=_lines,
    acts=_acts,
    empty='还没有登记培训。',
    words=lambda request, wanted: ListWords(
        intro='业务培训和审批联络员培训每年各两轮，平时开业务交流会。当天大家在“我的培训”里签到，没签的由管理员补记。'
    ),
    below='attendance/new_entry.html',
)


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def trainings(request: StaffRequest) -> HttpResponse:
    """GET the trainings of the hall, as a page or a file; POST (administrator) another one."""
    return list_or_entry(request, TRAININGS, hold_training.ACT, {}, {'day': timezone.localdate()})


trainings.list_page = TRAININGS  # type: ignore[attr-defined]


@staff(*MANAGERS)
@require_POST
def call_off(request: StaffRequest, training: UUID) -> HttpResponse:
    """POST: strike out a training to which nobody came. Raises UnknownTraining, TrainingHeld."""
    done = perform(call_off_training.ACT, HallPosted(request.hall, request.actor, {'training': training}))
    messages.success(request, done.said)
    return SeeOther(reverse('attendance_training'))


@staff(*READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def one_training(request: StaffRequest, training: UUID) -> HttpResponse:
    """GET who came to a training; POST (administrator) who else did."""
    row = Training.objects.filter(hall_code=request.hall.code, pk=training).first()
    if row is None:
        raise Http404
    act, choices = note_came.ACT, note_came.choices(request.hall, row)
    form, status = page_form(act, choices)(), 200
    if request.method == 'POST':
        result = attempt(request, act, choices=choices, known={'training': training})
        if result.done:
            messages.success(request, result.done.said)
            return SeeOther(reverse('attendance_one_training', args=[training]))
        form, status = result.form, result.status
    came = list(Trained.objects.filter(training_id=row.pk).order_by('noted_at', 'id'))
    names = department_names({one.department for one in came})
    people = [(one, names.get(one.department, one.department) or '中心') for one in came]
    may = bool(request.actor.roles & act.roles) and row.day <= timezone.localdate() and bool(choices['people'])
    shown = {'training': row, 'people': people, 'form': form, 'act': act, 'may': may}
    context = {**bar(request, 'attendance_training'), **shown}
    return render(request, 'attendance/one_training.html', context, status=status)
