"""Which online applications a person of a hall may open: those of their departments' matters, as of cases."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet, Value

from govhall.applications.models import OnlineApplication
from govhall.casework.sight import CODES, Sight, SightParams, params_of, sight_of
from govhall.catalogue.letters_held import matters_by_letter
from govhall.catalogue.matter_owners import OF_THE_HALL
from govhall.catalogue.models import CentreItem, Department, Grant
from tenants.access import Actor
from tenants.compiled_query import Param, among


def seen_by(rows: 'QuerySet[OnlineApplication]', actor: Actor) -> 'QuerySet[OnlineApplication]':
    """Those that the person may open: all, or those of their departments' matters, of their letters, and of nobody."""
    return rows if sees_all(actor) else rows.filter(theirs(params_of(actor)))


def sees_all(actor: Actor) -> bool:
    """Whether nobody has sent the person, or they lead the hall; an agent who is also of a department is not such."""
    return Sight.DEPARTMENT not in sight_of(actor)


def theirs(given: SightParams) -> Q:
    """As `catalogue.matter_owners.owning`, asked the other way round: which matters a department has in the hall."""
    own = given.departments if isinstance(given.departments, Param) else Value(given.departments, CODES)
    items = CentreItem.objects.filter(hall_code=given.hall)
    listed = Q(among('matter', _codes(items.values('code'))))
    of_organs = Q(among('matter', _granted(given, Department.objects.filter(among('code', own)))))
    of_any = Q(among('matter', _granted(given, Department.objects.all())))
    by_letter = Q(among('matter', matters_by_letter(person=given.person, hall=given.hall, at=given.at)))
    by_list = Q(among('matter', _codes(items.filter(among('department_code', own)).values('code'))))
    return by_list | by_letter | (~listed & (of_organs | ~of_any))


def _granted(given: SightParams, departments: 'QuerySet[Department]') -> ArraySubquery:
    at: datetime | Param = given.at
    grants = Grant.objects.live(at).filter(hall_code=given.hall, mode__in=OF_THE_HALL)
    return _codes(
        grants.filter(organ_code__in=departments.exclude(organ_code='').values('organ_code')).values('matter_code')
    )


def _codes(rows: 'QuerySet[Any, Any]') -> ArraySubquery:
    return ArraySubquery(rows.order_by())
