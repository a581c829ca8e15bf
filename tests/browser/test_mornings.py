"""Each role's morning: who signs in stands before what he can do now, and does the first of it."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tenants.models import Person
from tenants.roles import Role
from tests.builders.screen import at
from tests.builders.world import BIRTH, COUNTY, HYGIENE, TOWNSHIP, World

pytestmark = pytest.mark.browser
PASSWORD = 'correct-horse-9'


class Morning(NamedTuple):
    """Where the role begins in a hall, and the first thing that it does there."""

    hall: str
    begins: str
    does: Callable[[Page], None]


def looks_for_a_matter(page: Page) -> None:
    page.get_by_label('要办的事').fill('生育')
    page.get_by_role('link', name='生育登记').click()
    expect(page.get_by_label('证件号码或统一社会信用代码')).to_be_visible()


def opens_the_first_case(page: Page) -> None:
    page.get_by_role('link', name='全部待办').click()
    page.locator('#worklist').get_by_role('link', name='办理').first.click()
    expect(page.get_by_role('button', name='受理')).to_be_visible()


def reads_that_nobody_is_helped_yet(page: Page) -> None:
    expect(page.locator('main')).to_contain_text('帮办')
    expect(page.locator('#worklist').get_by_role('link', name='办理')).to_have_count(0)


def takes_papers_in_a_village(page: Page) -> None:
    page.get_by_label('要办的事').fill('生育')
    expect(page.get_by_role('link', name='生育登记')).to_be_visible()


def sees_what_is_to_sign(page: Page) -> None:
    expect(page.get_by_role('heading', level=1)).to_contain_text('急件待签发')
    expect(page.locator('main')).to_contain_text('今天没有排带班')


def looks_at_a_year(page: Page) -> None:
    page.get_by_role('link', name='近一年').click()
    expect(page.get_by_role('heading', name='各地')).to_be_visible()


def opens_an_account(page: Page) -> None:
    form = page.locator('#open-account')
    form.get_by_label('姓名').fill('李新来')
    form.get_by_label('登录名').fill('lixinlai')
    form.get_by_role('button').click()
    expect(page.get_by_role('heading', level=1)).to_contain_text('李新来')
    expect(page.get_by_role('button', name='发首次密码并打印')).to_be_visible()


def gives_no_post_to_himself(page: Page) -> None:
    expect(page.locator('main')).to_contain_text('谁也不能改自己的账号')
    page.get_by_label('只看').select_option(label='待安排岗位')
    page.get_by_role('button', name='筛选').click()
    expect(page.locator('main')).to_contain_text('没有')


def finds_his_own_sign_in(page: Page) -> None:
    page.get_by_label('做了什么').select_option(label='登录')
    page.get_by_role('button', name='筛选').click()
    expect(page.locator('tbody tr')).to_have_count(1)


MORNINGS = {
    Role.CLERK: Morning(TOWNSHIP, 'counter/', looks_for_a_matter),
    Role.REVIEWER: Morning(COUNTY, 'worklist/', opens_the_first_case),
    Role.CHIEF: Morning(COUNTY, 'worklist/', opens_the_first_case),
    Role.APPROVER: Morning(COUNTY, 'worklist/', opens_the_first_case),
    Role.AGENT: Morning(TOWNSHIP, 'points/', takes_papers_in_a_village),
    Role.LIAISON: Morning(TOWNSHIP, 'worklist/', reads_that_nobody_is_helped_yet),
    Role.LEADER: Morning(COUNTY, 'worklist/', sees_what_is_to_sign),
    Role.SUPERVISOR: Morning(COUNTY, 'figures/', looks_at_a_year),
    Role.ADMINISTRATOR: Morning(COUNTY, 'accounts/', opens_an_account),
    Role.SECURITY: Morning(COUNTY, 'accounts/', gives_no_post_to_himself),
    Role.AUDITOR: Morning(COUNTY, 'audit/', finds_his_own_sign_in),
}


def test_every_role_has_a_morning() -> None:
    assert MORNINGS.keys() == set(Role)


@pytest.mark.parametrize('role', MORNINGS)
def test_a_role_begins_at_what_it_can_do_now(page: Page, world: World, role: Role) -> None:
    world.receive(TOWNSHIP, BIRTH)
    world.receive(COUNTY, HYGIENE)
    morning = MORNINGS[role]
    actor = world.person(morning.hall, role, password=PASSWORD)
    page.goto('/sign-in/')
    page.get_by_label('用户名').fill(Person.objects.get(pk=actor.person_id).username)
    page.get_by_label('密码').fill(PASSWORD)
    page.get_by_role('button', name='登录', exact=True).click()
    expect(page).to_have_url(f'{page.url.partition("/h/")[0]}{at(morning.hall, morning.begins)}')
    morning.does(page)
