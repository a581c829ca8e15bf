"""Which departments a matter belongs to in a hall, and who may act on it in their place.

People whom no department has sent stand at the hall's common window (综合窗口) and take what the hall takes.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, DateTimeField, Exists, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from govhall.catalogue.authority import require_letter
from govhall.catalogue.departments import department_name
from govhall.catalogue.models import CentreItem, Department, Grant, Matter, Section
from govhall.catalogue.refusals import NoAuthorisation, NotYourDepartment
from govhall.catalogue.rules import PERSONAL_POWERS, Mode, PersonalPower
from govhall.catalogue.windows import handling, windows_of
from tenants.compiled_query import CompiledQuery, Param

# Whoever may examine or decide a matter by letter may also accept it: the letter is nearer than the department.
EXAMINES: tuple[PersonalPower, ...] = tuple(one for wordings in PERSONAL_POWERS.values() for one in wordings)
OF_THE_HALL = (Mode.OWN, Mode.DELEGATED, Mode.REVIEW)  # whose organ is the hall's own, not one that lent its name
AT = Param('at', DateTimeField())
MATTER, HALL = Param('matter', CharField()), Param('hall', CharField())


class Placement(NamedTuple):
    """Whose a case is in a hall: the code of a department, its approval section there and the number of its window.

    All empty where no department has the matter: then the case is the whole hall's.
    """

    department: str = ''
    section: str = ''
    window: str = ''


def owners_of(*, matter: str, hall: str, at: datetime) -> dict[str, str]:
    """The departments that a matter belongs to in a hall, code to name. One query.

    The list of the centre says it; where it has no such item, the organ in whose name the hall acts. Empty where
    neither names a department: then the matter is the whole hall's.
    """
    return dict(OWNERS(matter=matter, hall=hall, at=at))


def require_department(
    *, matter: str, hall: str, departments: Collection[str], person_id: int, at: datetime, owner: str = ''
) -> UUID | None:
    """Refuse (NotYourDepartment) who was sent by other departments than the matter's and has no letter for it.

    `owner` is the department that a case has been given to: it goes before the lists. Gives the letter that stood in
    for the department. No query for people of the common window, nor for the owner's.
    """
    if not departments or owner in departments:
        return None
    owners = {owner: owner} if owner else owners_of(matter=matter, hall=hall, at=at)
    if not owners or not owners.keys().isdisjoint(departments):
        return None
    try:
        return require_letter(person_id=person_id, hall=hall, powers=EXAMINES, matter=matter, at=at)
    except NoAuthorisation as missing:
        names = [department_name(owner)] if owner else owners.values()
        raise NotYourDepartment(departments='、'.join(sorted(names))) from missing


def why_not_theirs(
    *, matter: str, hall: str, departments: Collection[str], person_id: int, at: datetime, owner: str = ''
) -> str:
    """The sentence with which `require_department` would refuse; empty where it lets the person act."""
    try:
        require_department(matter=matter, hall=hall, departments=departments, person_id=person_id, at=at, owner=owner)
    except NotYourDepartment as refusal:
        return str(refusal)
    return ''


def placement_of(placed: Matter) -> Placement:
    """What `with_placement` read beside a matter."""
    found = placed.placement or {}  # type: ignore[attr-defined]  # annotated
    window = window_of(found.get('windows') or [], placed.code, timezone.localdate())
    return Placement(found.get('code', ''), found.get('section') or '', window)


def window_of(windows: Iterable[dict[str, Any]], matter: str, day: date) -> str:
    """The number of the window of a section that handles a matter on a day, or nothing."""
    window = handling(windows_of(windows), matter, day)
    return window.number if window else ''


def with_placement(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """A read of the matter, which says as well whose its cases are in the hall: no read of its own. To be compiled.

    Where several departments have a matter, its cases are the first one's by code, until somebody gives them to
    another.
    """
    here = Section.objects.filter(hall_code=HALL, department_code=OuterRef('code'))
    section, windows = (Subquery(here.values(name)[:1]) for name in ('name', 'windows'))
    found = owning().order_by('code')
    told = found.values(told=JSONObject(code='code', section=section, windows=windows))[:1]
    return matters.annotate(placement=Subquery(told, output_field=JSONField()))


def owning() -> QuerySet[Department]:
    """The departments that a matter belongs to in a hall at a moment, to be compiled."""
    items = CentreItem.objects.filter(hall_code=HALL, code=MATTER)
    grants = Grant.objects.live(AT).filter(hall_code=HALL, matter_code=MATTER, mode__in=OF_THE_HALL)
    by_organ = ~Exists(items) & Q(organ_code__in=grants.values('organ_code'))
    return Department.objects.filter(Q(code__in=items.values('department_code')) | by_organ)


OWNERS = CompiledQuery(lambda: owning().values_list('code', 'name'))
