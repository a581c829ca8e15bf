"""The GraphQL endpoint as a program meets it."""

import json
import time
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.test import RequestFactory

from govhall.api.view import HallGraphQLView
from tenants.models import Person
from tenants.roles import Role
from tests.builders.world import COUNTY, OTHER_TOWNSHIP, TOWNSHIP, World
from tests.flow.insight.facts import DAY, fact, tell
from tests.unit.api.test_limits import ALIASES, BOMB, DEEP, LONG, REPEATED

Answer = tuple[int, dict[str, Any]]


class Endpoint:
    """Posts queries to the view of one hall as one person."""

    def __init__(self, world: World, hall: str, *roles: Role) -> None:
        self.hall = world.hall(hall)
        self.user: Person | AnonymousUser = AnonymousUser()
        if roles:
            self.user = Person.objects.get(pk=world.person(hall, *roles).person_id)

    def ask(self, query: str, *, token: bool = True, **variables: object) -> Answer:
        """Status and JSON of one query."""
        return self.send({'query': query, 'variables': variables}, token=token)

    def send(self, body: object, *, token: bool = True, method: str = 'POST', kind: str = 'application/json') -> Answer:
        """Status and JSON of one request."""
        text = body if isinstance(body, str) else json.dumps(body)
        request = RequestFactory().generic(method, '/graphql/', text, content_type=kind)
        request.user = self.user
        request.hall = self.hall  # type: ignore[attr-defined]
        request._dont_enforce_csrf_checks = token  # type: ignore[attr-defined]
        response = HallGraphQLView.as_view()(request)
        return response.status_code, json.loads(response.content)


@pytest.fixture
def leader(world: World) -> Endpoint:
    """The county's leader."""
    return Endpoint(world, COUNTY, Role.LEADER)


def code_of(answer: Answer) -> str:
    errors = answer[1]['errors']
    assert all(error['extensions']['code'] for error in errors)
    return str(errors[0]['extensions']['code'])


WHOLE = """query ($area: String, $since: Date, $until: Date) {
  figures(area: $area, since: $since, until: $until) {
    asOf complete hallCount silentCount
    totals { ...all } own { ...all } areas { area { code name level } counts { ...all } }
    matters { code name counts { ...all } } levels { level counts { received } } days { day counts { received } }
    halls { code name kind reportedAt hasReported }
  }
}
fragment all on Counts {
  received receivedAtPoint accepted forwarded decided decidedOnTheSpot onTime late refused withdrawn notAccepted
  delivered rated ratedGood decidedTownship decidedCounty decidedCity decidedProvince
}"""


def test_one_query_shows_everything_a_leader_needs(world: World, leader: Endpoint) -> None:
    tell([fact(world, decided_on=DAY, on_time=True)])
    status, answer = leader.ask(WHOLE, since=DAY.isoformat(), until=DAY.isoformat())
    assert status == 200
    shown = answer['data']['figures']
    assert 'errors' not in answer
    assert (shown['totals']['received'], shown['totals']['decidedTownship'], shown['complete']) == (1, 1, False)
    assert {row['area']['name'] for row in shown['areas'] if row['counts']['received']} == {'诺水河镇'}
    assert shown['hallCount'] == len(shown['halls']) == shown['silentCount']


def test_another_halls_area_is_refused_with_a_code_and_a_sentence(world: World, leader: Endpoint) -> None:
    query = 'query ($area: String) { figures(area: $area) { halls { code } totals { received } } }'
    answer = leader.ask(query, area=world.hall(OTHER_TOWNSHIP).area_code)
    assert code_of(answer) == 'OUT_OF_SCOPE'
    assert answer[1]['data'] == {'figures': None}
    assert '管辖范围' in answer[1]['errors'][0]['message']


def test_a_clerk_is_forbidden(world: World) -> None:
    assert code_of(Endpoint(world, COUNTY, Role.CLERK).ask('{ figures { complete } }')) == 'FORBIDDEN'


def test_a_stranger_must_sign_in_and_hears_so_in_json(world: World) -> None:
    answer = Endpoint(world, COUNTY).ask('{ figures { complete } }', token=False)
    assert (answer[0], code_of(answer)) == (401, 'UNAUTHENTICATED')


def test_a_session_is_worth_nothing_in_another_hall(world: World, leader: Endpoint) -> None:
    leader.hall = world.hall(TOWNSHIP)
    answer = leader.ask('{ figures { complete } }')
    assert (answer[0], code_of(answer)) == (404, 'NOT_FOUND')


def test_a_post_without_the_forms_token_is_rejected(leader: Endpoint) -> None:
    answer = leader.ask('{ figures { complete } }', token=False)
    assert (answer[0], code_of(answer)) == (403, 'BAD_TOKEN')


@pytest.mark.parametrize(
    ('query', 'code'),
    [
        (REPEATED, 'QUERY_TOO_LARGE'),
        (ALIASES, 'TOO_MANY_ALIASES'),
        (DEEP, 'QUERY_TOO_DEEP'),
        (LONG, 'QUERY_TOO_LARGE'),
        (BOMB, 'QUERY_TOO_LARGE'),
        ('{ figures ', 'BAD_QUERY'),
        ('{ figures { applicants { name } } }', 'BAD_QUERY'),
        ('{ figures(since: "yesterday") { complete } }', 'BAD_QUERY'),
        ('type Query { a: Int }', 'BAD_QUERY'),
        ('mutation { figures { complete } }', 'BAD_QUERY'),
    ],
    ids=['fields', 'aliases', 'depth', 'comment', 'bomb', 'syntax', 'unknown field', 'bad date', 'types', 'mutation'],
)
def test_a_bad_query_is_answered_with_a_code_within_a_fifth_of_a_second_of_work(
    leader: Endpoint, query: str, code: str
) -> None:
    started = time.thread_time()
    status, answer = leader.ask(query)
    assert time.thread_time() - started < 0.2
    assert (status, code_of((status, answer))) == (400, code)


@pytest.mark.parametrize(
    'body', ['', '[]', '{}', '{"query": 7}', '{"query": "{a}", "variables": []}', '[' * 100_000, '\u0000', '"a"']
)
def test_a_body_that_is_no_query_is_answered_with_a_code(leader: Endpoint, body: str) -> None:
    answer = leader.send(body)
    assert (answer[0], code_of(answer) in {'BAD_QUERY', 'QUERY_TOO_LARGE'}) == (400, True)


@pytest.mark.parametrize('kind', ['application/graphql', 'multipart/form-data; boundary=x', 'text/plain'])
def test_only_json_is_read(leader: Endpoint, kind: str) -> None:
    assert code_of(leader.send('{ figures { complete } }', kind=kind)) == 'BAD_QUERY'


@pytest.mark.parametrize('method', ['GET', 'PUT', 'DELETE', 'OPTIONS'])
def test_only_post_is_answered(leader: Endpoint, method: str) -> None:
    answer = leader.send({'query': '{ figures { complete } }'}, method=method)
    assert (answer[0], code_of(answer)) == (405, 'POST_ONLY')


def test_a_list_longer_than_may_be_read_is_refused(leader: Endpoint) -> None:
    assert code_of(leader.ask('{ figures { halls(first: 1001) { code } } }')) == 'QUERY_TOO_LARGE'


def test_a_wrong_variable_is_named_as_bad_query(leader: Endpoint) -> None:
    answer = leader.ask('query ($since: Date) { figures(since: $since) { complete } }', since='31.2.2026')
    assert code_of(answer) == 'BAD_QUERY'


def test_a_fault_of_the_database_is_masked(leader: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise DatabaseError('relation "insight_day" has secret columns')

    monkeypatch.setattr('govhall.insight.selectors.total', fail)
    answer = leader.ask('{ figures { totals { received } } }')
    assert code_of(answer) == 'INTERNAL'
    assert 'secret' not in json.dumps(answer[1], ensure_ascii=False)


def test_in_production_only_an_administrator_looks_at_the_schema(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, 'MODE', 'production')
    query = '{ __schema { types { name } } }'
    assert code_of(Endpoint(world, COUNTY, Role.LEADER).ask(query)) == 'BAD_QUERY'
    assert 'errors' not in Endpoint(world, COUNTY, Role.ADMINISTRATOR).ask(query)[1]


def test_a_clients_type_names_are_allowed_in_production(leader: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, 'MODE', 'production')
    assert leader.ask('{ figures { __typename complete } }')[1]['data']['figures']['__typename'] == 'Figures'
