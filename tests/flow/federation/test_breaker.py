"""A bad message stops its stream; when nearly everything fails, nothing is parked and the intake stops applying."""

from uuid import UUID

import pytest
from django.conf import settings as django_settings
from pytest_django.fixtures import Settings
from structlog.testing import capture_logs

from federation.inbox import parking
from federation.intake.address_book import AddressBook
from federation.intake.consumer import Intake
from federation.relay.relay import Relay
from govhall.kernel.ids import new_uid
from tests.builders import trial
from tests.builders.trial import OTHER, SENDER, Road, intake, rows, say, texts

pytestmark = pytest.mark.usefixtures('halls')


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def start(road: Road, clock: Clock) -> Intake:
    return Intake(road.reopen(), django_settings.CELL, addresses=AddressBook(django_settings.CELL), clock=clock)


def say_many(count: int, text: str, *, senders: tuple[str, ...] = (SENDER, OTHER)) -> list[UUID]:
    cases = [new_uid() for _ in range(count)]
    for place, case in enumerate(cases):
        say(text, case=case, sender=senders[place % len(senders)])
    return cases


def send(road: Road) -> Road:
    while Relay(road).once():
        pass
    return road


def parked() -> object:
    return rows('SELECT count(*) FROM fed_parked')[0][0]


def stopped() -> object:
    return rows("SELECT count(*) FROM fed_cursor WHERE state = 'blocked'")[0][0]


def test_what_fails_everywhere_is_not_parked_and_said_loudly(road: Road, clock: Clock) -> None:
    trial.faults['bad'] = ValueError('a name')
    say_many(30, 'bad')
    running = start(send(road), clock)
    with capture_logs() as logs:
        running.once(0)
    assert (parked(), stopped(), rows('SELECT next_offset FROM fed_offset')) == (0, 0, [])
    (opened,) = [line for line in logs if line['event'] == 'breaker_open']
    assert (opened['log_level'], opened['again_in']) == ('critical', 5.0)
    assert opened['reason'].startswith('ValueError at trial.py')
    breaker = running.state()['breaker']
    assert isinstance(breaker, dict) and (breaker['again_in'], breaker['tries']) == (5, 0)


def test_while_it_is_open_nothing_between_halls_is_applied(road: Road, clock: Clock, case: UUID) -> None:
    trial.faults['bad'] = ValueError()
    say_many(30, 'bad')
    running = start(send(road), clock)
    running.once(0)
    say('good', case=case)
    send(road)
    running.once(0)
    assert texts(case) == []


def test_it_is_tried_again_with_growing_pauses_until_it_is_mended(road: Road, clock: Clock) -> None:
    trial.faults['bad'] = ValueError()
    cases = say_many(30, 'bad')
    running = start(send(road), clock)
    pauses = []
    for _ in range(8):
        running.once(0)
        breaker = running.state()['breaker']
        assert isinstance(breaker, dict)
        pauses.append(breaker['again_in'])
        clock.now += float(breaker['again_in'])
    assert pauses == [5, 10, 20, 40, 80, 160, 300, 300]
    trial.faults.clear()
    running.once(0)
    assert (running.state()['breaker'], parked()) == (None, 0)
    assert [texts(case) for case in cases] == [['bad']] * 30


def test_a_share_of_a_poll_that_fails_by_one_fault_opens_it(road: Road, clock: Clock) -> None:
    trial.faults['bad'] = ValueError()
    for _ in range(12):  # never many in a row
        say_many(2, 'bad')
        say_many(1, 'good')
    start(send(road), clock).once(0)
    assert (parked(), rows('SELECT count(*) FROM trial_effect')) == (0, [(12,)])


def test_a_few_bad_messages_are_parked_and_the_rest_flows(road: Road, clock: Clock) -> None:
    trial.faults['bad'] = ValueError()
    say_many(9, 'bad')
    (good,) = say_many(1, 'good')
    running = start(send(road), clock)
    running.once(0)
    assert (parked(), stopped(), texts(good), running.state()['breaker']) == (9, 9, ['good'], None)


def test_failures_one_by_one_open_it_after_twenty_in_a_row(road: Road, clock: Clock) -> None:
    trial.faults['bad'] = ValueError()
    say_many(25, 'bad')
    send(road).most = 1
    running = start(road, clock)
    for _ in range(25):
        running.once(0)
    assert (parked(), running.state()['breaker'] is None) == (20, False)


def test_one_that_takes_effect_ends_the_row(road: Road, clock: Clock) -> None:
    trial.faults['bad'] = ValueError()
    say_many(15, 'bad')
    say_many(1, 'good')
    say_many(15, 'bad')
    send(road).most = 1
    running = start(road, clock)
    for _ in range(31):
        running.once(0)
    assert (parked(), running.state()['breaker']) == (30, None)


def test_one_hall_that_says_much_that_is_wrong_stops_nobody_else(road: Road, clock: Clock, case: UUID) -> None:
    trial.faults['bad'] = ValueError()
    say_many(60, 'bad', senders=(SENDER,))
    say('good', case=case, sender=OTHER)
    start(send(road), clock).once(0)
    assert (parked(), texts(case)) == (60, ['good'])


def test_an_operator_can_have_everything_parked_nevertheless(road: Road, clock: Clock, settings: Settings) -> None:
    settings.BREAKER = False
    trial.faults['bad'] = ValueError()
    say_many(30, 'bad')
    start(send(road), clock).once(0)
    assert (parked(), stopped()) == (30, 30)


@pytest.mark.parametrize('fault', [ConnectionError(), TimeoutError(), OSError(28, 'no space')])
def test_a_store_that_is_away_is_waited_for(fault: Exception, road: Road, case: UUID) -> None:
    trial.faults['early'] = fault
    say('early', case=case)
    intake(send(road)).once(0)
    assert (parked(), stopped()) == (0, 0)
    trial.faults.clear()
    intake(road).once(0)
    assert texts(case) == ['early']


def test_a_start_tries_what_is_blocked_twice_and_no_more(road: Road, case: UUID) -> None:
    trial.faults['bad'] = ValueError()
    say('bad', case=case)
    intake(send(road)).once(0)
    for _ in range(3):
        intake(road).once(0)
    assert rows('SELECT tries FROM fed_parked') == [(2,)]
    trial.faults.clear()
    intake(road).once(0)
    assert texts(case) == []


@pytest.mark.parametrize('limit', ['MOST_PARKED', 'MOST_BYTES'])
def test_a_stream_holds_so_much_and_stops(road: Road, case: UUID, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    say(*'123456', case=case)
    sent = send(Road()).everything()
    monkeypatch.setattr(parking, limit, 3 if limit == 'MOST_PARKED' else 3 * len(sent[0].value))
    for record in sent[1:]:
        road.append(record)
    running = intake(road)
    running.once(0)
    assert (parked(), stopped()) == (3, 1)
    assert rows('SELECT seq, reason FROM fed_parked ORDER BY seq LIMIT 1') == [(2, 'full')]
    road.append(sent[0])  # the missing one has room, and the next start takes what was kept
    running.once(0)
    assert parked() == 4
    intake(road).once(0)
    assert texts(case) == ['1', '2', '3', '4']
    for record in sent[4:]:  # what was let go is said again by its sender
        road.append(record)
    intake(road).once(0)
    assert texts(case) == list('123456')
