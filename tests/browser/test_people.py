"""A clerk looks at the whole of an applicant's data, and hides it again."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tenants.roles import Role
from tests.browser.test_desks import sign_in
from tests.builders.files import PDF
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


def test_a_scan_is_uploaded_and_downloaded_without_javascript(
    plain_page: Page, world: World, tmp_path: Path, settings: Any
) -> None:
    backend = settings.STORAGES['materials'] | {'OPTIONS': {'location': str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {'materials': backend}
    case = world.receive(TOWNSHIP, BIRTH)
    sign_in(plain_page, world, TOWNSHIP, Role.CLERK)
    plain_page.goto(f'/h/tj-nuoshuihe/cases/{case.uid}/')
    plain_page.locator('summary', has_text='上传扫描件').first.click()
    plain_page.locator('input[type=file]').first.set_input_files(
        {'name': '身份证.pdf', 'mimeType': 'application/pdf', 'buffer': PDF}
    )
    plain_page.get_by_role('button', name='上传').first.click()
    with plain_page.expect_download() as waiting:
        plain_page.get_by_role('link', name='下载文件').click()
    assert Path(waiting.value.path()).read_bytes() == PDF
