"""The second factor: asked after the password, each code good once, and nothing is open before it."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from deploy.demo.player.authenticator import code_of
from tenants.access import Actor
from tenants.models import AuditEntry, Factor, Person
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.system import System
from tests.builders.world import COUNTY, OTHER_TOWNSHIP, TOWNSHIP, World
from tests.flow.pages.test_access import example, patterns

PASSWORD = 'schwer-zu-raten-7'
NOON = datetime(2026, 12, 1, 4, 0, 10, tzinfo=UTC)
WORKLIST = at(TOWNSHIP, 'worklist/')


@pytest.fixture(autouse=True)
def asked_of_approvers(settings: Settings) -> Iterator[None]:
    """One role needs a second factor; nothing is counted yet; hashes are quick."""
    settings.SECOND_FACTOR = frozenset({Role.APPROVER})
    settings.PASSWORD_HASHERS = ['tests.flow.tenants.test_own_password.Quick']
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def approver(world: World) -> Person:
    return of(world.person(TOWNSHIP, Role.APPROVER, password=PASSWORD))


@pytest.fixture
def clock(time_machine: TimeMachineFixture) -> Callable[[float], None]:
    """Sets the clock of the server to so many seconds after noon."""

    def put(seconds: float) -> None:
        time_machine.move_to(NOON + timedelta(seconds=seconds), tick=False)

    put(0)
    return put


def of(actor: Actor) -> Person:
    return Person.objects.get(pk=actor.person_id)


def browser(person: Person, address: str = '198.51.100.7') -> Client:
    """A browser in which the person has typed the password."""
    client = Client(REMOTE_ADDR=address)
    assert client.post('/sign-in/', {'username': person.username, 'password': PASSWORD}).status_code in (200, 302)
    return client


def enrol(client: Client, seconds: float = 0) -> tuple[str, list[str]]:
    """Scan the square and type the first code; the secret and the recovery codes."""
    page = client.get('/second-factor/').content.decode()
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page)
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    assert secret and sealed
    code = code_of(secret[1], NOON.timestamp() + seconds)
    done = client.post('/second-factor/', {'code': code, 'sealed': sealed[1]})
    assert done.status_code == 200, text(done)
    return secret[1], re.findall(r'<code>([^<]+)</code>', done.content.decode())


def type_code(client: Client, code: str) -> int:
    return client.post('/sign-in/code/', {'code': code}).status_code


def test_who_decides_makes_a_second_factor_before_anything_else(
    approver: Person, clock: Callable[[float], None]
) -> None:
    client = browser(approver)
    asked = client.get(WORKLIST)
    assert (asked.status_code, asked.headers['Location']) == (302, at(TOWNSHIP, 'second-factor/'))
    assert client.post(at(TOWNSHIP, 'cases/00000000-0000-0000-0000-000000000007/accept/')).status_code == 409
    answer = client.post(at(TOWNSHIP, 'graphql/'), {'query': '{ __typename }'}, 'application/json')
    assert answer.status_code == 403
    assert answer.json()['errors'][0]['extensions']['code'] == 'SECOND_FACTOR_NEEDED'
    secret, recovery = enrol(client)
    assert (len(recovery), len(set(recovery))) == (10, 10)
    assert client.get(WORKLIST).status_code == 200
    factor = Factor.objects.get(person=approver)
    kept = bytes(factor.secret) + ''.join(factor.recovery).encode()
    assert not [one for one in (secret.replace(' ', ''), *recovery) if one.replace('-', '').encode() in kept]
    entry = AuditEntry.objects.filter(action='account_changed', who=approver.pk).latest('pk')
    assert entry.detail['factor'] is True


def test_other_roles_sign_in_as_before(world: World) -> None:
    clerk = of(world.person(TOWNSHIP, Role.CLERK, password=PASSWORD))
    assert browser(clerk).get(at(TOWNSHIP, 'counter/')).status_code == 200


def test_a_wrong_first_code_keeps_the_square_and_makes_nothing(
    approver: Person, clock: Callable[[float], None]
) -> None:
    client = browser(approver)
    page = client.get('/second-factor/').content.decode()
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page)
    assert sealed and secret
    again = client.post('/second-factor/', {'code': '000000', 'sealed': sealed[1]})
    assert (again.status_code, secret[1] in again.content.decode()) == (422, True)
    assert not Factor.objects.exists()


def test_the_code_is_asked_after_the_password_and_is_good_once(
    approver: Person, clock: Callable[[float], None]
) -> None:
    secret, _ = enrol(browser(approver))
    clock(60)
    code = code_of(secret, NOON.timestamp() + 60)
    first, second = browser(approver), browser(approver)
    assert first.get(WORKLIST).status_code == 302
    assert type_code(first, code) == 302
    assert first.get(WORKLIST).status_code == 200
    assert type_code(second, code) == 422  # somebody has looked over the shoulder
    assert second.get(WORKLIST).headers['Location'].startswith(at(TOWNSHIP, 'sign-in/'))


@pytest.mark.parametrize(('off', 'status'), [(-60, 422), (-30, 302), (0, 302), (30, 302), (60, 422)])
def test_a_clock_may_be_off_by_one_step(
    approver: Person, clock: Callable[[float], None], off: int, status: int
) -> None:
    secret, _ = enrol(browser(approver))
    clock(600)
    assert type_code(browser(approver), code_of(secret, NOON.timestamp() + 600 + off)) == status


def test_each_recovery_code_is_good_once(approver: Person, clock: Callable[[float], None]) -> None:
    _, recovery = enrol(browser(approver))
    assert type_code(browser(approver), recovery[3].lower()) == 302
    assert type_code(browser(approver), recovery[3]) == 422
    assert len(Factor.objects.get(person=approver).recovery) == 9


@pytest.mark.parametrize(('name', 'address'), [*patterns('govhall.project.hall_urls')])
def test_between_password_and_code_every_address_is_as_for_the_anonymous(
    approver: Person, clock: Callable[[float], None], name: str, address: str
) -> None:
    Person.objects.filter(pk=approver.pk).update(factor_since=NOON)
    half, anonymous = browser(approver), Client(REMOTE_ADDR='198.51.100.7')
    if name == 'sign_in_code':
        return
    for method in ('GET', 'POST'):
        place = at(TOWNSHIP, example(address))
        found, wanted = half.generic(method, place), anonymous.generic(method, place)
        assert (found.status_code, found.headers.get('Location')) == (
            wanted.status_code,
            wanted.headers.get('Location'),
        ), name


def test_who_guesses_codes_waits_and_the_owner_elsewhere_does_not(
    approver: Person, clock: Callable[[float], None]
) -> None:
    secret, _ = enrol(browser(approver))
    clock(600)
    code = code_of(secret, NOON.timestamp() + 600)
    guesser = browser(approver, '203.0.113.5')
    assert [type_code(guesser, f'{n:06}') for n in range(1, 6)] == [422] * 5
    waits = guesser.post('/sign-in/code/', {'code': code})
    assert (waits.status_code, '一刻钟' in text(waits)) == (422, True)
    assert type_code(browser(approver, '198.51.100.9'), code) == 302
    failed = AuditEntry.objects.filter(action='sign_in_failed', subject=approver.username)
    assert failed.count() == 5


def test_the_step_between_ends_after_ten_minutes_and_without_a_password_there_is_none(
    approver: Person, clock: Callable[[float], None]
) -> None:
    secret, _ = enrol(browser(approver))
    late = browser(approver)
    clock(700)
    assert late.post('/sign-in/code/', {'code': code_of(secret, NOON.timestamp() + 700)}).status_code == 302
    assert late.get(WORKLIST).headers['Location'].startswith(at(TOWNSHIP, 'sign-in/'))
    assert Client().get('/sign-in/code/').headers['Location'] == '/sign-in/'


def test_sessions_from_before_the_second_factor_end(approver: Person, clock: Callable[[float], None]) -> None:
    older = browser(approver)
    enrol(browser(approver))
    assert older.get(WORKLIST).headers['Location'].startswith(at(TOWNSHIP, 'sign-in/'))


def test_the_security_administrator_resets_it_and_it_is_made_anew(
    world: World, signed_in: SignedIn, approver: Person, clock: Callable[[float], None]
) -> None:
    client = browser(approver)
    enrol(client)
    keeper, page = world.person(TOWNSHIP, Role.SECURITY), at(TOWNSHIP, f'accounts/{approver.pk}/')
    for role, hall in ((Role.ADMINISTRATOR, TOWNSHIP), (Role.AUDITOR, TOWNSHIP), (Role.SECURITY, OTHER_TOWNSHIP)):
        other = signed_in(world.person(hall, role))
        assert other.post(page, {'act': 'factor-reset'}).status_code in (403, 404)
        assert Factor.objects.filter(person=approver).exists()
    assert signed_in(keeper).post(page, {'act': 'factor-reset'}).status_code == 303
    assert client.get(WORKLIST).headers['Location'].startswith(at(TOWNSHIP, 'sign-in/'))
    assert browser(approver).get(WORKLIST).headers['Location'].endswith('/second-factor/')
    entry = AuditEntry.objects.filter(action='account_changed', who=keeper.person_id).latest('pk')
    assert (entry.subject, entry.hall, entry.detail['factor']) == (approver.username, TOWNSHIP, False)


def test_nobody_resets_the_own_one(world: World, signed_in: SignedIn, settings: Settings) -> None:
    keeper = world.person(TOWNSHIP, Role.SECURITY)
    Person.objects.filter(pk=keeper.person_id).update(factor_since=NOON)
    client = signed_in(keeper)
    posted = client.post(at(TOWNSHIP, f'accounts/{keeper.person_id}/'), {'act': 'factor-reset'})
    assert posted.status_code == 404
    system = System.of(world, TOWNSHIP, Role.SECURITY)
    query = 'mutation ($input: ResetSecondFactorInput!) { resetSecondFactor(input: $input) { code } }'
    assert system.ask(query, input={'person': system.person.pk})['resetSecondFactor']['code'] == 'ACCOUNT_NOT_YOURS'
    assert of(keeper).factor_since is not None


def test_an_operator_resets_it_when_nobody_else_can(approver: Person, clock: Callable[[float], None]) -> None:
    enrol(browser(approver))
    call_command('reset_factor', approver.username)
    assert not Factor.objects.exists()
    for name in ('nobody', approver.username):
        with pytest.raises(CommandError):
            call_command('reset_factor', name)
    assert AuditEntry.objects.filter(subject='reset_factor', action='command_ended').count() == 3


def test_a_systems_token_is_asked_for_no_code(world: World) -> None:
    system = System.of(world, COUNTY, Role.APPROVER)
    assert system.ask('{ __typename }')


def test_the_web_reads_the_sealed_secret_and_changes_nothing(world: World) -> None:
    with psycopg.connect(os.environ['GOVHALL_TEST_WEB_URL'], autocommit=True) as web:
        assert web.execute('SELECT count(*) FROM public.tenants_factor').fetchone() == (0,)
        for statement in (
            'DELETE FROM public.tenants_factor',
            'UPDATE public.tenants_factor SET last_step = 0',
            'UPDATE public.tenants_person SET factor_since = NULL',
            "SELECT public.tenants_reset_factor(0, 'TJNS0001', 0)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(statement)
