"""One's own password on a page: first the one that somebody else has set, later whenever one wants."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from tenants.models import Person
from tenants.roles import Role
from tests.builders.screen import at, text
from tests.builders.world import TOWNSHIP, World

GIVEN, OWN = 'given-by-operator-1', 'chosen-by-myself-2'
WEAK = [('kurz', '至少十个字符'), ('1234567890', '很常见'), ('5839201748362', '不能全是数字')]


class Quick(Argon2PasswordHasher):
    """The hash of the product, made with less work: the database takes no other kind."""

    time_cost, memory_cost = 1, 64


@pytest.fixture(autouse=True)
def nothing_counted(settings: Settings) -> Iterator[None]:
    """Guesses of other tests are forgotten; hashes are quick."""
    settings.PASSWORD_HASHERS = [f'{Quick.__module__}.Quick']
    cache.clear()
    yield
    cache.clear()


def rows(username: str, password: str) -> list[dict[str, object]]:
    place = {'hall': TOWNSHIP, 'roles': ['clerk']}
    return [{'username': username, 'name': '李新来', 'password': password, 'memberships': [place]}]


def load(folder: Path, username: str, password: str, *options: str) -> None:
    file = folder / 'people.json'
    file.write_text(json.dumps(rows(username, password)), encoding='utf-8')
    call_command('load_people', *options, str(file))


def signed_in(username: str, password: str) -> Client:
    client = Client()
    assert client.post('/sign-in/', {'username': username, 'password': password}).status_code == 302
    return client


def change(client: Client, old: str, new: str, again: str | None = None) -> HttpResponse:
    fields = {'old_password': old, 'new_password1': new, 'new_password2': new if again is None else again}
    answer: HttpResponse = client.post('/password/', fields)
    return answer


def test_a_password_that_somebody_else_set_is_changed_before_anything_else(world: World, tmp_path: Path) -> None:
    load(tmp_path, 'tj-new', GIVEN)
    client = signed_in('tj-new', GIVEN)
    for address in ('/halls/', at(TOWNSHIP, 'worklist/'), at(TOWNSHIP)):
        assert client.get(address).headers['Location'].endswith('/password/')
    assert client.post(at(TOWNSHIP, 'counter/x/'), {'name': 'x'}).headers['Location'].endswith('/password/')
    assert '您现在的密码是别人设的' in text(client.get('/password/'))
    assert change(client, GIVEN, OWN).status_code == 302
    assert client.get(at(TOWNSHIP, 'worklist/')).status_code == 200
    assert signed_in('tj-new', OWN).get(at(TOWNSHIP, 'worklist/')).status_code == 200


def test_a_new_one_ends_every_other_session_and_keeps_this_one(world: World, tmp_path: Path) -> None:
    load(tmp_path, 'tj-new', GIVEN, '--own')
    here, elsewhere = signed_in('tj-new', GIVEN), signed_in('tj-new', GIVEN)
    assert elsewhere.get(at(TOWNSHIP, 'worklist/')).status_code == 200
    assert change(here, GIVEN, OWN).status_code == 302
    assert here.get(at(TOWNSHIP, 'worklist/')).status_code == 200
    assert '/sign-in/' in elsewhere.get(at(TOWNSHIP, 'worklist/')).headers['Location']


@pytest.mark.parametrize(
    ('old', 'new', 'again', 'said'),
    [
        *((GIVEN, weak, weak, sentence) for weak, sentence in WEAK),
        (GIVEN, OWN, 'another-one-3', '两遍输入的新密码不一样'),
        (GIVEN, GIVEN, GIVEN, '新密码要和原密码不同'),
        ('wrong-old-one', OWN, OWN, '原密码不对'),
        ('', '', '', '原密码'),
    ],
)
def test_a_wrong_or_weak_one_is_said_beside_its_field_and_changes_nothing(
    world: World, tmp_path: Path, old: str, new: str, again: str, said: str
) -> None:
    load(tmp_path, 'tj-new', GIVEN, '--own')
    client = signed_in('tj-new', GIVEN)
    before = Person.objects.get(username='tj-new').password
    answer = change(client, old, new, again)
    assert (answer.status_code, said in text(answer)) == (422, True), text(answer)
    assert Person.objects.get(username='tj-new').password == before


def test_a_stranger_at_an_open_screen_does_not_guess_for_long(world: World, tmp_path: Path) -> None:
    load(tmp_path, 'tj-new', GIVEN, '--own')
    client = signed_in('tj-new', GIVEN)
    for _ in range(5):
        change(client, 'wrong-old-one', OWN)
    assert '一刻钟后再改' in text(change(client, GIVEN, OWN))
    assert signed_in('tj-new', GIVEN)


@pytest.mark.parametrize(('weak', 'said'), WEAK)
def test_a_weak_password_in_a_file_loads_nobody(world: World, tmp_path: Path, weak: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        load(tmp_path, 'tj-new', weak)
    assert not Person.objects.filter(username='tj-new').exists()


def test_what_an_operator_sets_again_is_to_be_changed_again(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path, 'tj-new', GIVEN, '--own')
    assert not Person.objects.get(username='tj-new').password_given
    monkeypatch.setattr('getpass.getpass', lambda prompt='': OWN)
    call_command('changepassword', 'tj-new')
    assert Person.objects.get(username='tj-new').password_given
    assert signed_in('tj-new', OWN).get('/halls/').headers['Location'].endswith('/password/')


def test_nobody_changes_a_password_signed_out_and_the_desk_shows_the_way(world: World) -> None:
    assert Client().get('/password/').status_code == 302
    client = Client()
    person = world.person(TOWNSHIP, Role.CLERK)
    client.force_login(Person.objects.get(pk=person.person_id), 'tenants.backends.AccountBackend')
    assert f'href="{at(TOWNSHIP, "password/")}"' in client.get(at(TOWNSHIP, 'worklist/')).content.decode()
