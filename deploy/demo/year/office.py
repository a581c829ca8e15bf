"""Who sits where: the people of the demo's halls as the services take them, and what a hall is called."""

from functools import cached_property
from typing import NamedTuple

from deploy.demo.chiefs import Inside, departments
from deploy.demo.topology import CENTRE_HALL
from govhall.catalogue.models import Grant, Matter
from govhall.catalogue.routing import Route
from tenants.access import Actor, actor_in
from tenants.models import Hall, Person


class Seats(NamedTuple):
    """Which duties do what in a hall: hand papers over the counter, accept, review, decide."""

    counter: str
    accepts: str
    reviews: str
    decides: str


SEATS = {
    'township': Seats('clerk', 'clerk', 'reviewer', 'chief'),
    'branch': Seats('clerk', 'clerk', 'approver', 'approver'),
    'county': Seats('clerk', 'clerk', 'reviewer', 'approver'),
    'city': Seats('clerk', 'clerk', 'approver', 'approver'),
    'province': Seats('clerk', 'clerk', 'approver', 'approver'),
}


class Office:
    """The halls of the cell and their people, each looked up once."""

    def __init__(self) -> None:
        self.halls = {hall.code: hall for hall in Hall.objects.all()}
        self.by_facts = set(Grant.objects.exclude(conditions=[]).values_list('matter_code', flat=True))
        self.versions = dict(Matter.objects.values_list('code', 'version'))
        self.ways: dict[tuple[str, str, str], Route] = {}
        self._actors: dict[tuple[str, str], Actor] = {}

    @cached_property
    def _inside(self) -> dict[str, Inside]:
        return {one.code: one for one in departments()}

    def actor(self, hall: str, duty: str) -> Actor:
        """The person with this duty in this hall."""
        if (hall, duty) not in self._actors:
            slug = self.halls[hall].slug
            word = duty.removeprefix('window-').lower()
            found = actor_in(Person.objects.get(username=f'{slug}-{word}'), self.halls[hall])
            if found is None:
                raise LookupError(f'{slug}-{word} does not work in {hall}')
            self._actors[hall, duty] = found
        return self._actors[hall, duty]

    def seats(self, hall: str, department: str, matter: str) -> Seats:
        """Who treats a case of that department in the hall: in the centre its own people, if the matter is in."""
        inside = self._inside.get(department)
        if hall == CENTRE_HALL and inside is not None and matter in inside.matters:
            chief = f'chief-{department}'
            return Seats(f'window-{inside.windows[0]}', chief, 'reviewer', chief)
        return SEATS[self.halls[hall].kind]
