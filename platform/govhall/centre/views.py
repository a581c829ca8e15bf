"""The worklist of a hall, the most urgent case first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from govhall.casework.models import Case, CaseEvent
from govhall.casework.rules.states import TO_DELIVER, Custody, State
from govhall.casework.rules.words import state_word
from govhall.casework.selectors import READERS, hall_names, masked_name, matter_labels, point_names
from govhall.catalogue.sections import choices_of, sections_in
from govhall.centre.acts.hand_to_oversight import HAND_TO_OVERSIGHT
from govhall.centre.navigation import beside
from govhall.desk.bar import desk
from govhall.desk.filters import WHOLE, Whose, WorklistFilter, WorklistPart, unsigned
from govhall.desk.next_case import remember
from govhall.desk.worklist_counts import counts
from govhall.desk.worklists import NEWEST_FIRST, URGENT_FIRST, cases_of
from govhall.look.list_page import ListPage
from govhall.look.lists import (
    ListCell,
    ListColumn,
    ListFilters,
    ListOrder,
    ListTab,
    ListWords,
    RowAction,
    Wanted,
)
from govhall.look.templatetags.look import spaced
from tenants.access import StaffRequest

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
    WorklistFilter.OFFICE: '每件事都有进驻的部门在办，没有等着分部门的件。',
    WorklistFilter.DONE: '本大厅还没有办结的件。',
}
BUTTONS = {
    State.ENTRUSTED: '收件',
    State.CORRECTING: '补正',
}


OVERDUE = '移交监管后五个工作日内应当签收。请打电话催应签收的大厅；签收后会自动从这里消失。'
SHOWN_ALWAYS = [show for show in WorklistFilter if show is not WorklistFilter.OFFICE]
DONE_ONLY = {'show': {WorklistFilter.DONE}}


@dataclass(frozen=True, slots=True)
class WorklistLine:
    """A case of the worklist: what it is, where it is, and what is to be done with it."""

    case: Case
    matter: str
    applicant: str  # masked
    source: str
    stage: str
    away: str
    owed_by: str
    button: str
    due: ListCell

    @property
    def address(self) -> str:
        """Of the case."""
        return reverse('case', args=[self.case.uid])


class WorklistFilters(ListFilters):
    """Which part of the worklist; a tab chooses it."""

    show = forms.TypedChoiceField(
        label='分类',
        choices=[(show.value, show.label) for show in WorklistFilter],
        coerce=WorklistFilter,
        empty_value=WorklistFilter.TODO,
        required=False,
        widget=forms.HiddenInput,
    )
    whose = forms.TypedChoiceField(label='谁的件', coerce=Whose, required=False)
    department = forms.ChoiceField(label='承办部门', required=False)

    def __init__(self, data: QueryDict | None, request: StaffRequest) -> None:
        super().__init__(data, request)
        sent = bool(request.actor.departments)
        parts = [Whose.MINE, *([Whose.DEPARTMENT] if sent else [])]
        whose, department = self.fields['whose'], self.fields['department']
        whose.choices = [('', Whose.ALL.label), *((one.value, one.label) for one in parts)]  # type: ignore[attr-defined]
        if sent or request.hall.kind == 'township':
            del self.fields['department']
        else:
            here = choices_of(sections_in(request.hall.code))
            department.choices = [('', '全部'), *here]  # type: ignore[attr-defined]


def _part(request: StaffRequest, wanted: Wanted) -> WorklistPart:
    if chosen := wanted.get('department'):
        return WorklistPart(Whose.DEPARTMENT, (chosen,))
    whose = Whose(wanted.get('whose') or Whose.ALL)
    return WorklistPart(whose, tuple(sorted(request.actor.departments)) if whose is Whose.DEPARTMENT else ())


def _show(wanted: Wanted) -> WorklistFilter:
    return WorklistFilter(wanted.get('show') or WorklistFilter.TODO)


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[Case]:
    show, part = _show(wanted), _part(request, wanted)
    return cases_of(request.hall.code, request.actor, show, part)


def _words(request: StaffRequest, wanted: Wanted) -> ListWords:
    show, part = _show(wanted), _part(request, wanted)
    remember(request, show, part)
    number = counts(request.hall.code, request.actor, part=part)
    is_offices = bool(number[WorklistFilter.OFFICE]) and not request.actor.departments
    narrowed = {name: str(wanted[name]) for name in ('whose', 'department') if wanted.get(name)}
    total = number.get(show)
    return ListWords(
        name=show.label,
        title=f'{show.label} {total} 件' if total is not None else '',
        said=[('warning', 'late', OVERDUE)] if show is WorklistFilter.UNSIGNED and total else (),
        tabs=[
            _tab(worklist_filter, number.get(worklist_filter), narrowed, is_current=worklist_filter is show)
            for worklist_filter in WorklistFilter
            if worklist_filter in (show, *SHOWN_ALWAYS) or is_offices
        ],
        empty=EMPTY[show],
        entry=show.value if show in (WorklistFilter.DELIVER, WorklistFilter.UNSIGNED) else 'todo',
        counted=beside(number) if part == WHOLE else None,
    )


def _tab(show: WorklistFilter, count: int | None, narrowed: Mapping[str, str], *, is_current: bool) -> ListTab:
    label = show.label if count is None else f'{show.label} {count}'
    return ListTab(
        label,
        '?' + urlencode({'show': show.value, **narrowed}),
        is_current,
        'late' if show is WorklistFilter.UNSIGNED and count else '',
    )


def _lines(request: StaffRequest, cases: Sequence[Case], wanted: Wanted) -> list[WorklistLine]:
    show = _show(wanted)
    late = _late_receipts(request.hall.code, cases) if show is WorklistFilter.UNSIGNED else {}
    owing = _owing(cases) if show is WorklistFilter.UNSIGNED else {}
    matters = matter_labels(case.matter for case in cases)
    halls = hall_names(code for case in cases for code in (case.origin, case.holder, case.towards))
    points = point_names(request.hall, (case.point for case in cases))
    return [
        WorklistLine(
            case=case,
            matter=matters[case.matter].short_name,
            applicant=masked_name(case.applicant),
            source=points.get(case.point) or ('本大厅' if case.origin == request.hall.code else halls[case.origin]),
            stage=state_word(case.state, matters[case.matter].task_type, case.kind),
            away=_away(case, halls),
            owed_by=f'应由{owing[case.uid]}签收' if case.uid in owing else '',
            button='查看' if show is WorklistFilter.UNSIGNED else _button(case),
            due=_due(case, late.get(case.uid)),
        )
        for case in cases
    ]


def _due(case: Case, owed: date | None) -> ListCell:
    """Until when something is owed; of a decided case nothing is, but a receipt."""
    if owed or case.outcome_data:
        return ListCell(due=owed)
    return ListCell(due=case.due, paused=case.state in (State.CORRECTING, State.ENTRUSTED))


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


def _department(row: WorklistLine) -> ListCell:
    case = row.case
    notes = [case.section, f'{case.window} 号窗口' if case.window else '']
    return ListCell(text=case.department_name, notes=[one for one in notes if one])


WORKLIST = ListPage[Case, WorklistLine](
    key='worklist',
    name='worklist',
    title='待办',
    roles=READERS,
    bar=desk,
    columns=[
        ListColumn('到期', lambda row: row.due, 'tight'),
        ListColumn(
            '事项',
            lambda row: ListCell(text=row.matter, href=row.address, notes=[spaced(row.case.number)]),
            in_file=False,
        ),
        ListColumn('事项', lambda row: row.matter, on_page=False),
        ListColumn('办件编号', lambda row: row.case.number, on_page=False),
        ListColumn('申请人', lambda row: row.applicant, 'tight'),
        ListColumn('来自', lambda row: row.source),
        ListColumn('环节', lambda row: ListCell(text=row.stage, notes=[row.away, row.owed_by])),
        ListColumn('承办科室', _department, in_file=False),
        ListColumn('承办部门', lambda row: row.case.department_name, on_page=False),
        ListColumn('科室', lambda row: row.case.section, on_page=False),
        ListColumn('窗口', lambda row: row.case.window, on_page=False),
        ListColumn('收件人', lambda row: row.case.first_handler, 'tight'),
        ListColumn('认领人', lambda row: row.case.claimed_by_name, 'tight'),
    ],
    orders={
        'urgent': ListOrder('最急的在前', URGENT_FIRST, '到期', unless=DONE_ONLY),
        'newest': ListOrder('新办结的在前', NEWEST_FIRST, when=DONE_ONLY),
    },
    rows=_rows,
    lines=_lines,
    acts=lambda request, row: [RowAction(label=row.button, href=row.address)],
    empty=EMPTY[WorklistFilter.TODO],
    filters=WorklistFilters,
    words=_words,
)
worklist = WORKLIST.view
