"""An application online: on a villager's telephone, then at the window."""

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from tenants.roles import Role
from tests.browser.test_desks import sign_in
from tests.builders.screen import at
from tests.builders.world import BIRTH, ID_NUMBER, TOWNSHIP, World, paper_codes

PDF = {'name': 'a.pdf', 'mimeType': 'application/pdf', 'buffer': b'%PDF-1.7\n%%EOF\n'}


def apply(page: Page, world: World) -> tuple[str, str]:
    """From the guide to what is submitted; number and word."""
    page.set_viewport_size({'width': 390, 'height': 844})
    page.goto(f'/guide/{BIRTH}/?hall={TOWNSHIP}&area={world.hall(TOWNSHIP).area_code}')
    page.get_by_role('link', name='网上申报').click()
    page.get_by_label('姓名或单位名称').fill('张小明')
    page.get_by_label('证件号码或统一社会信用代码').fill(ID_NUMBER)
    for code in paper_codes(BIRTH):
        page.locator(f'#file-{code}').set_input_files(PDF)
    picture(page, 'apply')
    page.get_by_role('button', name='提交给大厅').click()
    told = page.locator('#applied')
    expect(told).to_have_attribute('data-state', 'submitted')
    number, word = told.get_attribute('data-number') or '', told.get_attribute('data-word') or ''
    assert number not in page.url
    assert page.evaluate('document.documentElement.scrollWidth') <= 390
    picture(page, 'submitted')
    return number, word


def test_a_villager_applies_and_the_window_returns_and_receives(page: Page, world: World) -> None:
    number, word = apply(page, world)
    told = page.locator('#applied')
    page.set_viewport_size({'width': 1366, 'height': 768})
    sign_in(page, world, TOWNSHIP, Role.CLERK)
    page.goto(at(TOWNSHIP, 'online/'))
    picture(page, 'queue')
    page.locator('#online').get_by_role('link', name='核对').click()
    page.locator('summary', has_text='预审退回').click()
    page.get_by_label('要改什么').fill('照片看不清')
    picture(page, 'one')
    page.get_by_role('button', name='退回修改').click()
    page.goto('/apply/')
    page.get_by_label('办件编号').fill(number)
    page.get_by_label('查询码').fill(word)
    page.get_by_role('button', name='打开').click()
    expect(told).to_contain_text('照片看不清')
    picture(page, 'returned')
    page.get_by_role('button', name='提交给大厅').click()
    expect(told).to_have_attribute('data-state', 'submitted')
    page.goto(at(TOWNSHIP, 'online/'))
    page.locator('#online').get_by_role('link', name='核对').click()
    page.get_by_role('button', name='收件').click()
    expect(page.locator('#case')).to_have_attribute('data-state', 'received')
    assert page.locator('#case').get_attribute('data-number') == number


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get('PICTURES'):
        page.screenshot(path=Path(folder) / f'{name}.png', full_page=True)
