"""Who works in a hall now, for whoever hands work to a colleague."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

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


def colleagues_in(hall: Hall, *, at: datetime, roles: Collection[Role], department: str = '') -> list[Colleague]:
    """Who holds one of the roles in the hall, by name: of this department (any, if none is named), or of none."""
    live = Membership.objects.live(at).filter(hall=hall, roles__overlap=[role.value for role in roles])
    if department:
        live = live.filter(department__in=['', department])
    people = live.filter(person__is_active=True)
    rows = people.order_by('person__name', 'person__username').distinct()
    return [Colleague(*row) for row in rows.values_list('person_id', 'person__name', 'person__username')]
