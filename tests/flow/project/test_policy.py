"""What every page tells the browser: nothing runs that somebody wrote into it. And how long a session lasts."""

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from csp.constants import HEADER
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tenants import sessions
from tests.builders.screen import SignedIn, at, take_in
from tests.builders.world import BIRTH, MOST_ROLES, TOWNSHIP, World
from tests.flow.tenants.test_expired import addresses

ROOT = Path(__file__).parents[3]
INLINE = re.compile(r'<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|\shx-on|javascript:', re.I)
STRICT = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
}
PUBLIC = ['/', '/guide/', '/apply/', '/track/', '/published/', '/verify/', '/sign-in/', '/nowhere/', '/h/nowhere/']


def said(header: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.strip().partition(' ') for part in header.split(';'))}


def test_no_template_has_anything_inline() -> None:
    found = [path for room in ('platform', 'tenants', 'township_halls') for path in (ROOT / room).rglob('*.html')]
    wrong = [path.name for path in found if INLINE.search(re.sub(r'{[{%#].*?[}%#]}', '', path.read_text()))]
    assert len(found) > 60
    assert wrong == ['receipt.html']  # kept and archived in one piece: its page names the hash of its style


def test_every_page_has_the_policy_and_nothing_inline(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.person(TOWNSHIP, *MOST_ROLES, powers=['decide', 'collect']))
    case = take_in(client, TOWNSHIP, BIRTH)
    pages = 0
    for address in [*PUBLIC, case, *(at(TOWNSHIP, path) for path in addresses() if 'sign-out' not in path)]:
        answer = client.get(address)
        if not answer.headers.get('Content-Type', '').startswith('text/html'):
            continue
        pages += 1
        policy = said(answer[HEADER])
        assert policy.items() >= STRICT.items(), address
        assert not INLINE.search(answer.content.decode()), address
        assert 'no-store' in answer['Cache-Control'] or address.startswith('/guide/'), address  # guides are anybody's
    assert pages > 40


def test_a_receipt_names_the_hash_of_its_own_style(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.clerk(TOWNSHIP))
    policy = said(client.get(f'{take_in(client, TOWNSHIP, BIRTH)}receipt/')[HEADER])
    assert re.fullmatch(r"'self' 'sha256-[A-Za-z0-9+/]{43}='", policy['style-src'])
    assert policy['script-src'] == "'self'"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time as sessions see it."""
    now = [time.time()]
    monkeypatch.setattr(sessions.time, 'time', lambda: now[0])
    return now


def test_half_an_hour_without_work_signs_out_and_work_does_not(
    world: World, signed_in: SignedIn, clock: list[float]
) -> None:
    client = signed_in(world.clerk(TOWNSHIP))
    for _ in range(3):
        clock[0] += 25 * 60
        assert client.get(at(TOWNSHIP, 'worklist/')).status_code == 200
    clock[0] += 31 * 60
    answer = client.get(at(TOWNSHIP, 'worklist/'))
    assert (answer.status_code, '/sign-in/' in answer.headers['Location']) == (302, True)
    clock[0] -= 31 * 60
    assert client.get(at(TOWNSHIP, 'worklist/')).status_code == 302  # gone for good


def test_ten_hours_end_a_session_however_busy(
    world: World, signed_in: SignedIn, clock: list[float], settings: Settings
) -> None:
    client = signed_in(world.clerk(TOWNSHIP))
    began = timezone.now()
    for _ in range(5):
        clock[0] += 20 * 60
        assert client.get(at(TOWNSHIP, 'worklist/')).status_code == 200
    assert client.session.get_expiry_date() <= began + timedelta(seconds=settings.SESSION_COOKIE_AGE + 60)


def test_a_page_that_everybody_may_see_reads_no_session(world: World, signed_in: SignedIn, clock: list[float]) -> None:
    client = signed_in(world.clerk(TOWNSHIP))
    clock[0] += 31 * 60
    assert client.get('/track/').status_code == 200
    assert Client().get('/track/').status_code == 200
