"""A clerk charges, another collects; both on their own screens."""

import pytest
from playwright.sync_api import Page, expect

from tenants.context import hall_context
from tenants.models import Person
from tenants.roles import Role
from tests.browser.test_desks import PASSWORD, sign_in
from tests.builders.charging import CARD_FEE, TEST_FEE, accepted_case, cashier, charge_for, receipt
from tests.builders.screen import at
from tests.builders.world import COUNTY, HYGIENE, World

pytestmark = pytest.mark.browser


def become_cashier(page: Page, world: World) -> None:
    person = Person.objects.get(pk=cashier(world).person_id)
    person.set_password(PASSWORD)
    person.save()
    page.get_by_role('button', name='退出').click()
    page.goto('/sign-in/')
    page.get_by_label('用户名').fill(person.username)
    page.get_by_label('密码').fill(PASSWORD)
    page.get_by_role('button', name='登录').click()


def test_charged_billed_and_collected_by_two_people_without_a_script(plain_page: Page, world: World) -> None:
    page = plain_page
    charge_for(HYGIENE, TEST_FEE, CARD_FEE)
    with hall_context(world.hall(COUNTY)):
        case = accepted_case(world, HYGIENE, world.chief(COUNTY))
    sign_in(page, world, COUNTY, Role.CLERK, Role.CHIEF)
    page.goto(at(COUNTY, f'cases/{case.uid}/'))
    page.get_by_role('link', name='核定收费').click()
    page.get_by_label('应收（元）').fill('40')
    page.get_by_role('button', name='核定').click()
    expect(page.get_by_role('alert')).to_contain_text('请写明减免依据')
    expect(page.get_by_label('应收（元）')).to_have_value('40')
    page.get_by_label('减免依据').fill('小微企业减半')
    page.get_by_role('button', name='核定').click()
    page.get_by_role('button', name='开缴款单').click()
    expect(page.locator('#order-lines')).to_contain_text('50.00')
    expect(page.locator('#collect')).to_have_count(0)
    become_cashier(page, world)
    page.get_by_role('link', name='收费', exact=True).click()
    page.locator('#orders').get_by_role('link', name='收款').click()
    for label, part in zip(('票据代码', '票据号码', '校验码'), receipt(), strict=True):
        page.get_by_label(label).fill(part)
    page.get_by_role('button', name='确认已收 50.00 元').click()
    expect(page.locator('main')).to_contain_text('财政电子票据 51010126 0000000017')
