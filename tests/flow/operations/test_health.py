"""Three answers about a cell's web, and what an operator is shown of them."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django.fixtures import Settings
from redis.exceptions import ConnectionError as ValkeyAway

from govhall.operations.message_monitor.words import TROUBLES
from tenants import clock as clocks
from tenants.models import Space
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.world import PROVINCE, TOWNSHIP, World

TOKEN = 'a token for whoever watches'


def valkey_away(*_: object, **__: object) -> None:
    raise ValkeyAway


def ask(address: str) -> tuple[int, object]:
    answer = Client().get(address, headers={'authorization': f'Bearer {TOKEN}'})
    return answer.status_code, answer.json()


@pytest.fixture(autouse=True)
def watched(settings: Settings) -> None:
    """Whoever shows the token may ask."""
    settings.METRICS_TOKEN = TOKEN


def test_all_is_well(world: World) -> None:
    assert ask('/healthz/alive') == (200, {'alive': True})
    assert ask('/healthz/ready') == (200, {'ready': True})
    assert ask('/healthz/degraded') == (200, {'degraded': []})


def test_without_valkey_the_counters_are_ready_and_the_alarm_rings(
    world: World, monkeypatch: pytest.MonkeyPatch, signed_in: SignedIn
) -> None:
    monkeypatch.setattr(cache, 'get', valkey_away)
    assert (ask('/healthz/alive')[0], ask('/healthz/ready')[0], ask('/healthz')[0]) == (200, 200, 200)
    assert ask('/healthz/degraded') == (503, {'degraded': ['valkey_away']})
    page = text(signed_in(world.person(PROVINCE, Role.ADMINISTRATOR)).get(at(PROVINCE, 'road/')))
    assert TROUBLES['valkey_away'].what in page
    assert signed_in(world.clerk(TOWNSHIP)).get(at(TOWNSHIP, 'counter/')).status_code == 200


def test_without_the_database_it_lives_and_is_not_ready(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError

    with monkeypatch.context() as patched:
        patched.setattr(connection, 'cursor', away)
        assert ask('/healthz/alive') == (200, {'alive': True})
        assert ask('/healthz/ready') == (503, {'ready': False})
        assert ask('/healthz/degraded') == (503, {'degraded': ['database_away']})
        assert ask('/healthz')[0] == 503


def test_a_wrong_clock_rings_and_is_shown(world: World, monkeypatch: pytest.MonkeyPatch, signed_in: SignedIn) -> None:
    page = signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))
    monkeypatch.setattr(clocks, 'LOOK_SECONDS', -1.0)
    monkeypatch.setattr(clocks.clock, 'is_watched', True)
    assert ask('/healthz/degraded') == (200, {'degraded': []})
    monkeypatch.setattr(clocks, '_difference', lambda: -121.0)
    assert ask('/healthz/degraded') == (503, {'degraded': ['clock_wrong']})
    assert ask('/healthz/ready')[0] == 200  # no other web has a better clock for certain, and pages can be read
    assert TROUBLES['clock_wrong'].what in text(page.get(at(PROVINCE, 'road/')))
    figures = Client().get('/metrics', headers={'authorization': f'Bearer {TOKEN}'}).content.decode()
    assert 'govhall_clock_ahead_seconds -121.0' in figures


def test_a_filling_quota_is_told_before_it_is_full(world: World, settings: Settings) -> None:
    settings.ONLINE_MEGABYTES = 1
    Space.objects.create(key='00000000-0000-0000-0000-000000000007', hall=TOWNSHIP, bytes=900_000)
    assert ask('/healthz/degraded') == (503, {'degraded': ['online_filling']})
    figures = Client().get('/metrics', headers={'authorization': f'Bearer {TOKEN}'}).content.decode()
    assert 'govhall_online_bytes 900000.0' in figures
    assert 'govhall_degraded 1.0' in figures


def test_the_public_learns_no_more_than_whether_to_come(world: World) -> None:
    assert Client().get('/healthz/degraded').status_code == 403
    assert set(Client().get('/healthz/ready').json()) == {'ready'}


def test_the_short_answer_names_the_store_that_is_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get('/healthz').json() == {'database': True, 'valkey': True, 'wrong': []}
    monkeypatch.setattr(cache, 'get', valkey_away)
    answer = Client().get('/healthz')
    assert (answer.status_code, answer.json()) == (200, {'database': True, 'valkey': False, 'wrong': ['valkey_away']})
