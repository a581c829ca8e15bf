"""Which departments a matter belongs to in a hall, and who may act on it in their place.

People whom no department has sent stand at the hall's common window (综合窗口) and take what the hall takes.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import CharField, DateTimeField, Exists, Q, QuerySet

from govhall.catalogue.authority import require_letter
from govhall.catalogue.models import CentreItem, Department, Grant
from govhall.catalogue.refusals import NoAuthorisation, NotYourDepartment
from govhall.catalogue.rules import PERSONAL_POWERS, Mode, PersonalPower
from tenants.compiled_query import CompiledQuery, Param

# Whoever may examine or decide a matter by letter may also accept it: the letter is nearer than the department.
EXAMINES: tuple[PersonalPower, ...] = tuple(one for wordings in PERSONAL_POWERS.values() for one in wordings)
OF_THE_HALL = (Mode.OWN, Mode.DELEGATED, Mode.REVIEW)  # whose organ is the hall's own, not one that lent its name
AT = Param('at', DateTimeField())
MATTER, HALL = Param('matter', CharField()), Param('hall', CharField())


def owners_of(*, matter: str, hall: str, at: datetime) -> dict[str, str]:
    """The departments that a matter belongs to in a hall, code to name. One query.

    The list of the centre says it; where it has no such item, the organ in whose name the hall acts. Empty where
    neither names a department: then the matter is the whole hall's.
    """
    return dict(OWNERS(matter=matter, hall=hall, at=at))


def require_department(
    *, matter: str, hall: str, departments: Collection[str], person_id: int, at: datetime
) -> UUID | None:
    """Refuse (NotYourDepartment) who was sent by other departments than the matter's and has no letter for it.

    Gives the letter that stood in for the department. No query for people of the common window.
    """
    if not departments:
        return None
    owners = owners_of(matter=matter, hall=hall, at=at)
    if not owners or not owners.keys().isdisjoint(departments):
        return None
    try:
        return require_letter(person_id=person_id, hall=hall, powers=EXAMINES, matter=matter, at=at)
    except NoAuthorisation as missing:
        raise NotYourDepartment(departments='、'.join(sorted(owners.values()))) from missing


def why_not_theirs(*, matter: str, hall: str, departments: Collection[str], person_id: int, at: datetime) -> str:
    """The sentence with which `require_department` would refuse; empty where it lets the person act."""
    try:
        require_department(matter=matter, hall=hall, departments=departments, person_id=person_id, at=at)
    except NotYourDepartment as refusal:
        return str(refusal)
    return ''


def owning() -> QuerySet[Department]:
    """The departments that the matter `MATTER` belongs to in `HALL` at `AT`, for compiled queries."""
    items = CentreItem.objects.filter(hall_code=HALL, code=MATTER)
    grants = Grant.objects.live(AT).filter(hall_code=HALL, matter_code=MATTER, mode__in=OF_THE_HALL)
    by_organ = ~Exists(items) & Q(organ_code__in=grants.values('organ_code'))
    return Department.objects.filter(Q(code__in=items.values('department_code')) | by_organ)


OWNERS = CompiledQuery(lambda: owning().values_list('code', 'name'))
