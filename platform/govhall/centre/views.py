"""The worklist of a hall, the most urgent case first."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from govhall.casework.models import Case
from govhall.casework.models.case import ENDING
from govhall.casework.selectors import READERS
from govhall.casework.sight import NOBODY, people_of
from govhall.catalogue.sections import kept_choices
from govhall.centre.case_lines import WorklistLine, lines_of
from govhall.centre.navigation import beside
from govhall.centre.several import TICKS
from govhall.desk.bar import desk
from govhall.desk.filters import OF_LATER, Whose, WorklistFilter, WorklistPart, first_filter, part_of
from govhall.desk.next_case import remember
from govhall.desk.roster import leads, on_duty
from govhall.desk.worklist_counts import counts_of
from govhall.desk.worklists import (
    BY_MATTER,
    EARLIEST_FIRST,
    NEWEST_FIRST,
    NOTHING,
    URGENT_FIRST,
    EndingTooShort,
    WorklistSearch,
    cases_of,
)
from govhall.doors.fields import CodeField, LineField
from govhall.look.days import local_time
from govhall.look.list_page import KEPT, ListPage
from govhall.look.lists import ListCell, ListColumn, ListFilters, ListOrder, ListTab, ListWords, RowAction, Wanted
from govhall.look.templatetags.look import spaced
from tenants.access import Actor, StaffRequest
from tenants.audit import Action, record
from tenants.roles import Role

EMPTY = {
    WorklistFilter.TODO: '现在没有等本大厅办的事。有新收的、下面转来的，会排在这里。',
    WorklistFilter.INTAKE: '没有等受理的件。',
    WorklistFilter.DECIDE: '没有等审查或决定的件。',
    WorklistFilter.CORRECT: '没有等申请人补材料的件。',
    WorklistFilter.AWAY: '没有在路上或由别的大厅办理的件。',
    WorklistFilter.DELIVER: '没有等送达的结果。',
    WorklistFilter.ASKED: '没有别的大厅请本大厅协办或签收监管。',
    WorklistFilter.WARNED: '没有快到期或超期的件。',
    WorklistFilter.SIGN: '没有快到期、等着签发的件。别的件在上面的分类里。',
    WorklistFilter.UNSIGNED: '移交监管的件都在五个工作日内签收了，或还没有到期。',
    WorklistFilter.LATER: '没有等补交的容缺材料。',
    WorklistFilter.LATER_DUE: '容缺的材料都补交了，或者还没有到期。',
    WorklistFilter.OFFICE: '每件事都有进驻的部门在办，没有等着分部门的件。',
    WorklistFilter.DONE: '本大厅还没有办结的件。',
    WorklistFilter.HELPED: '现在没有由您帮办、还没办完的件。申请人同意以后，由窗口在办件里指定帮办。',
}
OVERDUE = '移交监管后五个工作日内应当签收。请打电话催应签收的大厅；签收后会自动从这里消失。'
LATER_DUE = '这些容缺材料今天到期或已经过期。请打电话催申请人补交；到期不补的，可以不予办理。'
SHOWN_ALWAYS = [one for one in WorklistFilter if one not in (WorklistFilter.OFFICE, WorklistFilter.HELPED, *OF_LATER)]
SAID = {WorklistFilter.UNSIGNED: OVERDUE, WorklistFilter.LATER_DUE: LATER_DUE}
ENTRIES = (WorklistFilter.DELIVER, WorklistFilter.UNSIGNED, WorklistFilter.LATER_DUE)  # with one of their own
DONE_ONLY = {'show': {WorklistFilter.DONE}}


class WorklistFilters(ListFilters):
    """Which part of the worklist; a tab chooses `show`. The end of a number names a person, and so is posted."""

    private = frozenset({'ending'})

    show = forms.TypedChoiceField(
        label='分类',
        choices=[(show.value, show.label) for show in WorklistFilter],
        coerce=WorklistFilter,
        empty_value='',
        required=False,
        widget=forms.HiddenInput,
    )
    whose = forms.TypedChoiceField(label='谁的件', coerce=Whose, required=False)
    department = forms.ChoiceField(label='承办部门', required=False)
    matter = LineField(label='事项', required=False, max_length=40)
    origin = LineField(label='来自哪个乡镇、大厅', required=False, max_length=40)
    ending = CodeField(label='证件号最后 4 到 6 位', required=False, max_length=6)

    def __init__(self, data: QueryDict | None, request: StaffRequest) -> None:
        super().__init__(data, request)
        sent, actor = bool(request.actor.departments), request.actor
        parts = [Whose.MINE, *([Whose.SECTION] if actor.sections else []), *([Whose.DEPARTMENT] if sent else [])]
        whose, department = self.fields['whose'], self.fields['department']
        whose.choices = [('', Whose.ALL.label), *((one.value, one.label) for one in parts)]  # type: ignore[attr-defined]
        self.fields['ending'].widget.attrs['autocomplete'] = 'off'
        if people_of(actor) is NOBODY:
            del self.fields['ending']
        if request.hall.kind == 'township':
            del self.fields['origin']  # nobody hands in below it, but at its points
        if sent or request.hall.kind == 'township':
            del self.fields['department']
        else:
            here = kept_choices(request.hall.code)
            department.choices = [('', '全部'), *here]  # type: ignore[attr-defined]

    def clean_ending(self) -> str:
        """Four to six characters."""
        ending = str(self.cleaned_data['ending']).upper()
        if ending and len(ending) < ENDING:
            raise forms.ValidationError(EndingTooShort.sentence, code=EndingTooShort.code.lower())
        return ending


def _part(request: StaffRequest, wanted: Wanted) -> WorklistPart:
    chosen = wanted.get('department') or ''
    return part_of(request.actor, Whose(wanted.get('whose') or Whose.ALL), department=chosen)


def _search(wanted: Wanted) -> WorklistSearch:
    return WorklistSearch(*(wanted.get(name) or '' for name in ('matter', 'origin', 'ending')))


def show_of(request: StaffRequest, wanted: Wanted) -> WorklistFilter:
    """The tab that was chosen, else what the person can do something about."""
    return WorklistFilter(wanted.get('show') or first_filter(request.actor))


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[Case]:
    show, part, search = show_of(request, wanted), _part(request, wanted), _search(wanted)
    if search.ending:
        record(Action.PERSON_SEARCHED, who=request.actor, hall=request.hall.code, detail={'ending': True})
    return cases_of(request.hall.code, request.actor, show, part, search)


def _words(request: StaffRequest, wanted: Wanted) -> ListWords:
    show, part, search = show_of(request, wanted), _part(request, wanted), _search(wanted)
    remember(request, show, part, search)
    number, whole = counts_of(request.hall.code, request.actor, part)
    kept = ('whose', 'department', 'matter', 'origin')
    narrowed = {name: str(wanted[name]) for name in kept if wanted.get(name)}
    searching, total = search != NOTHING, number.get(show)
    return ListWords(
        name=show.label,
        title=_title(show, total, searching=searching),
        intro=_who_leads(request) if show is WorklistFilter.SIGN else '',
        said=[('warning', 'late', SAID[show])] if show in SAID and total else (),
        tabs=[
            _tab(
                one,
                None if searching else number.get(one),
                narrowed | ({KEPT: '1'} if search.ending else {}),
                is_current=one is show,
            )
            for one in WorklistFilter
            if one in (show, *SHOWN_ALWAYS) or _is_offered(one, number, request.actor)
        ],
        empty='没有找到这样的件。请换个词，或者点“看全部”。' if searching else EMPTY[show],
        entry=show.value if show in ENTRIES else 'todo',
        counted=beside(whole, request.actor),
    )


def _is_offered(show: WorklistFilter, number: Mapping[WorklistFilter, int], actor: Actor) -> bool:
    """待分部门 to the centre's office and 容缺 to all where something waits, 我帮办的 to liaison officers."""
    if show in OF_LATER:
        return bool(number[show])
    if show is WorklistFilter.HELPED:
        return Role.LIAISON in actor.roles
    return show is WorklistFilter.OFFICE and bool(number[show]) and not actor.departments


def _who_leads(request: StaffRequest) -> str:
    """Who is on duty today, and what the person sees of the urgent cases because of it."""
    found = on_duty(request.hall.code, timezone.localdate())
    named = '、'.join(f'{one.name}（{one.place}）' for one in found)
    today = f'今天带班：{named}。' if found else '今天没有排带班。'
    if not leads(request.actor):
        return today
    own = [one.place for one in found if one.person_id == request.actor.person_id]
    if own:
        return f'{today}您替{"、".join(own)}带班，这里是要签的急件。'
    return f'{today}您今天不带班，这里只有您认领的和您的授权书能签的急件。'


def _title(show: WorklistFilter, total: int | None, *, searching: bool) -> str:
    if searching:
        return f'{show.label}：符合查找的'
    return f'{show.label} {total} 件' if total is not None else ''


def _tab(show: WorklistFilter, count: int | None, narrowed: Mapping[str, str], *, is_current: bool) -> ListTab:
    label = show.label if count is None else f'{show.label} {count}'
    return ListTab(
        label,
        '?' + urlencode({'show': show.value, **narrowed}),
        is_current,
        'late' if show in SAID and count else '',
    )


def _department(row: WorklistLine) -> ListCell:
    case = row.case
    notes = [case.section, f'{case.window} 号窗口' if case.window else '']
    return ListCell(text=case.department_name, notes=[one for one in notes if one])


def _claimed(row: WorklistLine) -> ListCell:
    helper = row.case.helped_by_name
    return ListCell(text=row.case.claimed_by_name, notes=[f'帮办：{helper}'] if helper else [])


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
        ListColumn('收件', lambda row: f'{local_time(row.case.received_at):%m-%d}', 'tight', in_file=False),
        ListColumn('收件', lambda row: ListCell(at=row.case.received_at), on_page=False),
        ListColumn('环节', lambda row: ListCell(text=row.stage, notes=[row.away, row.owed_by])),
        ListColumn('承办科室', _department, in_file=False),
        ListColumn('承办部门', lambda row: row.case.department_name, on_page=False),
        ListColumn('科室', lambda row: row.case.section, on_page=False),
        ListColumn('窗口', lambda row: row.case.window, on_page=False),
        ListColumn('收件人', lambda row: row.case.first_handler, 'tight'),
        ListColumn('认领人', _claimed, 'tight'),
    ],
    orders={
        'urgent': ListOrder('最急的在前', URGENT_FIRST, '到期', unless=DONE_ONLY),
        'received': ListOrder('先收的在前', EARLIEST_FIRST, '收件', unless=DONE_ONLY),
        'matter': ListOrder('同一事项放在一起', BY_MATTER, '事项', unless=DONE_ONLY),
        'newest': ListOrder('新办结的在前', NEWEST_FIRST, when=DONE_ONLY),
    },
    rows=_rows,
    lines=lambda request, rows, wanted: lines_of(request, rows, show_of(request, wanted)),
    acts=lambda request, row: [RowAction(label=row.button, href=row.address)],
    empty=EMPTY[WorklistFilter.TODO],
    filters=WorklistFilters,
    words=_words,
    ticks=TICKS,
)
worklist = WORKLIST.view
