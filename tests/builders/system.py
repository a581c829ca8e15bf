"""The system of a department: it has a token, and posts queries through all middleware."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from govhall.catalogue.services.authorisations import authorise
from tenants.access import Actor
from tenants.models import Person
from tenants.roles import Role
from tenants.tokens import issue_token, service_account
from tests.builders.world import ID_NUMBER, LONG_AGO, World, paper_codes

ANSWER = '{ code message field case { uid number version state custody holder stateLabel } }'


@dataclass
class System:
    """One service account of one hall."""

    world: World
    hall: str
    person: Person
    token: str
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    @classmethod
    def of(cls, world: World, hall: str, *roles: Role, powers: tuple[str, ...] = ()) -> 'System':
        """An account with these roles and letters, and a fresh token."""
        place = world.hall(hall)
        name = f'sys-{uuid4().hex[:8]}'
        person = service_account(username=name, name='户政系统', hall=place, roles=list(roles))
        if powers:
            authorise(person_id=person.pk, hall=hall, powers=powers, document='授权书2号', valid_from=LONG_AGO)
        return cls(world, hall, person, issue_token(person=person, hall=place, days=30))

    @property
    def actor(self) -> Actor:
        """The account as services see it."""
        roles = frozenset(Role(role) for membership in self.person.memberships.all() for role in membership.roles)
        return Actor(self.person.pk, self.person.name, self.hall, roles)

    def post(self, query: str, variables: dict[str, Any] | None = None, *, hall: str = '', token: str = '') -> Any:
        """The HTTP answer."""
        address = f'/h/{self.world.hall(hall or self.hall).slug}/graphql/'
        body = {'query': query, 'variables': variables or {}}
        headers = {'Authorization': f'Bearer {token or self.token}'}
        return self.client.post(address, body, 'application/json', headers=headers)

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The `data`, which came without errors."""
        answer = self.post(query, variables).json()
        assert 'errors' not in answer, answer
        data: dict[str, Any] = answer['data']
        return data

    def fails(self, query: str, **variables: Any) -> str:
        """The code of the first error."""
        return str(self.post(query, variables).json()['errors'][0]['extensions']['code'])

    def do(self, mutation: str, uid: str | UUID, *, version: int | None = None, **given: Any) -> dict[str, Any]:
        """Post an act, with the version that the hall has now; its answer."""
        seen = version if version is not None else self.world.case(self.hall, UUID(str(uid))).version
        return self.send(mutation, uid=str(uid), version=seen, **given)

    def send(self, mutation: str, **given: Any) -> dict[str, Any]:
        """Post a mutation with this input; its answer."""
        kind = f'{mutation[0].upper()}{mutation[1:]}Input'
        query = f'mutation ($input: {kind}!) {{ {mutation}(input: $input) {ANSWER} }}'
        answer: dict[str, Any] = self.ask(query, input=given)[mutation]
        return answer


def application(matter: str, **changes: Any) -> dict[str, Any]:
    """The input of receiveCase with all papers."""
    values = {
        'submission': str(uuid4()),
        'matter': matter,
        'kind': 'person',
        'name': '张小明',
        'idNumber': ID_NUMBER,
        'phone': '13800000000',
        'papers': paper_codes(matter),
    }
    return values | changes
