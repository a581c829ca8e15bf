"""帮办: a liaison officer sees and helps with the cases that applicants agreed to, and with no other."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from govhall.casework.models import Case
from tenants.access import Actor
from tenants.context import hall_context
from tenants.models import Person
from tenants.roles import Role
from tests.builders.files import PDF, keep_in
from tests.builders.screen import SignedIn, acts, at, do, text
from tests.builders.system import System
from tests.builders.world import HOMESTEAD, TOWNSHIP, World, paper_codes

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    keep_in(settings, tmp_path)


@pytest.fixture
def case(world: World) -> Case:
    with hall_context(world.hall(TOWNSHIP)):
        return world.receive(TOWNSHIP, HOMESTEAD)


@pytest.fixture
def officer(world: World) -> Actor:
    return world.person(TOWNSHIP, Role.LIAISON)


@pytest.fixture
def clerk(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.clerk(TOWNSHIP))


def page(case: Case) -> str:
    return at(TOWNSHIP, f'cases/{case.uid}/')


def agreed(officer: Actor, **changes: Any) -> dict[str, Any]:
    login = Person.objects.get(pk=officer.person_id).username
    return {'helper': login, 'consent': 'present', 'consented_on': TODAY.isoformat()} | changes


def helped(world: World, case: Case) -> tuple[int | None, int]:
    found = world.case(TOWNSHIP, case.uid)
    return found.helped_by, found.event_count


def test_the_officer_sees_the_case_once_the_applicant_agreed_and_not_before(
    world: World, signed_in: SignedIn, clerk: Client, officer: Actor, case: Case
) -> None:
    desk = signed_in(officer)
    assert desk.get(page(case)).status_code == 404
    assert '现在没有由您帮办' in text(desk.get(at(TOWNSHIP, 'worklist/')))
    assert 'helper' in acts(clerk.get(page(case)))
    assert do(clerk, page(case), 'helper', **agreed(officer)).status_code == 303
    shown = text(clerk.get(page(case)))
    assert f'由王办事帮办，申请人 {TODAY} 当面口头同意' in shown
    mine = desk.get(at(TOWNSHIP, 'worklist/'))
    assert str(case.uid) in mine.content.decode() and '我帮办的 1 件' in text(mine)
    opened = desk.get(page(case))
    assert '张**' in text(opened) and acts(opened) == {'note-help', 'end-help'}


@pytest.mark.parametrize(
    'wrong',
    [
        {'consent': ''},
        {'consent': 'guessed'},
        {'consented_on': ''},
        {'consented_on': (TODAY + timedelta(days=1)).isoformat()},
        {'helper': 'nobody'},
    ],
)
def test_nobody_helps_without_consent_or_who_is_no_officer(
    world: World, clerk: Client, officer: Actor, case: Case, wrong: dict[str, Any]
) -> None:
    before = helped(world, case)
    assert do(clerk, page(case), 'helper', **agreed(officer, **wrong)).status_code == 422
    assert helped(world, case) == before


def test_one_officer_at_a_time_who_notes_brings_files_and_ends(
    world: World, signed_in: SignedIn, clerk: Client, officer: Actor, case: Case
) -> None:
    other = world.person(TOWNSHIP, Role.LIAISON)
    do(clerk, page(case), 'helper', **agreed(officer))
    assert do(clerk, page(case), 'helper', **agreed(other)).status_code == 409
    desk = signed_in(officer)
    assert do(desk, page(case), 'note-help', reason='陪申请人到村里补照片').status_code == 303
    assert '陪申请人到村里补照片' in text(clerk.get(page(case)))
    paper, version = paper_codes(HOMESTEAD)[0], world.case(TOWNSHIP, case.uid).version
    sent = {'file': SimpleUploadedFile('x.pdf', PDF), 'version': version}
    assert desk.post(f'{page(case)}files/{paper}/', sent).status_code == 303
    assert signed_in(other).get(page(case)).status_code == 404
    assert do(desk, page(case), 'end-help', reason='办完了').status_code == 303
    assert desk.get(page(case)).status_code == 404
    assert helped(world, case)[0] is None


def test_an_officer_decides_and_moves_nothing(world: World, signed_in: SignedIn, officer: Actor, case: Case) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        Case.objects.filter(uid=case.uid).update(helped_by=officer.person_id, helped_by_name=officer.name)
    desk, before = signed_in(officer), helped(world, case)
    for word, more in [('accept', {}), ('claim', {}), ('terminate', {'reason': 'x'})]:
        assert do(desk, page(case), word, **more).status_code == 403, word
    assert helped(world, case) == before
    for path in ('online/', 'register/', 'archive/', 'fees/', 'licences/', 'counter/', 'audit/', 'attendance/'):
        answer = desk.get(at(TOWNSHIP, path))
        assert answer.status_code in (403, 404) or str(case.uid) in answer.content.decode() or '张' not in text(answer)
    assert desk.get(at(TOWNSHIP, 'online/')).status_code == 403


def test_where_no_officer_works_nobody_is_asked(world: World, clerk: Client, case: Case) -> None:
    assert 'helper' not in acts(clerk.get(page(case)))


def test_systems_assign_and_end_help(world: World, officer: Actor, case: Case) -> None:
    system = System.of(world, TOWNSHIP, Role.CLERK)
    given = {'helper': Person.objects.get(pk=officer.person_id).username, 'consentedOn': f'{TODAY}'}
    assert system.do('assignHelper', case.uid, **given, consent='')['code'] == 'NO_CONSENT'
    assert system.do('assignHelper', case.uid, **given, consent='written')['code'] is None
    assert helped(world, case)[0] == officer.person_id
    assert system.do('noteHelp', case.uid, reason='x')['code'] == 'NOT_HELPED'
    assert system.do('endHelp', case.uid, reason='x')['code'] is None
    assert system.do('endHelp', case.uid, reason='x')['code'] == 'NOT_HELPED'
