"""Tokens of service accounts: shown once, kept as a hash, for one hall, dated, revocable, counted."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from redis.exceptions import ConnectionError as Away

from govhall.api.sign_in import TOKENS
from tenants import throttle
from tenants.models import AccessToken, Membership, Person
from tenants.roles import Role
from tenants.tokens import NoServiceAccount, handle_of, issue_token, person_with, revoke_token
from tests.builders.system import System
from tests.builders.world import OTHER_TOWNSHIP, TOWNSHIP, World

QUERY = '{ cases { endCursor } }'


@pytest.fixture(autouse=True)
def no_guesses(db: None) -> None:
    """Each test begins without wrong tokens."""
    cache.clear()


@pytest.fixture
def system(world: World) -> System:
    """A clerk's system."""
    return System.of(world, TOWNSHIP, Role.CLERK)


def outcome(answer: Any) -> tuple[int, str]:
    found = answer.json()
    return answer.status_code, found['errors'][0]['extensions']['code'] if 'errors' in found else ''


def test_a_token_opens_its_hall_without_cookie_and_form(system: System) -> None:
    answer = system.post(QUERY)
    assert (outcome(answer), dict(answer.cookies)) == ((200, ''), {})


def test_the_secret_is_kept_nowhere(system: System) -> None:
    row = AccessToken.objects.get(person=system.person)
    assert row.handle == handle_of(system.token)
    assert system.token.removeprefix(f'ght_{row.handle}_') not in str(AccessToken.objects.values().get(pk=row.pk))


def test_a_token_is_worth_nothing_in_another_hall_even_with_a_membership_there(world: World, system: System) -> None:
    now = timezone.now()
    Membership.objects.create(
        person=system.person, hall=world.hall(OTHER_TOWNSHIP), roles=['clerk'], valid_from=now - timedelta(days=1)
    )
    answer = system.post(QUERY, hall=OTHER_TOWNSHIP)
    assert outcome(answer) == (401, 'UNAUTHENTICATED')
    assert answer.headers['WWW-Authenticate'] == 'Bearer'


@pytest.mark.parametrize(
    'changes',
    [
        {'valid_to': timezone.now() - timedelta(minutes=1)},
        {'revoked_at': timezone.now() - timedelta(minutes=1)},
        {'issued_at': timezone.now() + timedelta(hours=1)},
    ],
    ids=['ended', 'revoked', 'not yet'],
)
def test_a_token_that_does_not_hold_now_opens_nothing(system: System, changes: dict[str, Any]) -> None:
    AccessToken.objects.filter(person=system.person).update(**changes)
    assert outcome(system.post(QUERY)) == (401, 'UNAUTHENTICATED')


def test_a_token_holds_to_its_last_moment_and_not_longer(world: World, system: System) -> None:
    ends = AccessToken.objects.get(person=system.person).valid_to
    hall = world.hall(TOWNSHIP)
    assert person_with(system.token, hall, at=ends - timedelta(microseconds=1)) == system.person
    assert person_with(system.token, hall, at=ends) is None


def test_a_revoked_token_is_refused_at_the_next_request(system: System) -> None:
    assert outcome(system.post(QUERY)) == (200, '')
    assert revoke_token(handle_of(system.token))
    assert outcome(system.post(QUERY)) == (401, 'UNAUTHENTICATED')
    assert not revoke_token(handle_of(system.token))


def test_a_disabled_account_opens_nothing(system: System) -> None:
    Person.objects.filter(pk=system.person.pk).update(is_active=False)
    assert outcome(system.post(QUERY)) == (401, 'UNAUTHENTICATED')


def test_the_right_handle_with_another_secret_opens_nothing(system: System) -> None:
    forged = system.token[:-3] + ('abc' if not system.token.endswith('abc') else 'xyz')
    assert outcome(system.post(QUERY, token=forged)) == (401, 'UNAUTHENTICATED')


@pytest.mark.parametrize('header', ['Bearer', 'Bearer x', 'Basic eDp5', '', 'Bearer ght_123456789012_'])
def test_a_header_that_is_no_token_is_refused_also_beside_a_session(world: World, header: str) -> None:
    client = Client()
    person = Person.objects.get(pk=world.clerk(TOWNSHIP).person_id)
    client.force_login(person, 'tenants.backends.AccountBackend')
    address = f'/h/{world.hall(TOWNSHIP).slug}/graphql/'
    answer = client.post(address, {'query': QUERY}, 'application/json', headers={'Authorization': header})
    assert outcome(answer) == (401, 'UNAUTHENTICATED')


def test_a_session_still_needs_the_token_of_the_form(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    person = Person.objects.get(pk=world.clerk(TOWNSHIP).person_id)
    client.force_login(person, 'tenants.backends.AccountBackend')
    address = f'/h/{world.hall(TOWNSHIP).slug}/graphql/'
    assert outcome(client.post(address, {'query': QUERY}, 'application/json')) == (403, 'BAD_TOKEN')


def test_wrong_tokens_are_counted_and_then_turned_away(world: World, system: System) -> None:
    other = System.of(world, TOWNSHIP, Role.CLERK)
    forged = system.token[:-3] + ('abc' if not system.token.endswith('abc') else 'xyz')
    answers = [outcome(system.post(QUERY, token=forged)) for _ in range(TOKENS.of_pair + 1)]
    assert set(answers[:-1]) == {(401, 'UNAUTHENTICATED')}
    assert answers[-1] == (429, 'TOO_MANY_TRIES')
    assert outcome(other.post(QUERY)) == (200, '')  # another system behind the same address works on
    assert outcome(system.post(QUERY)) == (200, '')  # and so does whoever has the right token of this handle


def test_while_nobody_can_count_a_right_token_works_and_a_wrong_one_does_not(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> None:
        raise Away

    for name in ('get_many', 'add', 'incr'):
        monkeypatch.setattr(throttle.cache, name, away)
    monkeypatch.setattr(throttle, '_away_until', 0.0)
    assert outcome(system.post(QUERY)) == (200, '')
    assert outcome(system.post(QUERY, token='x')) == (401, 'UNAUTHENTICATED')


def test_nobody_gets_a_token_in_the_name_of_a_person(world: World) -> None:
    person = Person.objects.get(pk=world.person(TOWNSHIP, Role.CLERK, password='a long password').person_id)
    with pytest.raises(NoServiceAccount, match='个人账号'):
        issue_token(person=person, hall=world.hall(TOWNSHIP), days=1)


def test_the_commands_issue_and_revoke(world: World) -> None:
    out, err = StringIO(), StringIO()
    options = {'roles': ['clerk'], 'name': '户政系统', 'days': 90, 'stdout': out, 'stderr': err}
    call_command('issue_token', 'ga-huzheng', TOWNSHIP, **options)
    token = out.getvalue().strip()
    found = person_with(token, world.hall(TOWNSHIP))
    assert found is not None
    assert (found.username, found.name) == ('ga-huzheng', '户政系统')
    assert token not in err.getvalue()
    call_command('revoke_token', handle_of(token), stdout=StringIO())
    assert person_with(token, world.hall(TOWNSHIP)) is None


@pytest.mark.parametrize(
    ('arguments', 'options'),
    [
        (['ga-x', 'NOWHERE1'], {'roles': ['clerk']}),
        (['ga-x', TOWNSHIP], {}),
        (['ga-x', TOWNSHIP], {'roles': ['clerk'], 'days': 367}),
        (['ga-x', TOWNSHIP], {'roles': ['clerk'], 'days': 0}),
    ],
    ids=['no hall', 'no membership', 'too long', 'no day'],
)
def test_the_command_refuses_and_leaves_no_account(world: World, arguments: list[str], options: dict[str, Any]) -> None:
    with pytest.raises(CommandError):
        call_command('issue_token', *arguments, **options)
    assert not Person.objects.filter(username='ga-x').exists()


def test_revoking_what_is_not_there_is_an_error(world: World) -> None:
    with pytest.raises(CommandError, match='no live token'):
        call_command('revoke_token', 'abcdefabcdef')
