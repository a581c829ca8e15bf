"""What the browser itself says while each role walks its pages: the policy forbids nothing of ours, no script fails."""

from collections.abc import Iterator

import pytest
from csp.constants import HEADER
from django.test import Client
from playwright.sync_api import Page, expect

from tenants.roles import Role
from tests.browser.test_accessibility import CATALOGUE, PUBLIC, published
from tests.browser.test_desks import fill_application, sign_in
from tests.builders.screen import at
from tests.builders.world import BIRTH, COUNTY, PROVINCE, TOWNSHIP, World

pytestmark = pytest.mark.browser
# The browser's own event: it comes also where the console is silent.
LISTEN = """window.addEventListener('securitypolicyviolation',
  one => console.error(`policy: ${one.violatedDirective} ${one.blockedURI} ${one.sample}`), true);"""
UNFOLD = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"
# A page that says 404 is meant to, and a question that a newer one has overtaken is given up.
WANTED = ('the server responded with a status of', 'htmx:afterRequest', 'htmx:sendAbort')
# Beside what the bar of each role leads to; a page that several roles have is walked by one of them.
WALKS: dict[Role, tuple[str, list[str]]] = {
    Role.CLERK: (TOWNSHIP, [f'counter/{BIRTH}/', 'fees/', 'register/', 'road/', 'password/', 'halls/']),
    Role.APPROVER: (COUNTY, []),
    Role.ADMINISTRATOR: (PROVINCE, [*(f'catalogue/{one}' for one in CATALOGUE), 'password/']),
    Role.SECURITY: (COUNTY, ['second-factor/']),
    Role.AUDITOR: (COUNTY, []),
    Role.LEADER: (COUNTY, []),
    Role.SUPERVISOR: (COUNTY, []),
    Role.AGENT: (TOWNSHIP, [f'points/{BIRTH}/']),
}


@pytest.fixture
def said(page: Page) -> Iterator[list[str]]:
    """What the browser has complained of."""
    found: list[str] = []

    def told(text: str) -> None:
        if not any(one in text for one in WANTED):
            found.append(f'{page.url}: {text}')

    page.set_default_timeout(60_000)  # the first page of a hall imports the desks
    page.add_init_script(LISTEN)
    page.on('console', lambda one: told(one.text) if one.type == 'error' else None)
    page.on('pageerror', lambda one: told(str(one)))
    yield found


def walk(page: Page, paths: list[str]) -> None:
    for path in paths:
        answer = page.goto(path)
        assert answer, path
        assert answer.status < 500, path
        assert HEADER.lower() in answer.headers, path
        page.evaluate(UNFOLD)


def test_the_publics_pages(page: Page, said: list[str], world: World) -> None:
    published(world)
    case = world.receive(TOWNSHIP, BIRTH)
    walk(page, [f'/{path}' for path in PUBLIC] + ['/?elder=1'])
    page.goto('/track/')
    page.get_by_label('办件编号').fill(case.number)
    page.get_by_label('查询码').fill(case.query_word)
    page.get_by_role('button', name='查询').click()
    expect(page.locator('#answer')).to_contain_text('您的材料已收下')
    assert said == []


@pytest.mark.parametrize('role', WALKS)
def test_the_pages_of_a_role(page: Page, said: list[str], world: World, role: Role) -> None:
    hall, own = WALKS[role]
    case = world.receive(hall, BIRTH) if hall == TOWNSHIP else None
    sign_in(page, world, hall, role)
    page.wait_for_url('**/h/**')
    bar = [one.get_attribute('href') or '' for one in page.locator('nav.tasks a').all()]
    assert bar
    shown = [f'cases/{case.uid}/', f'cases/{case.uid}/receipt/'] if case and role is Role.CLERK else []
    walk(page, list(dict.fromkeys([*bar, *(at(hall, path) for path in [*own, *shown])])))
    assert said == []


def test_what_a_clerk_types_while_the_page_asks_the_server(page: Page, said: list[str], world: World) -> None:
    sign_in(page, world, TOWNSHIP, Role.CLERK, Role.CHIEF)
    page.get_by_label('要办的事').fill('生育')
    expect(page.locator('#matters li')).to_have_count(1)
    page.get_by_role('link', name='生育登记').click()
    page.get_by_label('证件号码或统一社会信用代码').fill('110105194912310021')
    page.get_by_label('证件号码或统一社会信用代码').blur()
    expect(page.locator('#id-answer')).to_contain_text('最后一位应为 X')
    fill_application(page)
    page.keyboard.press('F6')
    expect(page.locator('#case')).to_have_attribute('data-state', 'received')
    page.evaluate(UNFOLD)
    assert said == []


def test_near_miss_a_style_and_a_script_in_a_page_are_told(page: Page, said: list[str], world: World) -> None:
    policy = Client().get('/track/')[HEADER]
    body = '<p style="color: red">x</p><script>document.title = "ran"</script>'
    page.route('**/track/', lambda route: route.fulfill(body=body, headers={HEADER: policy}, content_type='text/html'))
    page.goto('/track/')
    assert page.title() != 'ran'
    assert {one for told in said for one in ('style-src-attr', 'script-src-elem') if f'policy: {one}' in told} == {
        'style-src-attr',
        'script-src-elem',
    }
