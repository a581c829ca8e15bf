"""Who may not open a case can't act on it: through no address of a page and no field of GraphQL."""

from uuid import UUID

import pytest

from govhall.acts.registry import acts
from govhall.api.mutations import on_a_case
from govhall.casework.models import Case
from tenants.access import actor_in
from tenants.context import hall_context
from tenants.models import Membership, Person
from tenants.roles import Role
from tenants.selectors import points_of
from tests.builders.screen import SignedIn, at, text
from tests.builders.system import System
from tests.builders.world import BIRTH, LONG_AGO, TOWNSHIP, World


def version_of(world: World, uid: UUID) -> tuple[int, int]:
    with hall_context(world.hall(TOWNSHIP)):
        case = Case.objects.get(uid=uid)
        return case.version, case.event_count


@pytest.mark.parametrize('point', ['own', 'none'])
def test_an_agent_acts_on_no_case_that_the_agent_may_not_open(world: World, signed_in: SignedIn, point: str) -> None:
    own = points_of(world.hall(TOWNSHIP))[0].code if point == 'own' else ''
    case = world.receive(TOWNSHIP, BIRTH)  # taken at the counter
    before = version_of(world, case.uid)
    client = signed_in(world.person(TOWNSHIP, Role.AGENT, point=own))
    address = at(TOWNSHIP, f'cases/{case.uid}/')
    assert client.get(address).status_code == 404
    for word in (act.word for act in acts() if act.word):
        given = {'version': before[0], 'reason': '试试', 'opinion': '试试', 'to': 'TJXZ0001', 'missing': ['1']}
        answer = client.post(f'{address}{word}/', given)
        assert answer.status_code in (404, 422), (word, text(answer))
        assert '张' not in text(answer), word
    assert version_of(world, case.uid) == before


def test_an_agents_system_acts_on_no_case_that_it_may_not_open(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    before = version_of(world, case.uid)
    system = System.of(world, TOWNSHIP, Role.AGENT)
    for one in on_a_case():
        name = ''.join(part.capitalize() for part in one.mutation.split('_'))
        mutation = name[0].lower() + name[1:]
        query = f'mutation ($i: {name}Input!) {{ {mutation}(input: $i) {{ code case {{ uid }} }} }}'
        answer = system.post(query, {'i': {'uid': str(case.uid), 'version': before[0]}}).json()
        done = (answer.get('data') or {}).get(mutation)
        # Of what the agent's role may never do, nothing more is told than that.
        codes = ('NO_SUCH_CASE',) if one.roles is None else ('NO_SUCH_CASE', 'NOT_YOUR_ROLE')
        assert done is None or (done['code'] in codes and done['case'] is None), (mutation, answer)
    assert version_of(world, case.uid) == before


def test_all_memberships_of_a_person_in_a_hall_count(world: World) -> None:
    hall = world.hall(TOWNSHIP)
    first, second = (one.code for one in points_of(hall)[:2])
    agent = world.person(TOWNSHIP, Role.AGENT, point=second)
    person = Person.objects.get(pk=agent.person_id)
    more = {'person': person, 'hall': hall, 'valid_from': LONG_AGO}
    Membership.objects.create(roles=['agent'], point=first, department='民政办', **more)
    actor = actor_in(person, hall)
    assert actor is not None
    assert (actor.own_points, actor.point, actor.department) == ({first, second}, '', '民政办')
    Membership.objects.create(roles=['clerk'], department='便民大厅', **more)
    actor = actor_in(person, hall)
    assert actor is not None
    assert (actor.roles, actor.department) == ({Role.AGENT, Role.CLERK}, '民政办')


def test_an_agent_of_two_points_opens_the_cases_of_both_and_of_no_other(world: World, signed_in: SignedIn) -> None:
    hall = world.hall(TOWNSHIP)
    codes = [one.code for one in points_of(hall)[:3]]
    agent = world.person(TOWNSHIP, Role.AGENT, point=codes[0])
    Membership.objects.create(
        person_id=agent.person_id, hall=hall, roles=['agent'], point=codes[1], valid_from=LONG_AGO
    )
    client = signed_in(agent)
    cases = [world.receive(TOWNSHIP, BIRTH, point=code) for code in codes]
    found = [client.get(at(TOWNSHIP, f'cases/{case.uid}/')).status_code for case in cases]
    assert found == [200, 200, 404]
    assert client.get(at(TOWNSHIP, 'worklist/')).status_code == 200


@pytest.mark.parametrize('page', ['worklist/', 'search/', 'audit/', 'figures/', 'nothing-here/'])
def test_no_page_behind_the_sign_in_is_kept_anywhere(world: World, signed_in: SignedIn, page: str) -> None:
    client = signed_in(world.person(TOWNSHIP, Role.CHIEF, Role.ADMINISTRATOR))
    assert 'no-store' in client.get(at(TOWNSHIP, page)).headers['Cache-Control']


@pytest.mark.parametrize('page', ['/track/', '/', '/sign-in/'])
def test_no_public_page_that_may_name_a_person_is_kept(world: World, client: 'object', page: str) -> None:
    answer = client.get(page)  # type: ignore[attr-defined]
    assert 'no-store' in answer.headers['Cache-Control']
