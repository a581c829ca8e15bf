"""People in sections (科室): placed on a page, over GraphQL or by the list; refused where it does not fit."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from govhall.catalogue.models import Section
from tenants.access import Actor
from tenants.models import AuditEntry, Membership, Person
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.sheets import rows_of, sheet
from tests.builders.world import COUNTY, World

HEALTH = 'TJWJ'
COLUMNS = ['登录名', '姓名', '岗位', '派出部门', '村点', '科室']


@pytest.fixture
def member(world: World) -> Actor:
    """A clerk whom the health department has sent, which has one section here."""
    Section.objects.update_or_create(hall_code=COUNTY, department_code=HEALTH, defaults={'name': '政务服务股'})
    person = world.person(COUNTY, Role.CLERK)
    Membership.objects.filter(person_id=person.person_id).update(department=HEALTH)
    return person


@pytest.fixture
def manager(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.SECURITY))


def section_of(member: Actor) -> list[str]:
    live = Membership.objects.filter(person_id=member.person_id, valid_to=None)
    return list(live.values_list('section', flat=True))


def page_of(member: Actor) -> str:
    return at(COUNTY, f'catalogue/people/{member.person_id}/')


def test_an_administrator_places_somebody_and_takes_them_out_again(manager: Client, member: Actor) -> None:
    assert page_of(member) in manager.get(at(COUNTY, 'catalogue/people/')).content.decode()
    for section in ('政务服务股', ''):
        answer = manager.post(page_of(member), {'act': 'place', 'section': section})
        assert answer.status_code == 303
        assert section_of(member) == [section]
        assert (section or '不再属于某个科室') in text(manager.get(page_of(member)))
    kept = Membership.objects.get(person_id=member.person_id, valid_to=None)
    assert (kept.roles, kept.department, kept.point) == (['clerk'], HEALTH, '')
    assert AuditEntry.objects.filter(action='roles_changed', detail__section='政务服务股').exists()


def test_a_section_that_the_department_does_not_have_is_refused(manager: Client, member: Actor) -> None:
    answer = manager.post(page_of(member), {'act': 'place', 'section': '办公室'})
    assert (answer.status_code, section_of(member)) == (422, [''])


def test_who_is_no_administrator_changes_nothing(world: World, signed_in: SignedIn, member: Actor) -> None:
    leader = signed_in(world.person(COUNTY, Role.LEADER))
    assert leader.get(page_of(member)).status_code == 200
    assert leader.post(page_of(member), {'act': 'place', 'section': '政务服务股'}).status_code == 403
    assert signed_in(world.clerk(COUNTY)).get(page_of(member)).status_code == 403
    assert section_of(member) == ['']


def test_people_of_the_common_window_and_of_other_halls_have_no_such_page(
    world: World, manager: Client, member: Actor
) -> None:
    for person in (world.clerk(COUNTY), world.clerk('TJNS0001')):
        assert manager.get(page_of(person)).status_code == 404


def import_list(manager: Client, rows: list[list[str]]) -> Any:
    file = SimpleUploadedFile('people.xlsx', sheet([COLUMNS, *rows]))
    return manager.post(at(COUNTY, 'catalogue/files/people/preview/'), {'file': file})


def test_the_list_of_people_names_sections_and_says_which_are_not_there(manager: Client, member: Actor) -> None:
    person = Person.objects.get(pk=member.person_id)
    row = [person.username, person.name, '窗口人员', HEALTH, '', '办公室']
    refused = text(import_list(manager, [row]))
    assert '没有这个部门的科室“办公室”' in refused and 'F2' in refused
    shown = import_list(manager, [[*row[:5], '政务服务股']])
    assert '科室' in text(shown) and '政务服务股' in text(shown)
    assert section_of(member) == ['']
    listed = rows_of(manager.get(at(COUNTY, 'catalogue/people/?as=xlsx')).content)
    assert listed[0] == ['姓名', '岗位', '派出部门', '在中心', '科室', '村点']
