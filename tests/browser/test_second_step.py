"""Somebody who decides binds the app, and types its code at the next sign-in; without JavaScript."""

import time

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from deploy.demo.player.authenticator import SECONDS, code_of
from tenants.models import Person
from tenants.roles import Role
from tests.builders.screen import at
from tests.builders.world import TOWNSHIP, World

pytestmark = pytest.mark.browser
PASSWORD = 'schwer-zu-raten-7'


def test_an_approver_binds_the_app_and_signs_in_with_its_code(
    plain_page: Page, world: World, settings: Settings
) -> None:
    settings.SECOND_FACTOR = frozenset({Role.APPROVER})
    person = Person.objects.get(pk=world.person(TOWNSHIP, Role.APPROVER, password=PASSWORD).person_id)
    page = plain_page
    page.set_default_timeout(60_000)

    def type_password() -> None:
        page.goto('/sign-in/')
        page.get_by_label('用户名').fill(person.username)
        page.get_by_label('密码').fill(PASSWORD)
        page.get_by_role('button', name='登录', exact=True).click()

    type_password()
    expect(page.get_by_role('heading', name='绑定手机上的验证器')).to_be_visible()
    secret = page.locator('#secret').inner_text()
    page.get_by_label('手机上显示的 6 位数字').fill(code_of(secret, time.time()))
    page.get_by_role('button', name='绑定', exact=True).click()
    expect(page.locator('#recovery li')).to_have_count(10)
    page.get_by_role('link', name='我已保存，开始工作').click()
    expect(page.get_by_role('button', name='退出')).to_be_visible()
    page.get_by_role('button', name='退出').click()
    type_password()
    page.get_by_label('验证码').fill(code_of(secret, time.time() + SECONDS))  # the next one: this one is used up
    page.get_by_role('button', name='登录', exact=True).click()
    expect(page).to_have_url(f'{page.url.partition("/h/")[0]}{at(TOWNSHIP, "worklist/")}')
