"""The filters of a worklist: their words, and which cases stand behind each."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from federation.directory.selectors import merged_into
from govhall.casework.models import CaseRequest
from govhall.casework.models.request import CONSULTATIONS
from govhall.casework.rules.states import TO_DELIVER, Custody, State
from govhall.casework.sight import CODES
from govhall.catalogue.sections import departments_in, has_sections
from govhall.deadlines.calendar import calendar_of
from govhall.deadlines.models import Deadline
from govhall.desk.roster import leads, signs
from tenants.access import Actor
from tenants.compiled_query import Param, among
from tenants.roles import Role
from tenants.selectors import hall_by_code


class WorklistFilter(StrEnum):
    """The filters of a worklist, by the words that stand above it."""

    TODO = 'todo'
    INTAKE = 'intake'
    DECIDE = 'decide'
    CORRECT = 'correct'
    AWAY = 'away'
    DELIVER = 'deliver'
    ASKED = 'asked'
    WARNED = 'warned'
    SIGN = 'sign'
    UNSIGNED = 'unsigned'
    LATER = 'later'
    LATER_DUE = 'later_due'
    OFFICE = 'office'
    HELPED = 'helped'
    DONE = 'done'

    @property
    def label(self) -> str:
        """The word on screen."""
        return SHOW_LABELS[self]


class Whose(StrEnum):
    """Whose cases a worklist shows, of those that the person may open."""

    ALL = 'all'
    MINE = 'mine'
    SECTION = 'section'
    DEPARTMENT = 'department'

    @property
    def label(self) -> str:
        """The word on screen."""
        return WHOSE_LABELS[self]


WHOSE_LABELS = {Whose.ALL: '全部', Whose.MINE: '我的', Whose.SECTION: '本科室', Whose.DEPARTMENT: '本部门'}


class WorklistPart(NamedTuple):
    """A part of a worklist: whose cases, and of which departments and sections of them, where it is theirs."""

    whose: Whose = Whose.ALL
    departments: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


WHOLE = WorklistPart()


def part_of(actor: Actor, whose: Whose, *, department: str = '', section: str = '') -> WorklistPart:
    """The part that a person asks for: their own, or that of a department and a section by name."""
    departments = (department,) if department else tuple(sorted(actor.departments))
    if section or whose is Whose.SECTION:
        sections = (section,) if section else tuple(sorted(actor.sections))
        return WorklistPart(Whose.SECTION, departments, sections)
    if department or whose is Whose.DEPARTMENT:
        return WorklistPart(Whose.DEPARTMENT, departments)
    return WorklistPart(whose)


def of_part(
    whose: Whose,
    *,
    person: int | Param,
    departments: Sequence[str] | Param,
    sections: Sequence[str] | Param,
) -> Q:
    """Which cases belong to a part. A section is one of the departments, where any are named."""
    if whose is Whose.MINE:
        return Q(claimed_by=person)
    if whose in (Whose.DEPARTMENT, Whose.SECTION):
        own = Q(among('department', _codes(departments)))
        named = Q(among('section', _codes(sections)))
        if whose is Whose.DEPARTMENT:
            return own
        return named & own if isinstance(departments, Param) or departments else named
    return Q()


def _codes(given: Sequence[str] | Param) -> Value | Param:
    return given if isinstance(given, Param) else Value(list(given), CODES)


SHOW_LABELS = {
    WorklistFilter.TODO: '全部待办',
    WorklistFilter.INTAKE: '待受理',
    WorklistFilter.DECIDE: '待审查、待决定',
    WorklistFilter.CORRECT: '待补正',
    WorklistFilter.AWAY: '在途和上级办理中',
    WorklistFilter.DELIVER: '待送达',
    WorklistFilter.ASKED: '请本厅协办',
    WorklistFilter.WARNED: '快到期和超期',
    WorklistFilter.SIGN: '急件待签发',
    WorklistFilter.UNSIGNED: '监管超期未签收',
    WorklistFilter.LATER: '容缺待补交',
    WorklistFilter.LATER_DUE: '容缺到期未补',
    WorklistFilter.OFFICE: '待分部门',
    WorklistFilter.HELPED: '我帮办的',
    WorklistFilter.DONE: '已办结',
}
OF_LATER = (WorklistFilter.LATER, WorklistFilter.LATER_DUE)  # by the day on which papers are to come
WARNED_DAYS = 1  # working days before the limit (domain 6.4, R01)


class FilterParams(NamedTuple):
    """What the filters ask of a hall: its code, the halls that it stands for, today, and the last day that is near.

    And of who looks: their number, now, and whether they are of those who sign what is urgent by the roster.

    The values themselves, or their places in a compiled query.
    """

    hall: str | Param
    origins: Sequence[str] | Param
    today: date | Param
    limit: date | Param
    person: int | Param
    at: datetime | Param
    leads: bool


def params_of(hall: str, shows: Collection[WorklistFilter], actor: Actor) -> FilterParams:
    """The values that these filters need of this hall now; one statement where results are delivered for others."""
    today = timezone.localdate()
    near = (
        calendar_of(hall_by_code(hall).area_code).add(today, WARNED_DAYS).day
        if {WorklistFilter.WARNED, WorklistFilter.SIGN} & set(shows)
        else today
    )
    origins = [hall, *(merged_into(hall) if WorklistFilter.DELIVER in shows else ())]
    return FilterParams(hall, origins, today, near, actor.person_id, timezone.now(), leads(actor))


def condition(show: WorklistFilter, told: FilterParams) -> Q | Exists:
    """Which cases stand behind a filter."""
    if show is WorklistFilter.DONE:
        return Q(outcome_data__isnull=False)
    if show is WorklistFilter.DELIVER:
        origins = told.origins if isinstance(told.origins, Param) else Value(told.origins, CODES)
        waits = Q(outcome_data__isnull=False, delivered_at__isnull=True, state__in=TO_DELIVER)
        return Q(among('origin', origins)) & waits
    if show is WorklistFilter.ASKED:
        asked = CaseRequest.objects.filter(case=OuterRef('uid'), kind__in=CONSULTATIONS, granted__isnull=True)
        return Exists(asked.exclude(came_from=''))
    if show is WorklistFilter.UNSIGNED:
        # 批后监管 (domain 1.2, C20): handed to supervision, and no receipt within five working days.
        return Q(uid__in=unsigned(told.hall, told.today).values('case'))
    if show in OF_LATER:
        due = {'due_on__lte': told.today} if show is WorklistFilter.LATER_DUE else {}
        return Q(uid__in=awaited(told.hall, **due).values('case'))
    if show is WorklistFilter.OFFICE:
        # No department that is in the hall has it: the centre's office gives it to one.
        theirs = Q(among('department', departments_in(told.hall, told.today)))
        return Q(outcome_data__isnull=True, custody=Custody.HELD) & ~theirs & Q(has_sections(told.hall, told.today))
    if show is WorklistFilter.HELPED:
        return Q(outcome_data__isnull=True, helped_by=told.person)
    return Q(outcome_data__isnull=True) & among_open(show, told)


def among_open(show: WorklistFilter, told: FilterParams) -> Q:
    """Which of the open cases stand behind a filter: asked of columns that the index `case_urgent` holds."""
    held = Q(custody=Custody.HELD)
    near = Q(promised_due__lte=told.limit) | Q(promised_due__isnull=True, intake_due__lte=told.limit)
    conditions = {
        WorklistFilter.WARNED: held & near,  # the limit has passed or ends within a working day (预警)
        # What the leader on duty (带班领导) sees to first: the limit is near, and only the decision is missing.
        WorklistFilter.SIGN: held & near & Q(state__in=[State.ACCEPTED, State.REVIEWED]) & _signed_by(told),
        WorklistFilter.TODO: held & ~Q(state=State.CORRECTING),
        WorklistFilter.INTAKE: held & Q(state__in=[State.ENTRUSTED, State.RECEIVED]),
        WorklistFilter.DECIDE: held & Q(state__in=[State.ACCEPTED, State.REVIEWED]),
        # Also what a hall above has sent back for papers: the applicant brings them here.
        WorklistFilter.CORRECT: Q(state=State.CORRECTING),
        WorklistFilter.AWAY: ~held & ~Q(state=State.CORRECTING),
    }
    return conditions[show]


def _signed_by(told: FilterParams) -> Q:
    """Which of the urgent cases somebody sees: leaders and chiefs by the roster, others all of theirs."""
    return signs(hall=told.hall, person=told.person, today=told.today, at=told.at) if told.leads else Q()


def unsigned(hall: str | Param, today: date | Param) -> QuerySet[Deadline]:
    """The limits of receipts that supervision owes this hall and has not given before today."""
    return Deadline.objects.filter(hall=hall, kind='oversight', due_on__lt=today)


def awaited(hall: str | Param, **told: date | Param) -> QuerySet[Deadline]:
    """The days by which papers that come later (容缺) are to be brought to this hall."""
    return Deadline.objects.filter(hall=hall, kind='later', **told)


FIRST = (
    (frozenset({Role.CLERK, Role.AGENT}), WorklistFilter.TODO),
    (frozenset({Role.LIAISON}), WorklistFilter.HELPED),
    (frozenset({Role.LEADER}), WorklistFilter.SIGN),
    (frozenset({Role.REVIEWER, Role.CHIEF, Role.APPROVER}), WorklistFilter.DECIDE),
    (frozenset({Role.SUPERVISOR}), WorklistFilter.WARNED),
)


def first_filter(actor: Actor) -> WorklistFilter:
    """What a person can do something about: the part of the worklist on which it opens for them."""
    return next((show for roles, show in FIRST if roles & actor.roles), WorklistFilter.TODO)
