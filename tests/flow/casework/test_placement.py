"""A case belongs to a department of its hall, its approval section and its window, from the first moment."""

from datetime import date

import pytest

from govhall.casework.acts.forward import forward_case
from govhall.casework.models import Case
from govhall.catalogue.models import CentreItem, Section
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, at, text
from tests.builders.sheets import rows_of
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World

HEALTH, FORESTRY = 'TJWJ', 'TJLY'
WINDOWS = [{'number': 'B04', 'name': '许可窗口'}, {'number': 'A04', 'name': '卫生健康局窗口'}]


@pytest.fixture
def section(world: World) -> Section:
    place = {'hall_code': COUNTY, 'department_code': HEALTH, 'entered_on': date(2024, 3, 1)}
    return Section.objects.create(name='行政审批股', windows=WINDOWS, **place)


def of(case: Case) -> tuple[str, str, str]:
    return case.department, case.section, case.window


def test_a_received_case_is_the_section_of_the_organ(world: World, section: Section) -> None:
    assert of(world.receive(COUNTY, HYGIENE)) == (HEALTH, '行政审批股', 'A04')


def test_the_list_of_the_centre_goes_before_the_organ(world: World, section: Section) -> None:
    item = {'hall_code': COUNTY, 'code': HYGIENE, 'name': '公共场所卫生许可', 'task_type': '01'}
    CentreItem.objects.create(department_code=FORESTRY, **item)
    assert of(world.receive(COUNTY, HYGIENE)) == (FORESTRY, '', '')


def test_a_case_that_no_department_has_is_the_whole_halls(world: World) -> None:
    assert of(world.receive(TOWNSHIP, HYGIENE)) == ('', '', '')


def test_a_hall_that_takes_custody_says_whose_it_is_there(world: World, section: Section) -> None:
    below = Desk.of_chief(world, TOWNSHIP)
    case = world.receive(TOWNSHIP, HYGIENE)
    below.do(forward_case, case.uid)
    world.carry()
    assert of(world.case(TOWNSHIP, case.uid)) == ('', '', '')
    assert of(world.case(COUNTY, case.uid)) == (HEALTH, '行政审批股', 'A04')


def test_page_list_file_and_programs_say_it(world: World, signed_in: SignedIn, section: Section) -> None:
    case, client = world.receive(COUNTY, HYGIENE), signed_in(world.chief(COUNTY))
    page = ''.join(text(client.get(at(COUNTY, f'cases/{case.uid}/'))).split())
    assert '承办科室通江县卫生健康局行政审批股A04号窗口' in page
    assert '通江县卫生健康局行政审批股A04号窗口' in ''.join(text(client.get(at(COUNTY, 'worklist/'))).split())
    header, row = rows_of(client.get(at(COUNTY, 'worklist/?as=xlsx')).content)
    told = dict(zip(header, row, strict=True))
    assert (told['承办部门'], told['科室'], told['窗口']) == ('通江县卫生健康局', '行政审批股', 'A04')
    query = 'query ($uid: UUID!) { case(uid: $uid) { department departmentName section window } }'
    assert System.of(world, COUNTY, Role.CLERK).ask(query, uid=str(case.uid))['case'] == {
        'department': HEALTH,
        'departmentName': '通江县卫生健康局',
        'section': '行政审批股',
        'window': 'A04',
    }
