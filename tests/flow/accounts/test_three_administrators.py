"""三员: what each of the three administrators opens and does, and that none of them does another's work."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from govhall.acts.hall import hall_acts
from govhall.catalogue.models import Authorisation
from tenants.access import Actor, actor_in
from tenants.models import AuditEntry, Membership, Person
from tenants.roles import OFFICES, Role
from tests.builders.screen import SignedIn, at
from tests.builders.system import System
from tests.builders.world import COUNTY, TOWNSHIP, World
from tests.flow.pages.test_access import example, patterns

SYSTEM, SECURITY, AUDITOR = Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR
OTHERS = frozenset(Role) - OFFICES
# Each act of administration and each page of it, and who of the three may.
ACTS = {
    'open_account': {SYSTEM},
    'place_person': {SECURITY},
    'change_account_term': {SYSTEM},
    'lock_account': {SYSTEM},
    'unlock_account': {SYSTEM},
    'keep_profile': {SYSTEM},
    'give_posts': {SECURITY},
    'reset_second_factor': {SECURITY},
    'give_letter': {SECURITY},
    'revoke_letter': {SECURITY},
}
OF_DESKS = {'end_licence', 'record_mandate', 'withdraw_mandate'}  # what no administrator does
OF_ALL = {'sign_in_training'}  # each for himself: also administrators are trained
PAGES = {
    'accounts': {SYSTEM, SECURITY},
    'account': {SYSTEM, SECURITY},
    'account_password': {SYSTEM},
    'account_passwords': {SYSTEM},
    'catalogue_letters': {SYSTEM, SECURITY},
    'catalogue_revoke': {SECURITY},
    'catalogue_people': {SYSTEM, SECURITY},
    'catalogue_person': {SYSTEM, SECURITY},
    'catalogue_files': {SYSTEM, SECURITY},
    'catalogue_profile': {SYSTEM},
    'catalogue_board': {SYSTEM},
    'road': {SYSTEM},
    'audit': {AUDITOR},
}
OF_EVERYBODY = {'hall_home', 'sign_in', 'sign_in_code', 'sign_out', 'own_password', 'second_factor', 'halls'}
OF_EVERYBODY |= {'my_trainings', 'attendance_sign_in'}


def routes() -> dict[str, str]:
    return dict(patterns('govhall.project.hall_urls'))


def mutations() -> Iterable[Any]:
    return [act for act in hall_acts() if act.mutation]


@pytest.mark.parametrize('office', sorted(OFFICES))
def test_every_act_on_the_hall_is_of_one_office(office: Role) -> None:
    for act in mutations():
        if act.mutation in OF_DESKS:
            assert not act.roles & OFFICES, act.mutation
            continue
        if act.mutation in OF_ALL:
            assert act.roles >= OFFICES, act.mutation
            continue
        assert len(act.roles & OFFICES) == 1, act.mutation
        wanted = ACTS.get(act.mutation, {SYSTEM})
        assert (office in act.roles) == (office in wanted), act.mutation


@pytest.mark.parametrize('office', sorted(OFFICES))
@pytest.mark.parametrize('name', sorted(PAGES))
def test_each_page_of_administration_opens_to_its_office_only(
    world: World, signed_in: SignedIn, office: Role, name: str
) -> None:
    client = signed_in(world.person(COUNTY, office))
    place = at(COUNTY, example(routes()[name]))
    found = {client.get(place).status_code, client.post(place).status_code}
    assert (found == {403}) == (office not in PAGES[name]) or 404 in found, (name, found)


@pytest.mark.parametrize(('name', 'address'), sorted(routes().items()))
def test_the_audit_administrator_reads_the_audit_and_nothing_else(
    world: World, signed_in: SignedIn, name: str, address: str
) -> None:
    if name in OF_EVERYBODY | {'audit', 'graphql'}:
        return
    client = signed_in(world.person(COUNTY, AUDITOR))
    for method in ('GET', 'POST'):
        status = client.generic(method, at(COUNTY, example(address))).status_code
        assert status in (403, 404, 405), (name, method, status)


@pytest.mark.parametrize('office', sorted(OFFICES))
def test_an_act_of_another_office_is_refused_over_graphql_and_nothing_changes(world: World, office: Role) -> None:
    system, person = System.of(world, COUNTY, office), world.clerk(COUNTY).person_id
    before = (AuditEntry.objects.count(), list(Membership.objects.values()), Authorisation.objects.count())
    asked = {'lockAccount': {'person': person}, 'givePosts': {'person': person, 'roles': ['APPROVER']}}
    refused = 0
    for mutation, given in asked.items():
        kind = f'{mutation[0].upper()}{mutation[1:]}Input'
        query = f'mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ code }} }}'
        act = {'lockAccount': 'lock_account', 'givePosts': 'give_posts'}[mutation]
        if office not in ACTS[act]:
            assert system.ask(query, input=given)[mutation]['code'] == 'NOT_YOUR_ROLE'
            refused += 1
    assert refused
    assert before == (AuditEntry.objects.count(), list(Membership.objects.values()), Authorisation.objects.count())


@pytest.mark.parametrize(
    ('roles', 'small', 'held'),
    [
        ({SYSTEM, SECURITY}, False, set()),
        ({SYSTEM, SECURITY}, True, {SYSTEM, SECURITY}),
        ({SYSTEM, AUDITOR}, True, set()),
        ({SECURITY, AUDITOR}, True, set()),
        ({SYSTEM, SECURITY, AUDITOR}, True, set()),
        ({SYSTEM, Role.CLERK}, False, {SYSTEM, Role.CLERK}),
        ({SECURITY, AUDITOR, Role.CLERK}, False, {Role.CLERK}),
    ],
)
def test_of_two_offices_of_one_person_in_a_hall_neither_counts(
    world: World, settings: Settings, roles: set[Role], small: bool, held: set[Role]
) -> None:
    settings.SMALL_HALLS = frozenset({TOWNSHIP} if small else set())
    person = Person.objects.get(pk=world.person(TOWNSHIP, *sorted(roles)).person_id)
    actor = actor_in(person, world.hall(TOWNSHIP))
    assert actor is not None and actor.roles == held


def test_two_memberships_are_no_way_around_it(world: World) -> None:
    person = Person.objects.get(pk=world.person(COUNTY, SYSTEM).person_id)
    hall = world.hall(COUNTY)
    Membership.objects.create(person=person, hall=hall, roles=['auditor'], valid_from=timezone.now())
    actor = actor_in(person, hall)
    assert actor is not None and not actor.roles


def test_an_operators_file_gives_no_two_offices(world: World, tmp_path: Path, settings: Settings) -> None:
    places = [{'hall': TOWNSHIP, 'roles': ['administrator', 'auditor']}]
    file = tmp_path / 'people.json'
    file.write_text(
        json.dumps([{'username': 'tj-x', 'name': '张', 'password': 'ein-wort-genug', 'memberships': places}])
    )
    with pytest.raises(CommandError, match='不能由同一个人兼任'):
        call_command('load_people', str(file))
    assert not Person.objects.filter(username='tj-x').exists()


def test_a_county_is_small_only_by_its_own_code(world: World, settings: Settings) -> None:
    person = Person.objects.get(pk=world.person(COUNTY, SYSTEM, SECURITY).person_id)
    for named, held in (({'county'}, 0), ({COUNTY}, 2)):
        settings.SMALL_HALLS = frozenset(named)
        actor = actor_in(person, world.hall(COUNTY))
        assert actor is not None and len(actor.roles) == held


def test_each_takes_out_and_brings_in_the_own_lists_only(system: Client, security: Client, manager: Actor) -> None:
    files = at(COUNTY, 'catalogue/files/')
    assert 'id="guides"' in system.get(files).content.decode()
    shown = security.get(files).content.decode()
    assert ('id="people"' in shown, 'id="guides"' in shown) == (True, False)
    assert security.get(f'{files}guides.xlsx').status_code == 403
    sent = {'file': SimpleUploadedFile('x.xlsx', b'')}
    assert security.post(f'{files}guides/preview/', sent).status_code == 403
    assert security.get(f'{files}people.xlsx').status_code == 200
