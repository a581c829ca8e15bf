"""The worklist of a hall, the most urgent case first."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from govhall.casework.models import Case, CaseEvent
from govhall.casework.rules.states import TO_DELIVER, Custody, State
from govhall.casework.rules.words import state_word
from govhall.casework.selectors import READERS, hall_names, masked_name, matter_labels, point_names
from govhall.centre.acts.hand_to_oversight import HAND_TO_OVERSIGHT
from govhall.centre.navigation import beside
from govhall.desk.bar import desk
from govhall.desk.counting import counts
from govhall.desk.filters import WorklistFilter, unsigned
from govhall.desk.worklists import first_of_worklist, worklist
from govhall.look.list_page import AS_FILE, hand_out
from govhall.look.lists import ListCell, ListColumn
from govhall.look.pages import BadCursor
from govhall.look.sheets import MOST_ROWS
from tenants.access import StaffRequest, staff

EMPTY = {
    WorklistFilter.TODO: '现在没有等本大厅办的事。有新收的、下面转来的，会排在这里。',
    WorklistFilter.INTAKE: '没有等受理的件。',
    WorklistFilter.DECIDE: '没有等审查或决定的件。',
    WorklistFilter.CORRECT: '没有等申请人补材料的件。',
    WorklistFilter.AWAY: '没有在路上或由别的大厅办理的件。',
    WorklistFilter.DELIVER: '没有等送达的结果。',
    WorklistFilter.ASKED: '没有别的大厅请本大厅协办或签收监管。',
    WorklistFilter.WARNED: '没有快到期或超期的件。',
    WorklistFilter.UNSIGNED: '移交监管的件都在五个工作日内签收了，或还没有到期。',
    WorklistFilter.DONE: '本大厅还没有办结的件。',
}
BUTTONS = {
    State.ENTRUSTED: '收件',
    State.CORRECTING: '补正',
}


@staff(*READERS)
@require_safe
def worklist_page(request: StaffRequest) -> HttpResponse:
    """GET a page of the worklist: `show` chooses the filter, `after` is where it begins; `as=xlsx` its file."""
    show = _show(request)
    if request.GET.get('as') == AS_FILE:
        return _file(request, show)
    try:
        found = worklist(request.hall.code, request.actor, show, after=request.GET.get('after', ''))
    except BadCursor as unreadable:
        raise Http404 from unreadable
    number = counts(request.hall.code, request.actor)
    context = {
        **desk(
            request,
            show.value if show in (WorklistFilter.DELIVER, WorklistFilter.UNSIGNED) else 'todo',
            counted=beside(number),
        ),
        'filters': [
            {'show': one, 'label': one.label, 'count': number.get(one), 'active': one is show} for one in WorklistFilter
        ],
        'rows': _rows(request, found.rows, show),
        'total': number.get(show),
        'label': show.label,
        'empty': EMPTY[show],
        'next': _next(show, found.after),
        'first': 'after' not in request.GET,
        'show': show,
    }
    return render(request, 'centre/worklist.html', context)


def _file(request: StaffRequest, show: WorklistFilter) -> HttpResponse:
    cases = first_of_worklist(request.hall.code, request.actor, show, MOST_ROWS + 1)
    rows = _rows(request, cases[:MOST_ROWS], show)
    return hand_out(request, show.label, COLUMNS, rows, is_cut=len(cases) > MOST_ROWS)


def _until(row: dict[str, Any]) -> ListCell:
    """Until when something is owed; of a decided case nothing is, but a receipt."""
    due = None if row['case'].outcome_data else row['case'].due
    return ListCell(due=row['owed'] or due)


COLUMNS = [
    ListColumn('到期', _until),
    ListColumn('事项', lambda row: str(row['matter'])),
    ListColumn('办件编号', lambda row: str(row['case'].number)),
    ListColumn('申请人', lambda row: str(row['applicant'])),
    ListColumn('来自', lambda row: str(row['source'])),
    ListColumn('环节', lambda row: ListCell(text=row['stage'], notes=[row['away'], row['owed_by']])),
    ListColumn('收件人', lambda row: str(row['case'].first_handler)),
]


def _show(request: HttpRequest) -> WorklistFilter:
    try:
        return WorklistFilter(request.GET.get('show', WorklistFilter.TODO))
    except ValueError as unknown:
        raise Http404 from unknown


def _next(show: WorklistFilter, after: str) -> str:
    return '?' + urlencode({'show': show.value, 'after': after}) if after else ''


def _rows(request: StaffRequest, cases: Sequence[Case], show: WorklistFilter) -> list[dict[str, Any]]:
    late = _late_receipts(request.hall.code, cases) if show is WorklistFilter.UNSIGNED else {}
    owing = _owing(cases) if show is WorklistFilter.UNSIGNED else {}
    matters = matter_labels(case.matter for case in cases)
    halls = hall_names(code for case in cases for code in (case.origin, case.holder, case.towards))
    points = point_names(request.hall, (case.point for case in cases))
    return [
        {
            'case': case,
            'matter': matters[case.matter].short_name,
            'applicant': masked_name(case.applicant),
            'source': points.get(case.point) or ('本大厅' if case.origin == request.hall.code else halls[case.origin]),
            'stage': state_word(case.state, matters[case.matter].task_type, case.kind),
            'paused': case.state in (State.CORRECTING, State.ENTRUSTED),
            'away': _away(case, halls),
            'button': '查看' if show is WorklistFilter.UNSIGNED else _button(case),
            'owed': late.get(case.uid),
            'owed_by': owing.get(case.uid, ''),
        }
        for case in cases
    ]


def _late_receipts(hall: str, cases: Sequence[Case]) -> dict[UUID, date]:
    """Until when supervision should have signed."""
    late = unsigned(hall, timezone.localdate()).filter(case__in=[case.uid for case in cases])
    return dict(late.values_list('case', 'due_on'))


def _owing(cases: Sequence[Case]) -> dict[UUID, str]:
    """The name of the hall, or of its department, that each decision was handed to, the last time."""
    handed = CaseEvent.objects.filter(case__in=[case.uid for case in cases], kind=HAND_TO_OVERSIGHT.name)
    rows = list(handed.order_by('seq').values_list('case_id', 'data__to', 'data__section'))
    names = hall_names(to for _, to, _ in rows)
    return {uid: section or names[to] for uid, to, section in rows}


def _away(case: Case, halls: dict[str, str]) -> str:
    if case.outcome_data or case.custody == Custody.HELD:
        return ''
    if case.custody == Custody.IN_TRANSIT:
        return f'发往{halls[case.towards]}，等接收'
    return f'{halls[case.holder]}办理中'


def _button(case: Case) -> str:
    if case.outcome_data:
        return '送达' if case.state in TO_DELIVER else '查看'
    return BUTTONS.get(State(case.state), '办理') if case.custody == Custody.HELD else '查看'
