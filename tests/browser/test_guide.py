"""A villager with a telephone finds what to bring, and where to hand it in from the own village."""

import pytest
from playwright.sync_api import Page, expect

from tenants.selectors import points_of
from tests.builders.world import DISABLED, TOWNSHIP, World

pytestmark = pytest.mark.browser


def test_from_the_first_page_to_the_own_village_on_a_telephone(page: Page, world: World) -> None:
    page.set_viewport_size({'width': 390, 'height': 844})
    page.goto('/')
    page.get_by_role('link', name='查办事指南').click()
    page.get_by_label('要办的事').fill('残疾')
    page.get_by_role('button', name='查找').click()
    page.locator(f'a[href="/guide/{DISABLED}/"]').click()
    page.get_by_label('乡镇、街道或村').fill('诺水河')
    page.get_by_role('button', name='查找').click()
    page.get_by_role('link', name=points_of(world.hall(TOWNSHIP))[0].name).click()
    expect(page.locator('#way')).to_contain_text(f'到{world.hall(TOWNSHIP).name}交材料')
    expect(page.locator('#guide')).to_contain_text('联系方式')
    assert page.evaluate('document.documentElement.scrollWidth') <= 390
