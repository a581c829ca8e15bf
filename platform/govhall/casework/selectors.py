"""Reads of a hall's cases for people, all through `Case.objects.visible_to`."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from federation.contracts.case import Applicant
from federation.directory.models import HallEntry
from govhall.casework.models import Case
from govhall.casework.refusals import NoSuchCase
from govhall.casework.sight import Sight, sight_of
from govhall.catalogue.models import Matter
from govhall.kernel.masking import mask_id_number, mask_name, mask_organisation, mask_phone
from govhall.kernel.numbering import check_number
from tenants.access import Actor
from tenants.models import Hall, Point
from tenants.roles import Role

Row = TypeVar('Row', bound=Model)
HANDLERS = frozenset({Role.CLERK, Role.AGENT, Role.REVIEWER, Role.CHIEF, Role.APPROVER})
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
    """The applicant as pages show them; in full only by `desk/services/reveal.py`, which records it."""
    whole = case.applicant
    return Applicant(
        kind=whole.kind,
        name=masked_name(whole),
        id_number=mask_id_number(whole.id_number),
        phone=mask_phone(whole.phone),
        agent=mask_name(whole.agent),
        document=whole.document,
        representative=mask_name(whole.representative),
        agent_number=mask_id_number(whole.agent_number),
        agent_phone=mask_phone(whole.agent_phone),
    )


def masked_name(applicant: Applicant) -> str:
    """The applicant's name for lists and public pages."""
    return mask_name(applicant.name) if applicant.kind == 'person' else mask_organisation(applicant.name)


def of_visible(rows: QuerySet[Row], actor: Actor, *, by: str = 'case') -> QuerySet[Row]:
    """Rows that have a case (papers, charges, packages), of the cases that the person may open; `by` names the case."""
    return rows if sight_of(actor) is Sight.HALL else rows.filter(**{f'{by}__in': Case.objects.visible_to(actor)})


def case_for(uid: UUID, actor: Actor) -> Case:
    """One case of the current hall. Raises NoSuchCase, also for one that the person may not open."""
    case = Case.objects.visible_to(actor).with_department().filter(uid=uid).first()
    if case is None:
        raise NoSuchCase
    return case


def find_by_number(number: str, actor: Actor) -> Case:
    """The case with that number in the current hall. Raises InvalidCaseNumber, NoSuchCase (beside the field)."""
    case = Case.objects.visible_to(actor).with_department().filter(number=check_number(number)).first()
    if case is None:
        raise NoSuchCase(field='number')
    return case


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
