"""Reads of a hall's cases; who may see what is decided here and nowhere else."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from federation.contracts.case import Applicant
from federation.directory.models import HallEntry
from govhall.casework.filters import WorklistFilter, condition, params_of
from govhall.casework.models import Case
from govhall.casework.models.case import URGENCY
from govhall.casework.refusals import NoSuchCase
from govhall.casework.rules.transitions import NotYourRole
from govhall.casework.sight import Sight, sight_of
from govhall.catalogue.models import Matter
from govhall.kernel.identity import check_id_number
from govhall.kernel.masking import mask_id_number, mask_name, mask_organisation, mask_phone
from govhall.kernel.numbering import check_number
from govhall.look.pages import Keyset, Page
from tenants.access import Actor
from tenants.compiled_query import Param, among
from tenants.models import Hall, Point
from tenants.roles import Role

PAGE = 50
HANDLERS = frozenset({Role.CLERK, Role.AGENT, Role.REVIEWER, Role.CHIEF, Role.APPROVER})
URGENT_FIRST = Keyset({'until': date, 'uid': UUID}, size=PAGE)  # by the index case_urgent
NEWEST_FIRST = Keyset({'updated_at': datetime, 'uid': UUID}, size=PAGE, descending=True)  # by the index case_recent
ACTING = HANDLERS | {Role.LEADER}  # the head of an organ extends a limit, and sees people masked
READERS = HANDLERS | {Role.SUPERVISOR, Role.LEADER}


class HasApplicant(Protocol):
    """A case, or an application that is none yet."""

    @property
    def applicant(self) -> Applicant:
        """Who applies."""


def may_see_people(actor: Actor) -> bool:
    """True if the work may need the applicant's data; supervisors and leaders see them masked only (PIPL article 6)."""
    return bool(actor.roles & HANDLERS)


def masked_applicant(case: HasApplicant) -> Applicant:
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


def seen(sight: Sight, points: Collection[str] | Param) -> QuerySet[Case]:
    """The cases within sight; `points` are the agent's."""
    if sight is Sight.HALL:
        return Case.objects.all()
    if sight is Sight.POINTS:
        return Case.objects.exclude(point='')
    return Case.objects.filter(among('point', points) if isinstance(points, Param) else Q(point__in=points))


def visible(actor: Actor) -> QuerySet[Case]:
    """The hall's cases that the person may open."""
    return seen(sight_of(actor), actor.own_points)


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
    number = check_id_number(text, today=timezone.localdate())
    index = Case._meta.get_field('applicant_index')
    found = visible(actor).filter(applicant_index__in=index.candidates(number)).order_by('-received_at', '-uid')[:PAGE]
    if not found:
        raise NoSuchCase(field='number')
    return list(found)


def worklist(hall: str, actor: Actor, show: WorklistFilter, *, after: str = '') -> Page[Case]:
    """A page of a hall's cases, the most urgent first; `after` is the end of the page before. Raises BadCursor.

    What is done comes with the newest first.
    """
    rows = visible(actor).filter(condition(show, params_of(hall, [show])))
    if show is WorklistFilter.DONE:
        return NEWEST_FIRST.page(rows, after)
    return URGENT_FIRST.page(rows.annotate(until=URGENCY), after)


def hall_names(codes: Iterable[str]) -> dict[str, str]:
    """The full names of halls by code; a code that the directory does not know (yet) stands for itself."""
    wanted = {code for code in codes if code}
    rows = HallEntry.objects.filter(code__in=wanted).values_list('code', 'name') if wanted else ()
    return {code: code for code in wanted} | dict(rows)


def matter_names(codes: Iterable[str]) -> dict[str, str]:
    """The short names of matters by code; one statement."""
    return dict(Matter.objects.filter(code__in=set(codes)).values_list('code', 'short_name'))


class MatterLabel(NamedTuple):
    """What a list says of a matter."""

    short_name: str
    task_type: str


def matter_labels(codes: Iterable[str]) -> dict[str, MatterLabel]:
    """Short name and type of matters by code; one statement. One that the catalogue lacks is called by its code."""
    wanted = set(codes)
    rows = Matter.objects.filter(code__in=wanted).values_list('code', 'short_name', 'task_type')
    return {code: MatterLabel(code, '') for code in wanted} | {
        code: MatterLabel(name, kind) for code, name, kind in rows
    }


def point_names(hall: Hall, codes: Iterable[str]) -> dict[str, str]:
    """The names of village points by code; empty for points of other halls, which only those know."""
    wanted = {code for code in codes if code}
    return dict(Point.objects.filter(hall=hall, code__in=wanted).values_list('code', 'name')) if wanted else {}
