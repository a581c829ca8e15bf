"""Accounts on pages: opened, given a first password and roles, locked, ended; and whose account nobody changes."""

import os
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from psycopg.errors import InsufficientPrivilege
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from govhall.casework.models import Case
from govhall.catalogue.exchange.people import COLUMNS
from tenants.access import Actor
from tenants.context import hall_context
from tenants.models import AuditEntry, Membership, Person
from tenants.roles import TOGETHER, Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.sheets import sheet
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, OTHER_TOWNSHIP, TOWNSHIP, World

PAGE = at(COUNTY, 'accounts/')
NEW = {'name': '李新来', 'username': 'tj-lixinlai'}


def page_of(person: int) -> str:
    return at(COUNTY, f'accounts/{person}/')


def opened(client: Client, **changes: str) -> Person:
    answer = client.post(PAGE, NEW | changes)
    assert answer.status_code == 303, text(answer)
    return Person.objects.get(username=NEW['username'])


def password_on(slip: HttpResponse) -> str:
    found = re.search(r'number-big">([a-z0-9-]+)<', slip.content.decode())
    assert found, text(slip)
    return found[1]


def everything(person: Person) -> tuple[Any, ...]:
    """What an account is now."""
    fields = ('password', 'password_given', 'is_active', 'begins_at', 'ends_at', 'factor_since')
    places = list(person.memberships.order_by('pk').values_list('roles', 'department', 'valid_to'))
    return tuple(Person.objects.filter(pk=person.pk).values_list(*fields)[0]), places


def test_a_new_colleague_gets_an_account_a_slip_and_roles_and_begins_to_work(
    system: Client, security: Client, manager: Actor, keeper: Actor
) -> None:
    person = opened(system)
    page = text(system.get(page_of(person.pk)))
    assert '还没有密码' in page and '待安排岗位' in page
    slip = system.post(f'{page_of(person.pk)}password/')
    password = password_on(slip)
    assert slip.headers['Cache-Control'] and '只显示这一次' in text(slip)
    assert password not in system.get(page_of(person.pk)).content.decode()
    given = {'act': 'account-posts', 'roles': ['clerk'], 'department': '', 'point': ''}
    assert security.post(page_of(person.pk), given).status_code == 303
    colleague = Client()
    assert colleague.post('/sign-in/', {'username': person.username, 'password': password}).status_code == 302
    assert colleague.get(at(COUNTY, 'counter/')).headers['Location'].endswith('/password/')  # changed first of all
    own = {'old_password': password, 'new_password1': 'eigenes-wort-9', 'new_password2': 'eigenes-wort-9'}
    assert colleague.post('/password/', own).status_code == 302
    assert colleague.get(at(COUNTY, 'counter/')).status_code == 200
    told = AuditEntry.objects.filter(subject=person.username).order_by('pk').values_list('action', 'who', 'detail')
    assert [(action, who) for action, who, _ in told if who in (manager.person_id, keeper.person_id)] == [
        ('account_changed', manager.person_id),  # opened
        ('roles_changed', manager.person_id),  # works here, without a role
        ('account_changed', manager.person_id),  # a first password
        ('roles_changed', keeper.person_id),  # no longer without
        ('roles_changed', keeper.person_id),
    ]
    assert password not in str(list(AuditEntry.objects.values()))


def test_an_account_without_roles_opens_nothing(system: Client, world: World) -> None:
    person = opened(system)
    client = Client()
    client.force_login(person, 'tenants.backends.AccountBackend')
    for place in ('', 'counter/', 'worklist/', 'accounts/', 'audit/'):
        assert client.get(at(COUNTY, place)).status_code == 403


def test_a_login_that_somebody_has_is_refused_and_not_told_whose(system: Client, world: World) -> None:
    taken = Person.objects.get(pk=world.clerk(TOWNSHIP).person_id)
    Person.objects.filter(pk=taken.pk).update(name='何在镇')
    answer = system.post(PAGE, NEW | {'username': taken.username})
    assert (answer.status_code, '已经有人用' in text(answer)) == (422, True)
    assert '何在镇' not in text(answer)
    assert not Membership.objects.filter(person=taken, hall__code=COUNTY).exists()


def test_the_day_on_which_an_account_ends_also_ends_its_sessions(
    world: World, signed_in: SignedIn, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(datetime(2026, 12, 1, 15, 50, tzinfo=UTC), tick=False)  # ten to midnight in China
    system, security = (signed_in(world.person(COUNTY, office)) for office in (Role.ADMINISTRATOR, Role.SECURITY))
    person = opened(system)
    password = password_on(system.post(f'{page_of(person.pk)}password/'))
    Person.objects.filter(pk=person.pk).update(password_given=False)
    security.post(page_of(person.pk), {'act': 'account-posts', 'roles': ['clerk']})
    client = Client()
    assert client.post('/sign-in/', {'username': person.username, 'password': password}).status_code == 302
    ends = {'act': 'account-term', 'begins': '', 'ends': '2026-12-02'}
    assert system.post(page_of(person.pk), ends).status_code == 303
    assert client.get(at(COUNTY, 'counter/')).status_code == 200
    time_machine.move_to(datetime(2026, 12, 1, 16, 0, 1, tzinfo=UTC), tick=False)
    assert client.get(at(COUNTY, 'counter/')).status_code == 302
    answer = Client().post('/sign-in/', {'username': person.username, 'password': password})
    assert (answer.status_code, '已到停用日期' in text(answer)) == (200, True)
    assert '已停用' in text(system.get(page_of(person.pk)))
    assert system.post(page_of(person.pk), {'act': 'account-term', 'begins': '', 'ends': ''}).status_code == 303
    again = Client()
    assert again.post('/sign-in/', {'username': person.username, 'password': password}).status_code == 302
    assert again.get(at(COUNTY, 'counter/')).status_code == 200  # with the roles of before


def test_an_account_does_not_open_before_its_day_and_ends_after_it_begins(system: Client) -> None:
    tomorrow = f'{timezone.localdate() + timedelta(days=1)}'
    person = opened(system, begins=tomorrow)
    password = password_on(system.post(f'{page_of(person.pk)}password/'))
    answer = Client().post('/sign-in/', {'username': person.username, 'password': password})
    assert '还没到启用日期' in text(answer)
    wrong = system.post(page_of(person.pk), {'act': 'account-term', 'begins': tomorrow, 'ends': tomorrow})
    assert (wrong.status_code, '停用日期要晚于启用日期' in text(wrong)) == (422, True)


def test_a_locked_account_is_out_at_once_and_comes_back(system: Client, world: World, signed_in: SignedIn) -> None:
    clerk = world.clerk(COUNTY)
    client = signed_in(clerk)
    assert client.get(at(COUNTY, 'counter/')).status_code == 200
    assert system.post(page_of(clerk.person_id), {'act': 'account-lock'}).status_code == 303
    assert client.get(at(COUNTY, 'counter/')).status_code == 302
    assert '已锁定' in text(system.get(page_of(clerk.person_id)))
    assert system.post(page_of(clerk.person_id), {'act': 'account-unlock'}).status_code == 303
    assert signed_in(clerk).get(at(COUNTY, 'counter/')).status_code == 200


def test_who_forgot_the_password_gets_another_and_old_sessions_end(
    system: Client, world: World, signed_in: SignedIn
) -> None:
    clerk = world.person(COUNTY, Role.CLERK, password='altes-wort-77')
    client = signed_in(clerk)
    slip = system.post(f'{page_of(clerk.person_id)}password/')
    assert client.get(at(COUNTY, 'counter/')).status_code == 302
    person = Person.objects.get(pk=clerk.person_id)
    assert (person.check_password('altes-wort-77'), person.check_password(password_on(slip))) == (False, True)
    assert person.password_given


def test_the_page_says_what_hangs_on_the_account(system: Client, world: World) -> None:
    chief = world.chief(COUNTY)
    case = world.receive(COUNTY, HYGIENE)
    with hall_context(world.hall(COUNTY)):
        Case.objects.filter(uid=case.uid).update(claimed_by=chief.person_id)
    page = text(system.get(page_of(chief.person_id)))
    assert '手上有 1 件没办完的办件，持有 1 份有效的授权书' in page
    assert '没有办件，也没有授权书' in text(system.get(page_of(world.clerk(COUNTY).person_id)))


def test_nobody_changes_oneself_an_administrator_a_system_or_who_works_elsewhere(
    world: World, system: Client, manager: Actor
) -> None:
    both = world.clerk(COUNTY)
    Membership.objects.create(
        person_id=both.person_id, hall=world.hall(TOWNSHIP), roles=['clerk'], valid_from=timezone.now()
    )
    program = System.of(world, COUNTY, Role.CLERK).person
    others = [world.person(COUNTY, office).person_id for office in (Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR)]
    for number in (manager.person_id, *others, both.person_id, program.pk):
        person = Person.objects.get(pk=number)
        before = everything(person)
        for posted in ({'act': 'account-lock'}, {'act': 'account-term', 'ends': '2026-12-24'}):
            assert system.post(page_of(number), posted).status_code in (403, 404), (person, posted)
        assert system.post(f'{page_of(number)}password/').status_code in (403, 409)
        assert everything(person) == before


def test_an_administrator_of_another_hall_changes_nothing_here(world: World, signed_in: SignedIn) -> None:
    clerk = world.clerk(COUNTY)
    person = Person.objects.get(pk=clerk.person_id)
    before = everything(person)
    client = signed_in(world.person(OTHER_TOWNSHIP, Role.ADMINISTRATOR))
    assert client.post(page_of(clerk.person_id), {'act': 'account-lock'}).status_code == 404
    assert client.post(at(OTHER_TOWNSHIP, f'accounts/{clerk.person_id}/'), {'act': 'account-lock'}).status_code == 404
    program = System.of(world, OTHER_TOWNSHIP, Role.ADMINISTRATOR)
    query = 'mutation ($input: LockAccountInput!) { lockAccount(input: $input) { code } }'
    assert program.ask(query, input={'person': clerk.person_id})['lockAccount']['code'] == 'ACCOUNT_NOT_YOURS'
    assert everything(person) == before


def test_who_opens_accounts_gives_no_roles_and_who_gives_roles_opens_none(
    world: World, system: Client, security: Client, manager: Actor
) -> None:
    refused = system.post(PAGE, NEW | {'roles': ['approver']})
    assert (refused.status_code, '岗位由安全管理员安排' in text(refused)) == (422, True)
    assert security.post(PAGE, NEW).status_code == 403
    assert not Person.objects.filter(username=NEW['username']).exists()
    person = opened(system)
    before = everything(person)
    assert system.post(page_of(person.pk), {'act': 'account-posts', 'roles': ['approver']}).status_code == 404
    assert security.post(page_of(person.pk), {'act': 'account-lock'}).status_code == 404
    assert security.post(f'{page_of(person.pk)}password/').status_code == 403
    assert security.post(page_of(manager.person_id), {'act': 'account-posts', 'roles': ['clerk']}).status_code == 404
    assert everything(person) == before


def upload(client: Client, *rows: list[str]) -> HttpResponse:
    """A list of people, brought in if its preview has no fault."""
    files = at(COUNTY, 'catalogue/files/people/')
    page = client.post(f'{files}preview/', {'file': SimpleUploadedFile('p.xlsx', sheet([list(COLUMNS), *rows]))})
    if page.status_code != 200:
        return page
    return client.post(
        f'{files}bring-in/', dict(re.findall(r'name="(sealed|shown)" value="([^"]*)"', page.content.decode()))
    )


def test_a_list_opens_accounts_a_sheet_has_their_passwords_and_a_second_list_gives_roles(
    system: Client, security: Client
) -> None:
    names = [[f'tj-list-{n}', f'张{n}', '待安排', '', ''] for n in range(3)]
    assert '还没有登录名' in text(upload(security, *names))
    assert '岗位由安全管理员安排' in text(upload(system, ['tj-list-0', '张0', '领导', '', '']))
    assert upload(system, *names).status_code == 303
    people = Person.objects.filter(username__startswith='tj-list-')
    assert people.count() == 3
    assert '有 3 个账号还没有密码' in text(system.get(PAGE))
    printed = system.post(f'{PAGE}passwords/')
    passwords = re.findall(r'number-big">([a-z0-9-]+)<', printed.content.decode())
    assert len(set(passwords)) == 3
    assert all(person.has_usable_password() and person.password_given for person in people)
    assert system.post(f'{PAGE}passwords/').status_code == 303  # nobody is left
    assert upload(security, *([name, who, '领导', '', ''] for name, who, *_ in names)).status_code == 303
    assert {tuple(one.roles) for one in Membership.objects.filter(person__in=people, valid_to=None)} == {('leader',)}


def test_in_a_small_hall_one_person_does_both_and_the_page_says_so(
    world: World, signed_in: SignedIn, settings: Settings
) -> None:
    client = signed_in(world.person(TOWNSHIP, *TOGETHER))
    page = at(TOWNSHIP, 'accounts/')
    assert client.get(page).status_code == 403  # of two offices neither counts
    settings.SMALL_HALLS = frozenset({'township'})
    assert '允许一人兼任' in text(client.get(page))
    assert client.post(page, NEW | {'roles': ['clerk']}).status_code == 303
    assert Membership.objects.get(person__username=NEW['username']).roles == ['clerk']


def test_the_web_changes_an_account_by_these_functions_only(world: World) -> None:
    with psycopg.connect(os.environ['GOVHALL_TEST_WEB_URL'], autocommit=True) as web:
        for statement in (
            'UPDATE public.tenants_person SET is_active = false',
            'UPDATE public.tenants_person SET ends_at = now()',
            "SELECT public.tenants_set_active(0, 'TJXZ0001', 0, false)",
            "SELECT public.tenants_check_change(0, 'TJXZ0001', 0, 'security')",
            "SELECT public.tenants_give_password(0, 'TJXZ0001', 0, '')",
        ):
            with pytest.raises(InsufficientPrivilege):
                web.execute(statement)
