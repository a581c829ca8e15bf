"""Reads of a hall's cases for people, all through `Case.objects.visible_to`."""

from collections.abc import Iterable
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from federation.directory.models import HallEntry
from govhall.casework import sight
from govhall.casework.models import Case
from govhall.casework.refusals import NoSuchCase
from govhall.catalogue.models import Matter
from govhall.kernel.numbering import check_number
from tenants.access import Actor
from tenants.models import Hall, Point
from tenants.roles import Role

Row = TypeVar('Row', bound=Model)
HANDLERS = sight.HANDLERS
HELPING = HANDLERS | {Role.LIAISON}  # who brings files of applicants
ACTING = HELPING | {Role.LEADER}  # the head of an organ extends a limit, and sees no people
READERS = HELPING | {Role.SUPERVISOR, Role.LEADER}


def of_visible(rows: QuerySet[Row], actor: Actor, *, by: str = 'case') -> QuerySet[Row]:
    """Rows that have a case (papers, charges, packages), of the cases that the person may open; `by` names the case."""
    return (
        rows
        if sight.sight_of(actor) is sight.Sight.HALL
        else rows.filter(**{f'{by}__in': Case.objects.visible_to(actor)})
    )


def case_for(uid: UUID, actor: Actor) -> Case:
    """One case of the current hall. Raises NoSuchCase, also for one that the person may not open."""
    case = Case.objects.visible_to(actor).with_department().with_helpers(actor.hall).filter(uid=uid).first()
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
