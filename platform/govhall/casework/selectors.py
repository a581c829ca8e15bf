"""Reads of a hall's cases; who may see what is decided here and nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from federation.contracts.case import Applicant
from federation.directory.models import HallEntry
from federation.directory.selectors import merged_into
from govhall.casework.deadlines.calendar import calendar_of
from govhall.casework.deadlines.models import Deadline
from govhall.casework.models import Case, CaseRequest, OnlineApplication
from govhall.casework.rules.states import TO_DELIVER, Custody, State
from govhall.casework.rules.transitions import NotYourRole
from govhall.casework.services.change import NoSuchCase
from govhall.casework.services.consulting import KINDS
from govhall.catalogue.models import Matter
from govhall.kernel.errors import Refused
from govhall.kernel.identity import InvalidCreditCode, check_credit_code, check_resident_id
from govhall.kernel.masking import mask_id_number, mask_name, mask_organisation, mask_phone
from govhall.kernel.numbering import check_number
from tenants.access import Actor
from tenants.models import Hall, Point
from tenants.roles import Role
from tenants.selectors import hall_by_code

PAGE = 50
NO_LIMIT = date(9999, 12, 31)  # sorts behind every limit
HANDLERS = frozenset({Role.CLERK, Role.AGENT, Role.REVIEWER, Role.CHIEF, Role.APPROVER})
ACTING = HANDLERS | {Role.LEADER}  # the head of an organ extends a limit, and sees people masked
READERS = HANDLERS | {Role.SUPERVISOR, Role.LEADER}


class Show(StrEnum):
    """The filters of a worklist, by the words that stand above it."""

    TODO = 'todo'
    INTAKE = 'intake'
    DECIDE = 'decide'
    CORRECT = 'correct'
    AWAY = 'away'
    DELIVER = 'deliver'
    ASKED = 'asked'
    WARNED = 'warned'
    UNSIGNED = 'unsigned'
    DONE = 'done'

    @property
    def label(self) -> str:
        """The word on screen."""
        return SHOW_LABELS[self]


SHOW_LABELS = {
    Show.TODO: '全部待办',
    Show.INTAKE: '待受理',
    Show.DECIDE: '待审查、待决定',
    Show.CORRECT: '待补正',
    Show.AWAY: '在途和上级办理中',
    Show.DELIVER: '待送达',
    Show.ASKED: '请本厅协办',
    Show.WARNED: '快到期和超期',
    Show.UNSIGNED: '监管超期未签收',
    Show.DONE: '已办结',
}
COUNTED_APART = (Show.DELIVER, Show.ASKED, Show.UNSIGNED)
COUNTED = tuple(one for one in Show if one is not Show.DONE)  # as many as the hall ever had: nobody counts them
WARNED_DAYS = 1  # working days before the limit (domain 6.4, R01)


class BadCursor(Refused):
    """The place is not the end of a page of this list."""

    code = 'BAD_CURSOR'
    sentence = '分页位置不对，请原样使用上一页的 endCursor。'


class Position(NamedTuple):
    """Where a page of the worklist ended: the last row's limit (its last change, of what is done) and uid."""

    due: date  # or datetime, which is one
    uid: UUID

    def __str__(self) -> str:
        return f'{self.due.isoformat()}.{self.uid}'


def position(text: str, show: Show) -> Position:
    """The end of a page of this list as it was written. Raises BadCursor."""
    moment, _, uid = text.rpartition('.')
    try:
        return Position(datetime.fromisoformat(moment) if show is Show.DONE else date.fromisoformat(moment), UUID(uid))
    except ValueError as unreadable:
        raise BadCursor(field='after') from unreadable


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One page of a worklist; `after` is None on the last one."""

    cases: Sequence[Case]
    after: Position | None


def may_see_people(actor: Actor) -> bool:
    """True if the work may need the applicant's data; supervisors and leaders see them masked only (PIPL article 6)."""
    return bool(actor.roles & HANDLERS)


def masked_applicant(case: Case | OnlineApplication) -> Applicant:
    """The applicant as pages show them; in full only by `services.disclosure`, which records it."""
    whole = case.applicant
    return Applicant(
        kind=whole.kind,
        name=masked_name(whole),
        id_number=mask_id_number(whole.id_number),
        phone=mask_phone(whole.phone),
        agent=mask_name(whole.agent),
    )


def masked_name(applicant: Applicant) -> str:
    """The applicant's name for lists and public pages."""
    return mask_name(applicant.name) if applicant.kind == 'person' else mask_organisation(applicant.name)


def visible(actor: Actor) -> QuerySet[Case]:
    """The hall's cases that the person may open: all of them, for a village agent those of their own point."""
    if actor.roles <= {Role.AGENT}:
        # An agent of no single point has those of all points, never the counter's.
        return Case.objects.filter(point=actor.point) if actor.point else Case.objects.exclude(point='')
    return Case.objects.all()


def case_for(uid: UUID, actor: Actor) -> Case:
    """One case of the current hall. Raises NoSuchCase, also for one that the person may not open."""
    case = visible(actor).filter(uid=uid).first()
    if case is None:
        raise NoSuchCase
    return case


def find_by_number(number: str, actor: Actor) -> Case:
    """The case with that number in the current hall. Raises InvalidCaseNumber, NoSuchCase (beside the field)."""
    case = visible(actor).filter(number=check_number(number)).first()
    if case is None:
        raise NoSuchCase(field='number')
    return case


def find_by_id_number(text: str, actor: Actor) -> list[Case]:
    """The latest cases in the current hall of the person or organisation with exactly that number, at most a page.

    Found by the blind index. Raises NotYourRole for those who see people masked, InvalidResidentId and its kin,
    NoSuchCase if there is none (beside the field).
    """
    if not may_see_people(actor):
        raise NotYourRole(field='number')
    number = _checked_id_number(text)
    index = Case._meta.get_field('applicant_index')
    found = visible(actor).filter(applicant_index__in=index.candidates(number)).order_by('-received_at', '-uid')[:PAGE]
    if not found:
        raise NoSuchCase(field='number')
    return list(found)


def _checked_id_number(text: str) -> str:
    try:
        return check_credit_code(text)
    except InvalidCreditCode:
        return check_resident_id(text, today=timezone.localdate())


def _condition(show: Show, hall: str) -> Q | Exists:
    if show is Show.DELIVER:
        origins = [hall, *merged_into(hall)]
        return Q(outcome_data__isnull=False, delivered_at__isnull=True, origin__in=origins, state__in=TO_DELIVER)
    if show is Show.ASKED:
        asked = CaseRequest.objects.filter(case=OuterRef('uid'), kind__in=KINDS, granted__isnull=True)
        return Exists(asked.exclude(came_from=''))
    is_open = Q(outcome_data__isnull=True)
    held = is_open & Q(custody=Custody.HELD)
    conditions: dict[Show, Q | Exists] = {
        Show.WARNED: held & _due_by(hall),
        # 批后监管 (domain 1.2, C20): handed to supervision, and no receipt within five working days.
        Show.UNSIGNED: Q(uid__in=unsigned(hall).values('case')),
        Show.DONE: Q(outcome_data__isnull=False),
        Show.TODO: held & ~Q(state=State.CORRECTING),
        Show.INTAKE: held & Q(state__in=[State.ENTRUSTED, State.RECEIVED]),
        Show.DECIDE: held & Q(state__in=[State.ACCEPTED, State.REVIEWED]),
        # Also what a hall above has sent back for papers: the applicant brings them here.
        Show.CORRECT: is_open & Q(state=State.CORRECTING),
        Show.AWAY: is_open & ~Q(custody=Custody.HELD) & ~Q(state=State.CORRECTING),
    }
    return conditions[show]


def _due_by(hall: str) -> Q:
    """The limit has passed or ends within a working day (预警)."""
    limit = calendar_of(hall_by_code(hall).area_code).add(timezone.localdate(), WARNED_DAYS).day
    return Q(promised_due__lte=limit) | Q(promised_due__isnull=True, intake_due__lte=limit)


def unsigned(hall: str) -> QuerySet[Deadline]:
    """The limits of receipts that supervision owes this hall and has not given in time."""
    return Deadline.objects.filter(hall=hall, kind='oversight', due_on__lt=timezone.localdate())


def counts(hall: str, actor: Actor, shows: Iterable[Show] = COUNTED) -> dict[Show, int]:
    """How many cases stand behind these filters; at most four statements.

    What is open, what waits for delivery and what was asked are counted apart: each has an index that holds no more
    than that, and one statement over all of them would read every case that the hall ever had.
    """
    seen, found = visible(actor), dict.fromkeys(shows, 0)
    if still_open := [show for show in found if show not in COUNTED_APART]:
        rows = seen.filter(outcome_data__isnull=True)
        found |= _numbers(
            rows.aggregate(**{show.value: Count('uid', filter=_condition(show, hall)) for show in still_open})
        )
    return found | {show: seen.filter(_condition(show, hall)).count() for show in COUNTED_APART if show in found}


def _numbers(counted: dict[str, int]) -> dict[Show, int]:
    return {Show(word): number for word, number in counted.items()}


def worklist(hall: str, actor: Actor, show: Show, *, after: Position | None = None) -> WorkPage:
    """A page of a hall's cases, the most urgent first; `after` is the end of the page before (keyset).

    What is done comes with the newest first.
    """
    if show is Show.DONE:
        return _done(visible(actor).filter(_condition(show, hall)), after)
    rows = (
        visible(actor)
        .filter(_condition(show, hall))
        .annotate(until=Coalesce('promised_due', 'intake_due', Value(NO_LIMIT), output_field=DateField()))
        .order_by('until', 'uid')
    )
    if after:
        rows = rows.filter(Q(until__gt=after.due) | Q(until=after.due, uid__gt=after.uid))
    found = list(rows[: PAGE + 1])
    end = found[PAGE - 1] if len(found) > PAGE else None
    return WorkPage(found[:PAGE], Position(end.due or NO_LIMIT, end.uid) if end else None)


def _done(rows: QuerySet[Case], after: Position | None) -> WorkPage:
    rows = rows.order_by('-updated_at', '-uid')  # by the index case_recent
    if after:
        rows = rows.filter(Q(updated_at__lt=after.due) | Q(updated_at=after.due, uid__lt=after.uid))
    found = list(rows[: PAGE + 1])
    end = found[PAGE - 1] if len(found) > PAGE else None
    return WorkPage(found[:PAGE], Position(end.updated_at, end.uid) if end else None)


def hall_names(codes: Iterable[str]) -> dict[str, str]:
    """The full names of halls by code; a code that the directory does not know (yet) stands for itself."""
    wanted = {code for code in codes if code}
    rows = HallEntry.objects.filter(code__in=wanted).values_list('code', 'name') if wanted else ()
    return {code: code for code in wanted} | dict(rows)


def matter_names(codes: Iterable[str]) -> dict[str, str]:
    """The short names of matters by code; one statement."""
    return dict(Matter.objects.filter(code__in=set(codes)).values_list('code', 'short_name'))


def point_names(hall: Hall, codes: Iterable[str]) -> dict[str, str]:
    """The names of village points by code; empty for points of other halls, which only those know."""
    wanted = {code for code in codes if code}
    return dict(Point.objects.filter(hall=hall, code__in=wanted).values_list('code', 'name')) if wanted else {}
