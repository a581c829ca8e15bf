"""Every page that a person sees: no sideways scrolling at 320 px (and so at 400 % zoom), and the rules of axe-core."""

from importlib.resources import files
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.look.navigation import _ENTRIES
from tenants.roles import Role
from tests.browser.test_desks import sign_in
from tests.builders.desk import Desk
from tests.builders.screen import at
from tests.builders.world import BIRTH, HOMESTEAD, HYGIENE, TOWNSHIP, World

pytestmark = pytest.mark.browser
AXE = files('axe_playwright_python').joinpath('axe.min.js').read_text()
RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']
PUBLIC = ('', 'guide/', f'guide/{BIRTH}/', f'guide/{HYGIENE}/', 'apply/', f'apply/{BIRTH}/{TOWNSHIP}/')
PUBLIC += ('track/', 'published/', 'find-hall/', f'find-hall/{TOWNSHIP}/', f'find-hall/{TOWNSHIP}/letters/')
PUBLIC += ('verify/', 'verify/licence/', 'sign-in/', 'nowhere/')
DESKS = (
    'counter/',
    f'counter/{BIRTH}/',
    'worklist/',
    'search/',
    'online/',
    'fees/',
    'fees/month/',
    'archive/',
    'register/',
    'licences/',
    'licences/check/',
)
DESKS += ('figures/', 'road/', 'points/', 'points/identity/', 'halls/', 'holidays/', 'audit/', 'password/', 'nowhere/')
DESKS += ('mandates/', 'mandates/new/', 'successors/')
DESKS += ('accounts/', 'second-factor/')
DESKS += ('attendance/', 'attendance/leave/', 'attendance/duty/', 'attendance/changes/')
DESKS += ('attendance/training/', 'attendance/training/people/', 'my-trainings/')
DESKS += ('attendance/month/',)
CATALOGUE = ('', 'items/', 'departments/', 'people/', 'grants/', 'letters/', 'certificates/', 'fee-standards/')
CATALOGUE += ('matters/', 'profile/', 'forms/', 'where/', 'cleaning/', 'files/')
NARROW, DESK = {'width': 320, 'height': 640}, {'width': 1366, 'height': 768}
WIDER = """() => {
  const limit = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= limit) return [];
  const inside = one => { for (; one; one = one.parentElement)
    if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(one).overflowX)) return true; return false; };
  return [...document.body.querySelectorAll('*')]
    .filter(one => one.getBoundingClientRect().right > limit + 1 && !inside(one.parentElement))
    .map(one => one.tagName + '.' + one.className).slice(0, 5).concat(document.documentElement.scrollWidth); }"""
# Words in the colour of what lies behind them: axe takes them for hidden on purpose.
UNSEEN = """() => {
  const behind = one => { for (; one; one = one.parentElement) {
    const colour = getComputedStyle(one).backgroundColor; if (colour !== 'rgba(0, 0, 0, 0)') return colour; } };
  return [...document.body.querySelectorAll('*')]
    .filter(one => one.offsetParent && [...one.childNodes].some(part => part.nodeType === 3 && part.data.trim()))
    .filter(one => getComputedStyle(one).color === behind(one)).map(one => one.outerHTML.slice(0, 120)); }"""
SHAPE = """() => [document.querySelectorAll('main').length, document.querySelectorAll('h1').length,
  [...document.querySelectorAll('th')].filter(one => !one.textContent.trim() && !one.ariaLabel).length]"""


def faults(page: Page, path: str) -> list[str]:
    """What is wrong with a page, narrow and on a desk's screen."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.goto(path)
    found = [f'{path}: wider than 320 px: {one}' for one in [page.evaluate(WIDER)] if one]
    shape = page.evaluate(SHAPE)
    if shape != [1, 1, 0]:
        found.append(f'{path}: main, h1, empty headers: {shape}')
    found += [f'{path}: nobody can see {one}' for one in page.evaluate(UNSEEN)]
    page.evaluate(AXE)
    for size in (NARROW, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        told: dict[str, Any] = page.evaluate('rules => axe.run(document, {runOnly: rules})', RULES)
        found += [
            f'{path} {size["width"]}: {one["id"]}: {one["nodes"][0]["html"][:160]} ×{len(one["nodes"])}'
            for one in told['violations']
        ]
    return found


def published(world: World) -> None:
    """A decision that the public may read, and cases on every desk."""
    desk = Desk.of_chief(world, TOWNSHIP)
    now = timezone.now()
    case = world.receive(TOWNSHIP, HOMESTEAD, at=now)
    desk.do(accept_case, case.uid, at=now)
    desk.do(decide_case, case.uid, approve=True, at=now)
    world.carry()


def test_the_publics_pages_are_for_everybody(page: Page, world: World) -> None:
    published(world)
    assert [one for path in PUBLIC for one in faults(page, f'/{path}')] == []


def test_the_desks_pages_are_for_everybody(page: Page, world: World) -> None:
    published(world)
    case = world.receive(TOWNSHIP, BIRTH)
    page.set_default_timeout(60_000)  # the first page of a hall imports the desks
    sign_in(
        page, world, TOWNSHIP, *(Role.CLERK, Role.CHIEF, Role.REVIEWER, Role.AGENT, Role.ADMINISTRATOR, Role.LEADER)
    )
    paths = [*DESKS, f'cases/{case.uid}/', f'cases/{case.uid}/receipt/', f'cases/{case.uid}/fees/']
    paths += [f'catalogue/{path}' for path in CATALOGUE]
    assert [one for path in paths for one in faults(page, at(TOWNSHIP, path))] == []


@pytest.mark.parametrize(
    ('office', 'paths'), [(Role.SECURITY, ['accounts/', 'catalogue/letters/']), (Role.AUDITOR, ['audit/'])]
)
def test_the_other_administrators_pages_are_for_everybody(
    page: Page, world: World, office: Role, paths: list[str]
) -> None:
    clerk = world.clerk(TOWNSHIP)
    page.set_default_timeout(60_000)
    sign_in(page, world, TOWNSHIP, office)
    wanted = [*paths, *([f'accounts/{clerk.person_id}/'] if office is Role.SECURITY else [])]
    assert [one for path in wanted for one in faults(page, at(TOWNSHIP, path))] == []


def test_every_page_that_a_bar_leads_to_is_looked_at() -> None:
    """Add a new page to DESKS."""
    looked_at = {*DESKS, *(f'catalogue/{path}' for path in CATALOGUE)}
    pages = {reverse(entry.route, 'govhall.project.hall_urls')[1:] for entry in _ENTRIES.values() if entry.bars}
    assert pages - looked_at - {''} == set()


def test_published_results_are_read_along_the_line_on_a_desk(page: Page, world: World) -> None:
    published(world)
    page.goto('/published/')
    widths = page.evaluate(
        "() => [...document.querySelectorAll('tbody tr:first-child td')].map(one => one.clientWidth)"
    )
    assert min(widths) >= 90, widths
    assert page.evaluate("() => document.querySelector('tbody tr').clientHeight") < 110
