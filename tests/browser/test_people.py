"""A clerk looks at the whole of an applicant's data, and hides it again."""

import pytest
from playwright.sync_api import Page, expect

from tenants.roles import Role
from tests.browser.test_desks import sign_in
from tests.builders.world import BIRTH, ID_NUMBER, TOWNSHIP, World

pytestmark = pytest.mark.browser


def test_a_clerk_reveals_for_a_purpose_without_javascript(plain_page: Page, world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    sign_in(plain_page, world, TOWNSHIP, Role.CLERK)
    plain_page.goto(f'/h/tj-nuoshuihe/cases/{case.uid}/')
    expect(plain_page.get_by_text(ID_NUMBER)).to_have_count(0)
    plain_page.get_by_text('显示完整信息').click()
    plain_page.get_by_label('联系申请人').check()
    plain_page.get_by_role('button', name='显示').click()
    expect(plain_page.get_by_text(ID_NUMBER)).to_be_visible()
    plain_page.get_by_role('link', name='隐藏').click()
    expect(plain_page.get_by_text(ID_NUMBER)).to_have_count(0)
    expect(plain_page.get_by_text('查看完整个人信息')).to_be_visible()
