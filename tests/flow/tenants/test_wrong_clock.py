"""A web or worker whose clock differs from the database's does nothing that would be dated wrongly, and says so."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from celery.signals import worker_process_init
from django.test import Client
from django.utils import timezone

from govhall.applications.models import OnlineApplication
from govhall.applications.tasks import delete_idle_in_hall
from govhall.archive.tasks import archive_in_hall
from govhall.casework.models import Case
from govhall.casework.tasks import deem_accepted_in_hall, deem_renewed_in_hall, sweep_intake
from govhall.catalogue.models import Authorisation
from govhall.project import celery as worker
from tenants import clock as clocks
from tenants.clock import ClockGuard, ClockOff
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, case_data, do, filled, take_in, text
from tests.builders.world import BIRTH, COUNTY, TOWNSHIP, World


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[ClockGuard]:
    """The clock as a web watches it, looking each time that it is asked."""
    monkeypatch.setattr(clocks, 'LOOK_SECONDS', -1.0)
    clocks.clock.watch()
    yield clocks.clock
    clocks.clock.is_watched = False


@pytest.mark.parametrize('wrong', [timedelta(minutes=-30), timedelta(minutes=20)], ids=['behind', 'ahead'])
def test_nothing_is_done_by_a_wrong_clock_and_all_is_when_it_is_right_again(
    world: World, signed_in: SignedIn, watched: ClockGuard, wrong: timedelta
) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    address = take_in(chief, TOWNSHIP, BIRTH)
    with time_machine.travel(timezone.now() + wrong, tick=True):
        answer = do(chief, address, 'accept')
        assert answer.status_code == 409
        assert '时间与数据库相差' in text(answer)
        assert case_data(chief.get(address))['state'] == 'received'
        refused = chief.post(at(TOWNSHIP, f'counter/{BIRTH}/'), filled(BIRTH))
        assert '时间与数据库相差' in text(refused)
    with hall_context(world.hall(TOWNSHIP)):
        assert Case.objects.count() == 1
    assert do(chief, address, 'accept').status_code == 303


def test_two_minutes_are_nothing(world: World, signed_in: SignedIn, watched: ClockGuard) -> None:
    with time_machine.travel(timezone.now() + timedelta(seconds=100), tick=True):
        take_in(signed_in(world.chief(TOWNSHIP)), TOWNSHIP, BIRTH)
    assert not watched.is_wrong


WRONG = [timedelta(minutes=-30), timedelta(minutes=20)]


@pytest.mark.parametrize('wrong', WRONG, ids=['behind', 'ahead'])
def test_the_five_days_of_an_online_application_never_begin_by_a_wrong_clock(
    world: World, watched: ClockGuard, wrong: timedelta
) -> None:
    applied = f'/apply/{BIRTH}/{TOWNSHIP}/'
    with time_machine.travel(timezone.now() + wrong, tick=True):
        assert '时间与数据库相差' in text(Client().post(applied, filled(BIRTH) | {'do': 'save'}))
    with hall_context(world.hall(TOWNSHIP)):
        assert not OnlineApplication.objects.exists()
    assert Client().post(applied, filled(BIRTH) | {'do': 'save'}).status_code == 200
    with hall_context(world.hall(TOWNSHIP)):
        one = OnlineApplication.objects.get()
    mine = filled(BIRTH) | {'number': one.number, 'word': one.query_word, 'version': one.version, 'do': 'save'}
    with time_machine.travel(timezone.now() + wrong, tick=True):
        assert '时间与数据库相差' in text(Client().post('/apply/', mine))
    with hall_context(world.hall(TOWNSHIP)):
        assert OnlineApplication.objects.get().version == one.version
    Client().post('/apply/', mine)
    with hall_context(world.hall(TOWNSHIP)):
        assert OnlineApplication.objects.get().version == one.version + 1


@pytest.mark.parametrize('wrong', WRONG, ids=['behind', 'ahead'])
def test_no_letter_is_revoked_by_a_wrong_clock(
    world: World, signed_in: SignedIn, watched: ClockGuard, wrong: timedelta
) -> None:
    letter = Authorisation.objects.get(person_id=world.chief(COUNTY).person_id)
    administrator = signed_in(world.person(COUNTY, Role.SECURITY))
    address = at(COUNTY, f'catalogue/letters/{letter.pk}/revoke/')
    why = {'since': timezone.localdate().isoformat(), 'reason': '调走'}
    with time_machine.travel(timezone.now() + wrong, tick=True):
        assert '时间与数据库相差' in text(administrator.post(address, why))
    assert Authorisation.objects.get(pk=letter.pk).revoked_at is None
    assert administrator.post(address, why).status_code == 303
    assert Authorisation.objects.get(pk=letter.pk).revoked_at is not None


def test_a_clock_that_is_days_ahead_accepts_nothing_for_the_hall(
    world: World, signed_in: SignedIn, watched: ClockGuard
) -> None:
    """The lapse of the five days is told by the same clock as the act that asks for it."""
    chief = signed_in(world.chief(TOWNSHIP))
    address = take_in(chief, TOWNSHIP, BIRTH)
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=True):
        assert do(signed_in(world.chief(TOWNSHIP)), address, 'accept').status_code == 409
    assert case_data(chief.get(address))['state'] == 'received'


def test_a_worker_that_runs_ahead_deems_nothing(world: World, watched: ClockGuard) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=True):
        with pytest.raises(ClockOff):
            sweep_intake()
        for task in (deem_accepted_in_hall, deem_renewed_in_hall, archive_in_hall):
            with pytest.raises(ClockOff):
                task(hall=TOWNSHIP, cases=[str(case.uid)])
        with pytest.raises(ClockOff):
            delete_idle_in_hall(hall=TOWNSHIP, applications=[str(case.uid)])
    assert world.case(TOWNSHIP, case.uid).state == 'received'


def test_a_worker_with_the_right_clock_deems_what_has_lapsed(world: World, watched: ClockGuard) -> None:
    case = world.receive(TOWNSHIP, BIRTH, at=timezone.now() - timedelta(days=40))
    deem_accepted_in_hall(hall=TOWNSHIP, cases=[str(case.uid)])
    assert world.case(TOWNSHIP, case.uid).state == 'accepted'


def test_each_process_of_a_worker_watches_its_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks.clock, 'is_watched', False)
    assert worker.watch_the_clock in [ref() for _, ref in worker_process_init.receivers]
    worker.watch_the_clock()
    assert clocks.clock.is_watched
