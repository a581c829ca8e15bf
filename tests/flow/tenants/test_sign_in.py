"""Signing in leads to the work; while somebody guesses, who guesses waits, and whose account it is works on."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from tenants import sign_ins
from tenants.models import Membership, Person
from tenants.roles import Role
from tenants.sign_ins import STRANGERS
from tests.builders.screen import at, text
from tests.builders.world import COUNTY, LONG_AGO, TOWNSHIP, World

PASSWORD = 'correct-horse-9'


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Guesses of other tests are forgotten."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def name(world: World, settings: Settings) -> str:
    """The user name of a clerk; these tests sign in often, so the hash is a fast one."""
    settings.PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']
    return Person.objects.get(pk=world.person(TOWNSHIP, Role.CLERK, password=PASSWORD).person_id).username


def browser(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def sign_in(client: Client, name: str, password: str = PASSWORD) -> int:
    return client.post('/sign-in/', {'username': name, 'password': password}).status_code


def test_whoever_guesses_waits_and_the_clerk_at_another_address_signs_in(name: str) -> None:
    stranger = browser('203.0.113.5')
    assert [sign_in(stranger, name, 'no') for _ in range(6)] == [200] * 4 + [429] * 2
    assert sign_in(stranger, name) == 429
    assert sign_in(browser('198.51.100.7'), name) == 302


def test_behind_a_trusted_proxy_each_asker_has_an_address_of_their_own(name: str, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ['127.0.0.1']

    def through_proxy(address: str) -> Client:
        return Client(headers={'X-Forwarded-For': f'9.9.9.9, {address}'})  # what the asker wrote stands before

    for _ in range(6):
        sign_in(through_proxy('203.0.113.5'), name, 'no')
    assert sign_in(through_proxy('203.0.113.5'), name) == 429
    assert sign_in(through_proxy('198.51.100.7'), name) == 302
    assert AccessAttempt.objects.get(username=name).ip_address == '203.0.113.5'


def test_a_header_from_elsewhere_makes_nobody_a_new_asker(name: str, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ['10.0.0.0/8']
    found = [
        sign_in(Client(REMOTE_ADDR='203.0.113.5', headers={'X-Forwarded-For': f'198.51.100.{n}'}), name, 'no')
        for n in range(6)
    ]
    assert found == [200] * 4 + [429] * 2


def test_an_account_guessed_at_from_everywhere_is_slow_for_strangers_and_never_shut(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_ins, 'STRANGERS', replace(STRANGERS, of_thing=9))
    own = browser('198.51.100.7')
    assert sign_in(own, name) == 302
    own.post('/sign-out/')
    found = [sign_in(browser(f'203.0.113.{n}'), name, 'no') for n in range(8) for _ in range(3)]
    # With the ninth it is guessed at; then the second wrong one of an address in a day is its last.
    assert found == [200] * 8 + [429] + [200, 429, 429] * 5
    assert sign_in(own, name, 'typo') == 200
    assert sign_in(own, name) == 302  # the device is known
    fresh = browser('198.51.100.8')
    assert sign_in(fresh, name) == 302  # and so is the right password anywhere, at the first try
    other = browser('198.51.100.9')
    assert [sign_in(other, name, 'no') for _ in range(3)] == [200, 429, 429]


def test_a_known_device_may_guess_no_more_than_another(name: str) -> None:
    own = browser('198.51.100.7')
    assert sign_in(own, name) == 302
    own.post('/sign-out/')
    assert [sign_in(own, name, 'no') for _ in range(6)][-1] == 429
    assert sign_in(own, name) == 429


def test_a_device_is_known_for_its_own_people_only(world: World, name: str) -> None:
    other = Person.objects.get(pk=world.person(TOWNSHIP, Role.CHIEF, password=PASSWORD).person_id).username
    own = browser('198.51.100.7')
    assert sign_in(own, name) == 302
    own.post('/sign-out/')
    assert name not in str(own.cookies)
    for _ in range(5):
        sign_in(browser('198.51.100.7'), other, 'no')
    assert (sign_in(own, other), sign_in(own, name)) == (429, 302)


def test_a_cookie_that_was_tampered_with_is_no_device(name: str) -> None:
    own = browser('203.0.113.5')
    assert sign_in(own, name) == 302
    own.post('/sign-out/')
    cookie = next(cooky for key, cooky in own.cookies.items() if key.endswith('_device'))
    assert (cookie['httponly'], cookie['samesite']) == (True, 'Lax')
    forged = browser('203.0.113.9')
    forged.cookies[cookie.key] = cookie.value[:-2] + 'xx'
    for _ in range(6):
        sign_in(browser('203.0.113.9'), name, 'no')
    assert sign_in(forged, name) == 429


def test_an_address_that_tries_many_accounts_waits(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_ins, 'STRANGERS', replace(STRANGERS, of_asker=8))
    sprayer = browser('203.0.113.5')
    assert [sign_in(sprayer, f'nobody-{n}', 'no') for n in range(8)] == [200] * 7 + [429]
    assert sign_in(sprayer, name) == 429
    assert sign_in(browser('198.51.100.7'), name) == 302


def test_waiting_is_not_made_longer_by_more_wrong_ones_and_says_what_to_do(name: str) -> None:
    stranger = browser('203.0.113.5')
    for _ in range(8):
        sign_in(stranger, name, 'no')
    assert AccessAttempt.objects.get(username=name).failures_since_start == 5
    page = text(stranger.post('/sign-in/', {'username': name, 'password': PASSWORD}))
    assert '一刻钟后再试' in page
    assert '以前登录过的电脑' in page
    assert '请找系统管理员' in page  # as on the page where one changes it: nobody else can set a password


@pytest.mark.parametrize(
    ('role', 'first'),
    [(Role.CLERK, 'counter/'), (Role.APPROVER, 'worklist/'), (Role.AGENT, 'points/'), (Role.LEADER, 'worklist/')],
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
