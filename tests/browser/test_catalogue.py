"""The administrator of a county centre at the catalogue's pages."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from govhall.catalogue.services.centre_list import enter_centre
from tenants.models import Person
from tenants.roles import Role
from tests.builders.baoying import centre_list
from tests.builders.screen import at
from tests.builders.sheets import rows_of, sheet
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World

pytestmark = pytest.mark.browser
PASSWORD = 'correct-horse-9'
PATHS = [
    '',
    'items/',
    'departments/',
    'departments/BY40/',
    'departments/BY01/windows/01-1/',
    'grants/',
    'letters/',
    'files/',
    'where/',
    'cleaning/',
]


@pytest.fixture
def administrator(page: Page, world: World) -> Page:
    enter_centre(centre_list(COUNTY))
    world.chief(COUNTY)
    actor = world.person(COUNTY, Role.ADMINISTRATOR, password=PASSWORD)
    page.goto('/sign-in/')
    page.get_by_label('用户名').fill(Person.objects.get(pk=actor.person_id).username)
    page.get_by_label('密码').fill(PASSWORD)
    page.get_by_role('button', name='登录').click()
    return page


def test_from_the_figures_to_an_item_that_comes_in(administrator: Page) -> None:
    administrator.get_by_role('link', name='目录与进驻').click()
    expect(administrator.locator('#rate')).to_contain_text('50.2%')
    administrator.goto(at(COUNTY, 'catalogue/departments/BY40/'))
    administrator.locator('#enter input[type=checkbox]').first.check()
    administrator.get_by_role('button', name='登记进驻').click()
    expect(administrator.locator('#notice')).to_contain_text('已登记进驻 1 项')


def test_list_goes_out_is_changed_and_comes_in_after_a_preview(administrator: Page, tmp_path: Path) -> None:
    administrator.goto(at(COUNTY, 'catalogue/files/'))
    with administrator.expect_download() as waiting:
        administrator.get_by_role('link', name='导出办事指南').click()
    rows = rows_of(Path(waiting.value.path()).read_bytes())
    next(row for row in rows if row[0] == HYGIENE)[8] = '0827-7300000'
    changed = tmp_path / 'guides.xlsx'
    changed.write_bytes(sheet(rows))
    administrator.locator('#file-guides').set_input_files(changed)
    administrator.locator('#guides').get_by_role('button', name='上传并预览').click()
    expect(administrator.locator('#changes')).to_contain_text('0827-7300000')
    administrator.get_by_role('button', name='确认导入 1 条').click()
    expect(administrator.locator('#notice')).to_contain_text('已导入 1 条')


def test_a_power_of_a_township_is_looked_up_and_withdrawn(administrator: Page) -> None:
    administrator.get_by_role('link', name='目录与进驻').click()
    administrator.get_by_role('link', name='权力来源').click()
    administrator.get_by_label('哪个大厅').select_option(TOWNSHIP)
    administrator.get_by_role('button', name='筛选').click()
    given = administrator.locator('#grants tr', has_text='委托').first
    given.get_by_role('link', name='查看').click()
    administrator.get_by_label('从哪天起收回').fill(f'{timezone.localdate() + timedelta(days=2)}')
    administrator.get_by_role('button', name='收回').click()
    expect(administrator.locator('#notice')).to_contain_text('已收回')


@pytest.mark.parametrize('width', [390, 1366])
def test_no_page_of_the_catalogue_is_wider_than_its_screen(administrator: Page, width: int) -> None:
    administrator.set_viewport_size({'width': width, 'height': 768})
    for path in PATHS:
        administrator.goto(at(COUNTY, f'catalogue/{path}'))
        assert administrator.evaluate('document.documentElement.scrollWidth') <= width, path
