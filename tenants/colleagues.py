"""Who works in a hall now, for whoever hands work to a colleague."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject

from tenants.models import Hall, Membership
from tenants.roles import Role


class Colleague(NamedTuple):
    """Somebody who works in the hall."""

    person_id: int
    name: str
    username: str

    @property
    def label(self) -> str:
        """The name, and the login that tells two of one name apart."""
        return f'{self.name}（{self.username}）'


def helpers_in(hall: str, *, at: datetime) -> ArraySubquery:
    """The liaison officers of the hall (login and name), as an array in a query."""
    live = Membership.objects.live(at).filter(hall__code=hall, roles__contains=[Role.LIAISON.value])
    people = live.filter(person__is_active=True).order_by('person__name', 'person__username')
    return ArraySubquery(people.values(one=JSONObject(username='person__username', name='person__name')))


def colleagues_in(hall: Hall, *, at: datetime, roles: Collection[Role], department: str = '') -> list[Colleague]:
    """Who holds one of the roles in the hall, by name: of this department (any, if none is named), or of none."""
    live = Membership.objects.live(at).filter(hall=hall, roles__overlap=[role.value for role in roles])
    if department:
        live = live.filter(department__in=['', department])
    people = live.filter(person__is_active=True)
    rows = people.order_by('person__name', 'person__username').distinct()
    return [Colleague(*row) for row in rows.values_list('person_id', 'person__name', 'person__username')]
