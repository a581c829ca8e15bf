"""The archive at the screen: found by its number, checked, taken out by who may, and each taking recorded."""

import io
import zipfile
from pathlib import Path

import pytest
from django.test import Client

from govhall.archive.models import CaseArchive
from govhall.archive.selectors import count_passed, take_out
from govhall.casework.models import Case
from tenants.access import Actor
from tenants.context import hall_context
from tenants.models import Person
from tenants.roles import Role
from tests.builders.state import refused
from tests.builders.world import TOWNSHIP, World


def screen(world: World, actor: Actor) -> tuple[Client, str]:
    """A browser in which this person has signed in, and the hall's prefix."""
    client = Client()
    client.force_login(Person.objects.get(pk=actor.person_id), 'tenants.backends.AccountBackend')
    return client, f'/h/{world.hall(TOWNSHIP).slug}'


def test_the_newest_files_are_listed_and_one_is_found_by_either_number(
    world: World, case: Case, archive: CaseArchive, chief: Actor
) -> None:
    client, hall = screen(world, chief)
    for typed in ('', archive.number, case.number):
        answer = client.post(f'{hall}/archive/', {'number': typed}) if typed else client.get(f'{hall}/archive/')
        assert (answer.status_code, archive.number in answer.content.decode()) == (200, True)
    unknown = client.post(f'{hall}/archive/', {'number': 'TJNS0001-1999-Y-000001'})
    assert (unknown.status_code, '请核对档号' in unknown.content.decode()) == (404, True)


def test_a_sound_package_is_told_so_and_a_changed_one_what_is_wrong(
    world: World, archive: CaseArchive, chief: Actor, folder: Path
) -> None:
    client, hall = screen(world, chief)
    sound = client.post(f'{hall}/archive/{archive.uid}/check/', follow=True).content.decode()
    assert f'{archive.number} 完好' in sound
    kept = next(folder.rglob(archive.hash))
    content = kept.read_bytes()
    kept.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))  # another byte, whatever it was
    spoilt = client.post(f'{hall}/archive/{archive.uid}/check/', follow=True).content.decode()
    assert '有问题' in spoilt
    assert client.get(f'{hall}/archive/{archive.uid}/package/').status_code == 409


def test_who_takes_a_package_out_stands_in_the_course_of_the_case(
    world: World, case: Case, archive: CaseArchive, chief: Actor
) -> None:
    client, hall = screen(world, chief)
    answer = client.get(f'{hall}/archive/{archive.uid}/package/')
    assert 'manifest.json' in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    with hall_context(world.hall(TOWNSHIP)):
        event = case.events.last()
    assert event is not None
    assert (event.kind, event.actor, event.data['number']) == ('archive_opened', chief.person_id, archive.number)


@pytest.mark.parametrize(('role', 'sees'), [(Role.LEADER, 200), (Role.SUPERVISOR, 200), (Role.CLERK, 403)])
def test_who_only_reads_takes_nothing_out(
    world: World, case: Case, archive: CaseArchive, role: Role, sees: int
) -> None:
    person, events = world.person(TOWNSHIP, role), case.events.count()
    client, hall = screen(world, person)
    assert client.get(f'{hall}/archive/').status_code == sees
    assert client.get(f'{hall}/archive/{archive.uid}/package/').status_code == 403
    with hall_context(world.hall(TOWNSHIP)):
        with refused('NOT_YOUR_ROLE'):
            take_out(archive.uid, actor=person)
        assert case.events.count() == events


def test_what_has_passed_its_term_is_counted_and_stays(case: Case, archive: CaseArchive, chief: Actor) -> None:
    assert archive.keep_until is not None
    assert count_passed(archive.keep_until, chief) == 0
    assert count_passed(archive.keep_until.replace(year=archive.keep_until.year + 1), chief) == 1
    assert CaseArchive.objects.count() == 1
