"""Valkey killed, and standing still: every act is done, answers as always and soon; what was ordered comes later."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from celery import current_app
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client, TestCase
from django.utils import timezone
from pytest_django.fixtures import Settings

from deploy.local.valkey import Valkey
from govhall.acts.registry import acts
from govhall.documents.register.models import Waiting
from govhall.documents.tasks import sweep_papers
from tenants import queue
from tenants.access import Actor
from tenants.models import Person
from tenants.roles import Role
from tests.builders.screen import at, do, take_in
from tests.builders.stories import stories
from tests.builders.trial import rolled_back
from tests.builders.world import BIRTH, TOWNSHIP, World
from tests.flow.desk import test_moves, test_procedures
from tests.flow.pages import test_acts

SOON_SECONDS = 3.0  # alone it takes half a second; a busy machine needs more
STORIES = [test_acts, test_moves, test_procedures]
# Acts whose stories need more than a world: they are written by the same `change.write` as all others.
ELSEWHERE = {
    'successor',  # in a hall that was split only
    'site-check',
    'make-licence',
    'begin-revocation',
    'village-close',
    'village-assist',
    'receive',
    'terminate',
    'move-department',
    'colleague',
    'hearing-announce',
    'hearing-waive',
    'hearing-hold',
    'bring-later',
    'check-identity',
}


class Browser(Client):
    """Runs what is to happen after each commit, as a transaction that ends does, and notes what was done."""

    posted: set[str] = set()

    def request(self, **request: Any) -> HttpResponse:
        """Answers as always."""
        with TestCase.captureOnCommitCallbacks(execute=True):
            answer: HttpResponse = super().request(**request)
        path = str(request['PATH_INFO'])
        assert answer.status_code < 500, path
        if request['REQUEST_METHOD'] == 'POST' and answer.status_code == 303:
            self.posted.add(path.rstrip('/').rpartition('/')[2])
        return answer


@pytest.fixture
def own_valkey(tmp_path: Path, settings: Settings) -> Iterator[Valkey]:
    """One that this test may harm, in place of the session's."""
    server = Valkey(tmp_path).start()
    usual = current_app.conf.broker_url
    settings.CACHES = {'default': settings.CACHES['default'] | {'LOCATION': server.url}}
    current_app.conf.broker_url = server.url
    yield server
    current_app.conf.broker_url = usual
    caches.close_all()
    queue.circuit.answered()
    server.kill()


def killed(server: Valkey) -> None:
    server.kill()


def standing_still(server: Valkey) -> None:
    assert server.child.pid is not None
    os.kill(server.child.pid, signal.SIGSTOP)


@pytest.fixture
def signed_in(world: World) -> Callable[[Actor], Client]:
    def sign_in(actor: Actor) -> Client:
        client = Browser()
        client.force_login(Person.objects.get(pk=actor.person_id), 'tenants.backends.AccountBackend')
        return client

    return sign_in


def end_in_other_ways(world: World, signed_in: Callable[[Actor], Client]) -> None:
    """The acts that no story of those modules does."""
    chief = signed_in(world.chief(TOWNSHIP))
    for before, word in (
        ('receive', 'claim'),
        ('receive', 'decline'),
        ('accept', 'refuse'),
        ('receive', 'on-the-spot'),
    ):
        assert do(chief, take_in(chief, TOWNSHIP, BIRTH, then=before), word, reason='年龄不符合规定').status_code == 303
    officer, case = world.person(TOWNSHIP, Role.LIAISON), take_in(chief, TOWNSHIP, BIRTH)
    login = Person.objects.get(pk=officer.person_id).username
    agreed = {'helper': login, 'consent': 'present', 'consented_on': timezone.localdate().isoformat()}
    assert do(chief, case, 'helper', **agreed).status_code == 303
    for word in ('note-help', 'end-help'):
        assert do(signed_in(officer), case, word, reason='陪着补了照片').status_code == 303


@pytest.mark.timeout(600)
@pytest.mark.parametrize('harm', [killed, pytest.param(standing_still, marks=pytest.mark.long)])
def test_every_act_is_done_and_one_try_of_half_a_second_is_all_that_is_waited_for(
    world: World,
    signed_in: Callable[[Actor], Client],
    own_valkey: Valkey,
    harm: Callable[[Valkey], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Browser.posted = set()
    tried: list[None] = []
    connect = queue._connection
    monkeypatch.setattr(queue, '_connection', lambda: tried.append(None) or connect())
    harm(own_valkey)
    given = {'world': world, 'signed_in': signed_in}
    for story in stories(STORIES, list(given)):
        tried.clear()
        monkeypatch.setattr(queue, 'circuit', queue.Circuit(10.0, lambda: 0.0))  # each has to find out anew
        with rolled_back():
            story.tell(given)
        assert len(tried) <= 1
    end_in_other_ways(world, signed_in)
    assert {act.word for act in acts() if act.word} - Browser.posted <= ELSEWHERE


def test_what_could_not_be_ordered_is_asked_for_once_and_found_by_the_sweep(
    world: World, signed_in: Callable[[Actor], Client], own_valkey: Valkey, caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_valkey.kill()
    chief = signed_in(world.chief(TOWNSHIP))
    for _ in range(3):
        take_in(chief, TOWNSHIP, BIRTH, then='on-the-spot')
    assert sum('queue_away' in record.getMessage() for record in caplog.records) == 1
    assert not any('after_commit_failed' in record.getMessage() for record in caplog.records)
    papers = Waiting.objects.count()
    assert papers >= 3
    own_valkey.start()
    monkeypatch.setattr('govhall.documents.register.services.PATIENCE', timedelta(0))
    sweep_papers()
    with current_app.connection_for_write() as line:
        assert line.default_channel.client.llen(current_app.conf.task_default_queue) == papers


def test_order_to_one_that_stands_still_is_given_up_in_half_a_second(own_valkey: Valkey) -> None:
    standing_still(own_valkey)
    begun = time.monotonic()
    assert not queue.order('casework.nothing', hall=TOWNSHIP)
    assert time.monotonic() - begun < SOON_SECONDS
    begun = time.monotonic()
    assert not any(queue.order('casework.nothing', hall=TOWNSHIP) for _ in range(100))
    assert time.monotonic() - begun < SOON_SECONDS


def test_order_after_order_takes_the_same_line_and_one_that_was_closed_is_replaced(own_valkey: Valkey) -> None:
    assert queue.order('casework.nothing', hall=TOWNSHIP)
    with redis.Redis.from_url(own_valkey.url) as asked:
        lines = asked.info('stats')['total_connections_received']
        assert all(queue.order('casework.nothing', hall=TOWNSHIP) for _ in range(5))
        assert asked.info('stats')['total_connections_received'] == lines
    own_valkey.kill()
    own_valkey.start()
    assert queue.order('casework.nothing', hall=TOWNSHIP)


def test_orders_flow_again_when_it_is_back(own_valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(queue, 'circuit', queue.Circuit(10.0, lambda: clock[0]))
    assert queue.order('casework.nothing', hall=TOWNSHIP)
    own_valkey.kill()
    assert not queue.order('casework.nothing', hall=TOWNSHIP)
    own_valkey.start()
    assert not queue.order('casework.nothing', hall=TOWNSHIP)  # not asked again yet
    clock[0] = 10.0
    assert queue.order('casework.nothing', hall=TOWNSHIP)


@pytest.mark.parametrize('harm', [killed, standing_still])
def test_signing_in_out_and_the_public_pages_do_without_it(
    world: World, own_valkey: Valkey, harm: Callable[[Valkey], None]
) -> None:
    harm(own_valkey)
    browser = Browser()
    for path in ('/', '/sign-in/', at(TOWNSHIP, '')):
        begun = time.monotonic()
        assert browser.get(path).status_code < 400, path
        assert time.monotonic() - begun < SOON_SECONDS, path
