"""The worklist, the first page after sign-in, and the health of a cell."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from redis.exceptions import ConnectionError as ValkeyAway

from govhall.casework.models import Case
from govhall.centre.views import WORKLIST
from govhall.desk.filters import WorklistFilter
from tenants.context import hall_context
from tenants.models import Membership, Person
from tenants.roles import Role
from tests.builders.world import BIRTH, COUNTY, DISABLED, HYGIENE, LONG_AGO, TOWNSHIP, World
from tests.flow.pages.conftest import SignedIn
from tests.flow.pages.screen import at, do, take_in, text

PASSWORD = 'correct-horse-9'


def shown(client: Client, query: str = '') -> list[str]:
    rows = client.get(at(TOWNSHIP, f'worklist/{query}')).context['rows']
    return [str(row.case.uid) for row in rows]


def test_the_most_urgent_case_stands_first_and_pages_join_without_gap(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    urgent = WORKLIST.orders['urgent']
    monkeypatch.setitem(WORKLIST.orders, 'urgent', replace(urgent, keyset=replace(urgent.keyset, size=2)))
    cases = [world.receive(TOWNSHIP, BIRTH) for _ in range(5)]
    with hall_context(world.hall(TOWNSHIP)):
        for place, case in enumerate(cases):
            Case.objects.filter(uid=case.uid).update(intake_due=date(2026, 12, 9) - timedelta(days=place // 2))
    client, seen, query = signed_in(world.clerk(TOWNSHIP)), [], ''
    for _ in range(3):
        seen += shown(client, query)
        query = client.get(at(TOWNSHIP, f'worklist/{query}')).context['next']
    assert query == ''
    assert sorted(seen[1:3]) == sorted(str(case.uid) for case in cases[2:4])
    assert (seen[0], len(set(seen))) == (str(cases[4].uid), 5)


def test_each_filter_counts_and_shows_its_cases(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    received = take_in(chief, TOWNSHIP, BIRTH)
    accepted = take_in(chief, TOWNSHIP, DISABLED, then='accept')
    correcting = take_in(chief, TOWNSHIP, BIRTH, papers=1, then='correction')
    away = take_in(chief, TOWNSHIP, HYGIENE, then='forward')
    decided = take_in(chief, TOWNSHIP, BIRTH, then='on-the-spot')
    expected = {'intake': received, 'decide': accepted, 'correct': correcting, 'away': away, 'deliver': decided}
    for show, address in expected.items():
        page = chief.get(at(TOWNSHIP, 'worklist/'), {'show': show})
        assert [row.case.uid.hex in address.replace('-', '') for row in page.context['rows']] == [True], show
        assert f'{WorklistFilter(show).label} 1 件' in text(page)
    assert len(shown(chief)) == 2
    do(chief, decided, 'deliver')
    assert '没有等送达的结果' in text(chief.get(at(TOWNSHIP, 'worklist/'), {'show': 'deliver'}))


@pytest.mark.parametrize('query', ['?show=everything', '?after=yesterday.7'])
def test_an_unreadable_filter_is_not_found(world: World, signed_in: SignedIn, query: str) -> None:
    assert signed_in(world.clerk(TOWNSHIP)).get(at(TOWNSHIP, f'worklist/{query}')).status_code == 404


def test_applicants_are_masked_in_lists(world: World, signed_in: SignedIn) -> None:
    world.receive(TOWNSHIP, BIRTH)
    page = text(signed_in(world.clerk(TOWNSHIP)).get(at(TOWNSHIP, 'worklist/')))
    assert '张**' in page
    assert '张小明' not in page


@pytest.mark.parametrize(
    ('role', 'first'),
    [(Role.CLERK, 'counter/'), (Role.APPROVER, 'worklist/'), (Role.AGENT, 'points/'), (Role.LEADER, 'figures/')],
)
def test_signing_in_leads_straight_to_the_work(world: World, role: Role, first: str) -> None:
    person = Person.objects.get(pk=world.person(TOWNSHIP, role, password=PASSWORD).person_id)
    answer = Client().post('/sign-in/', {'username': person.username, 'password': PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == at(TOWNSHIP, first)
    assert answer.status_code == 200


def test_who_works_in_two_halls_chooses_one(world: World) -> None:
    actor = world.person(TOWNSHIP, Role.CLERK, password=PASSWORD)
    person = Person.objects.get(pk=actor.person_id)
    Membership.objects.create(person=person, hall=world.hall(COUNTY), roles=[Role.CLERK], valid_from=LONG_AGO)
    client = Client()
    answer = client.post('/sign-in/', {'username': person.username, 'password': PASSWORD}, follow=True)
    assert {at(TOWNSHIP), at(COUNTY)} <= {place['href'] for place in answer.context['places']}
    assert client.post('/sign-out/').headers['Location'] == '/'
    assert client.get(at(COUNTY, 'counter/')).status_code == 302


def test_a_wrong_password_is_told_and_the_sixth_try_is_locked(world: World) -> None:
    person = Person.objects.get(pk=world.person(TOWNSHIP, Role.CLERK, password=PASSWORD).person_id)
    client = Client()
    for _ in range(4):
        assert '用户名或密码不对' in text(client.post('/sign-in/', {'username': person.username, 'password': 'no'}))
    client.post('/sign-in/', {'username': person.username, 'password': 'no'})
    locked = client.post('/sign-in/', {'username': person.username, 'password': PASSWORD})
    assert (locked.status_code, '暂时不能登录' in text(locked)) == (429, True)


def test_after_sign_in_one_never_lands_on_another_site(world: World) -> None:
    person = Person.objects.get(pk=world.person(TOWNSHIP, Role.CLERK, password=PASSWORD).person_id)
    typed = {'username': person.username, 'password': PASSWORD, 'next': 'https://example.org/'}
    assert Client().post('/sign-in/', typed).headers['Location'] == '/halls/'


def test_health_tells_which_store_is_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get('/healthz').json() == {'database': True, 'valkey': True, 'wrong': []}

    def away(key: str) -> None:
        raise ValkeyAway

    monkeypatch.setattr(cache, 'get', away)
    answer = Client().get('/healthz')
    assert (answer.status_code, answer.json()) == (200, {'database': True, 'valkey': False, 'wrong': ['valkey_away']})
