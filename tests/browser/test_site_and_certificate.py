"""Two officers look, the certificate is made and handed over; and a year of holidays is entered."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from govhall.catalogue.models import Matter
from tenants.roles import Role
from tests.browser.test_desks import sign_in
from tests.builders.screen import at
from tests.builders.world import COUNTY, HYGIENE, PROVINCE, World

pytestmark = pytest.mark.browser


def test_from_the_site_to_the_certificate(page: Page, world: World) -> None:
    Matter.objects.filter(code=HYGIENE).update(site_check=True, certificate='公共场所卫生许可证')
    world.clerk(COUNTY)
    world.receive(COUNTY, HYGIENE)
    sign_in(page, world, COUNTY, Role.APPROVER, Role.CLERK)
    page.goto(at(COUNTY, 'worklist/'))
    page.locator('#worklist').get_by_role('link', name='办理').click()
    page.get_by_role('button', name='受理').click()
    expect(page.locator('#case')).to_have_attribute('data-state', 'accepted')
    form = page.locator('#act-site-check')
    form.get_by_label('哪天去的').fill(timezone.localdate().isoformat())
    form.get_by_label('地点').fill('诺江镇新市街12号')
    form.get_by_label('看到的情况').fill('场所布局与图纸一致，消毒间已设置')
    form.get_by_label('申请人已在核查记录上签字').check()
    form.locator('input[name=officers]').first.check()
    form.get_by_role('button').click()
    expect(form).to_contain_text('请补选一起去的同事')
    for box in form.locator('input[name=officers]').all():
        box.check()
    form.get_by_role('button').click()
    expect(page.locator('#case')).to_contain_text('消毒间已设置')
    page.locator('#act-approve').get_by_role('button').click()
    expect(page.locator('#case')).to_have_attribute('data-state', 'approved')
    page.get_by_role('button', name='制作公共场所卫生许可证').click()
    expect(page.locator('#case')).to_have_attribute('data-state', 'licensed')
    page.get_by_role('button', name='送达').click()
    expect(page.locator('#case')).to_have_attribute('data-state', 'delivered')


def test_a_year_is_previewed_before_it_is_entered(page: Page, world: World) -> None:
    sign_in(page, world, PROVINCE, Role.ADMINISTRATOR)
    page.goto(at(PROVINCE, 'holidays/'))
    page.get_by_label('哪一年').fill('2027')
    page.get_by_label('放假通知的文号').fill('国办发明电〔2026〕1号')
    page.get_by_label('放假的日子').fill('0101-0103 0205-0212')
    page.get_by_role('button', name='预览').click()
    expect(page.locator('table.rows', has_text='生效后').first).to_contain_text('放假')
    expect(page.get_by_role('button', name='提交 2027 年，等另一位管理员确认')).to_be_visible()
