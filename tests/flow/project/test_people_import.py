"""People from a list in the browser: previewed, faults by cell, all or nothing, own hall and lower roles only."""

import os
import re
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from psycopg.errors import InsufficientPrivilege
from pytest_django.fixtures import Settings

from govhall.catalogue.exchange.people import COLUMNS
from govhall.catalogue.models import Department
from tenants.models import Membership, Person
from tenants.models.people import RolesGiven
from tenants.roles import TOGETHER, Role
from tenants.selectors import points_of
from tenants.staff_import import NotYoursToGive, StaffRow, bring_in_people
from tests.builders.screen import SignedIn, at, text
from tests.builders.sheets import rows_of, sheet
from tests.builders.world import COUNTY, TOWNSHIP, World

NEW = ['tj-new', '张新', '窗口人员、审查人员', 'TJMZ', '']
FILES = at(TOWNSHIP, 'catalogue/files/people/')


@pytest.fixture
def manager(world: World, settings: Settings) -> Any:
    """Who opens accounts and gives roles in a hall that is small enough for one person to do both."""
    settings.SMALL_HALLS = frozenset({'township'})
    return world.person(TOWNSHIP, *TOGETHER)


@pytest.fixture
def client(signed_in: SignedIn, manager: Any) -> Client:
    return signed_in(manager)


def preview(client: Client, *rows: list[str]) -> HttpResponse:
    file = SimpleUploadedFile('people.xlsx', sheet([list(COLUMNS), *rows]))
    return client.post(f'{FILES}preview/', {'file': file})


def confirm(client: Client, page: HttpResponse) -> HttpResponse:
    fields = dict(re.findall(r'name="(sealed|shown)" value="([^"]*)"', page.content.decode()))
    return client.post(f'{FILES}bring-in/', fields)


def everybody() -> list[Any]:
    people = list(Person.objects.order_by('pk').values_list('username', 'name', 'password'))
    return [*people, *Membership.objects.order_by('pk').values_list('person_id', 'roles', 'point', 'valid_to')]


def test_people_come_in_after_a_preview_with_their_roles_and_it_is_recorded_who_did_it(
    world: World, client: Client, manager: Any
) -> None:
    point = points_of(world.hall(TOWNSHIP))[0].code
    before = everybody()
    page = preview(client, NEW, ['tj-agent', '李村', '村级代办员', '', point])
    assert ('将导入 2 条' in text(page), everybody() == before) == (True, True)
    done = confirm(client, page)
    assert done.status_code == 303
    made = Membership.objects.get(person__username='tj-new')
    assert (made.roles, made.department, made.hall.code) == (['clerk', 'reviewer'], 'TJMZ', TOWNSHIP)
    assert not made.person.has_usable_password()
    assert Membership.objects.get(person__username='tj-agent').point == point
    said = RolesGiven.objects.get(person=made.person_id)
    assert (said.importer, said.hall_code, said.before, said.after) == (
        manager.person_id,
        TOWNSHIP,
        [],
        ['clerk', 'reviewer'],
    )


def test_roles_change_people_leave_and_what_went_out_comes_back_as_nothing(world: World, client: Client) -> None:
    confirm(client, preview(client, NEW))
    out = rows_of(client.get(at(TOWNSHIP, 'catalogue/files/people.xlsx')).content)
    brought_back = SimpleUploadedFile('people.xlsx', sheet(out))
    assert '不需要导入' in text(client.post(f'{FILES}preview/', {'file': brought_back}))
    confirm(client, preview(client, [*NEW[:2], '领导', 'TJMZ', '']))
    member = Membership.objects.get(person__username='tj-new', valid_to__isnull=True)
    assert member.roles == ['leader']
    page = preview(client, [*NEW[:2], '离岗', '', ''])
    assert '离岗' in text(page)
    confirm(client, page)
    assert not Membership.objects.filter(person__username='tj-new', valid_to__isnull=True).exists()
    assert [roles_given.after for roles_given in RolesGiven.objects.all()] == [[], ['leader'], ['clerk', 'reviewer']]


def test_every_fault_is_named_by_its_cell_and_nothing_comes_in(world: World, client: Client, manager: Any) -> None:
    known = Person.objects.create_user('pc-known', '何在县')
    own = Person.objects.get(pk=manager.person_id)
    before = everybody()
    page = preview(
        client,
        NEW,
        ['tj-boss', '王', '安全管理员', '', ''],
        [known.username, '别人', '窗口人员', '', ''],
        [own.username, own.name, '领导', '', ''],
        ['tj-odd', '李', '厂长', '', ''],
        ['tj-far', '赵', '村级代办员', '', '511900000000'],
        ['tj-new', '张新', '领导', '', ''],
    )
    said = text(page)
    assert page.status_code == 422
    for cell in ('C3', 'A4', 'C5', 'C6', 'E7', 'A8'):
        assert cell in said, cell
    assert known.name not in said  # whose login it is, is not told
    assert 'name="sealed"' not in page.content.decode()
    assert everybody() == before


def test_a_preview_is_good_for_the_one_who_made_it_in_this_hall_and_as_it_was(
    world: World, client: Client, signed_in: SignedIn
) -> None:
    page = preview(client, NEW)
    other = signed_in(world.person(TOWNSHIP, *TOGETHER))
    assert confirm(other, page).status_code == 409
    Person.objects.create_user('tj-new', '别人')  # the login is somebody else's by now
    assert confirm(client, page).status_code == 409
    assert not Membership.objects.filter(person__username='tj-new').exists()


@pytest.mark.parametrize('role', [Role.CLERK, Role.CHIEF, Role.LEADER, Role.SUPERVISOR])
def test_only_administrators_bring_people_in(world: World, signed_in: SignedIn, role: Role) -> None:
    client, before = signed_in(world.person(TOWNSHIP, role)), everybody()
    assert preview(client, NEW).status_code == 403
    assert client.post(f'{FILES}bring-in/', {}).status_code == 403
    assert everybody() == before


@pytest.mark.parametrize(
    ('hall', 'row'),
    [
        (TOWNSHIP, StaffRow('x', '张', [Role.ADMINISTRATOR], '')),
        (COUNTY, StaffRow('x', '张', [Role.CLERK], '')),
        ('XXXX0000', StaffRow('x', '张', [Role.CLERK], '')),
        (TOWNSHIP, StaffRow('x', '张', [Role.AGENT], '', '511900000000')),
    ],
)
def test_the_database_itself_refuses_what_no_administrator_may_give(
    world: World, manager: Any, hall: str, row: StaffRow
) -> None:
    before = everybody()
    with pytest.raises(NotYoursToGive), transaction.atomic():
        bring_in_people([StaffRow('y', '李', [Role.CLERK], ''), row], hall=hall, importer=manager.person_id)
    assert everybody() == before


def test_the_web_may_call_that_function_and_write_neither_people_nor_the_record(world: World) -> None:
    with psycopg.connect(os.environ['GOVHALL_TEST_WEB_URL'], autocommit=True) as web:
        asked = "SELECT has_function_privilege('public.tenants_bring_in_people(bigint, text, jsonb)', 'EXECUTE')"
        assert web.execute(asked).fetchone() == (True,)
        for statement in (
            "SELECT public.tenants_bring_in_people(0, 'TJNS0001', '[]')",
            "INSERT INTO public.tenants_person (username, name, password, is_active) VALUES ('x', 'x', '', true)",
            'INSERT INTO public.tenants_roles_given DEFAULT VALUES',
            'DELETE FROM public.tenants_roles_given',
        ):
            with pytest.raises(InsufficientPrivilege):
                web.execute(statement)
    for role in ('RELAY', 'INTAKE'):
        with psycopg.connect(os.environ[f'GOVHALL_TEST_{role}_URL'], autocommit=True) as other:
            assert other.execute(asked).fetchone() == (False,)


def test_a_department_is_written_by_code_or_name_and_kept_by_its_code(world: World, client: Client) -> None:
    name = Department.objects.get(code='TJMZ').name
    row = ['tj-civil', '李民', '窗口人员', name, '']
    assert confirm(client, preview(client, row)).status_code == 303
    assert Membership.objects.get(person__username='tj-civil').department == 'TJMZ'
    assert '将导入' not in text(preview(client, row))  # the same as before


def test_a_department_that_nobody_knows_is_named_by_its_cell(world: World, client: Client) -> None:
    page = preview(client, ['tj-civil', '李民', '窗口人员', '民政办', ''])
    assert '目录里没有部门“民政办”' in text(page)
    assert 'D2' in text(page)
