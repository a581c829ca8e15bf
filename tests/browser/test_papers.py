"""Papers in a real browser: a clerk takes the file, a villager checks it on a telephone."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from govhall.documents import sealed_file
from govhall.documents.models import Notice
from govhall.documents.sealing import seal
from tenants.context import hall_context
from tenants.roles import Role
from tests.browser.test_desks import sign_in
from tests.builders.screen import at
from tests.builders.world import BIRTH, TOWNSHIP, World


@pytest.fixture
def paper(world: World, monkeypatch: pytest.MonkeyPatch) -> Notice:
    """A receipt whose file is ready."""

    def beside(*given: Any, **named: Any) -> bytes:
        # The browser keeps an event loop in this thread, and pyHanko wants one of its own.
        with ThreadPoolExecutor(1) as other:
            return other.submit(seal, *given, **named).result()

    monkeypatch.setattr(sealed_file, 'seal', beside)
    case = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        found = Notice.objects.get(case_uid=case.uid)
        return sealed_file.make(found.uid, hall=TOWNSHIP, at=found.acted_at)


def test_a_clerk_takes_the_file_and_a_chief_voids_the_paper(page: Page, world: World, paper: Notice) -> None:
    sign_in(page, world, TOWNSHIP, Role.CLERK, Role.CHIEF)
    page.goto(at(TOWNSHIP, f'cases/{paper.case_uid}/'))
    with page.expect_download() as taking:
        page.locator('#papers').get_by_role('link', name='下载').click()
    assert taking.value.suggested_filename == f'{paper.number}.pdf'
    page.locator('#papers').locator('summary', has_text='作废').click()
    page.get_by_label('作废的理由').fill('姓名写错，另行出具')
    page.get_by_role('button', name='作废这份文书').click()
    expect(page.locator('#notice')).to_contain_text('已作废')
    expect(page.locator('#papers')).to_contain_text('姓名写错')
    page.get_by_role('link', name='文号登记').click()
    page.get_by_label('文号').fill(paper.number.replace('〔', '[').replace('〕', ']'))
    page.get_by_role('button', name='找这份文书').click()
    expect(page.locator(f'#paper-{paper.uid}')).to_contain_text('已作废')
    page.set_viewport_size({'width': 390, 'height': 844})
    assert page.evaluate('document.documentElement.scrollWidth') <= 390


def test_a_villager_checks_a_paper_on_a_telephone(page: Page, paper: Notice) -> None:
    page.set_viewport_size({'width': 390, 'height': 844})
    page.goto('/')
    page.get_by_role('link', name='核对文书真伪').click()
    page.get_by_label('验证码').fill('TJNS 0001 2222 2222 2222 2222')
    page.get_by_role('button', name='核对').click()
    expect(page.locator('#verify')).to_contain_text('没有查到这份文书')
    page.get_by_label('验证码').fill(f'{TOWNSHIP}{paper.proof}')
    page.get_by_role('button', name='核对').click()
    expect(page.locator('#answer')).to_contain_text('现在有效')
    assert page.evaluate('document.documentElement.scrollWidth') <= 390
    page.goto(f'/verify/{TOWNSHIP}{paper.proof}/')
    expect(page.locator('#answer')).to_contain_text('现在有效')
