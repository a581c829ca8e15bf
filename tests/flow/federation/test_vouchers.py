"""What vouches for facts is applied after them, in whatever partition they lie and whatever becomes of them."""

import pytest
from django.conf import settings

from federation.intake.address_book import AddressBook
from federation.intake.consumer import Intake
from federation.link.port import IncomingRecord
from federation.link.topics import Lane, cell_topic
from federation.relay.relay import Relay
from govhall.kernel.errors import Later
from tests.builders import trial
from tests.builders.trial import Counted, Road, rows
from tests.builders.vouched import Vouched, numbers, tell

pytestmark = pytest.mark.usefixtures('halls')
FACTS = cell_topic(settings.CELL, Lane.FACTS)
FACT, OTHER_FACT, WATERMARK = 0, 1, 2  # partitions


class Partitions(Road):
    """Facts and what vouches for them lie in partitions of their own; only those that are open are read."""

    def __init__(self) -> None:
        super().__init__()
        self.closed: set[int] = set()

    def lay(self, partition: int, *said: Counted | Vouched) -> None:
        """As the relay would send them."""
        road = Road()
        tell(*said)
        Relay(road).once()
        log = self.log.setdefault((FACTS, partition), [])
        for record in road.log[FACTS, 0]:
            log.append(record._replace(partition=partition, offset=len(log)))

    def poll(self, limit: int, seconds: float) -> list[IncomingRecord]:
        """The next records of the open partitions."""
        found: list[IncomingRecord] = []
        for key, log in self.log.items():
            if key[1] not in self.closed:
                found += log[self.places.get(key, 0) :]
                self.places[key] = len(log)
        return found


def start(road: Road) -> Intake:
    return Intake(road.reopen(), settings.CELL, addresses=AddressBook(settings.CELL))


def test_fact_in_a_partition_that_was_not_read_yet_comes_first() -> None:
    road = Partitions()
    road.lay(FACT, Counted(number=1))
    road.lay(OTHER_FACT, Counted(number=2))
    road.lay(WATERMARK, Vouched(number=9))
    road.closed = {OTHER_FACT}
    intake = start(road)
    for _ in range(3):
        intake.once(0)
        assert numbers() == [1]
    assert rows('SELECT count(*) FROM fed_offset WHERE partition = 2 AND next_offset > 0') == [(0,)]
    road.closed = set()
    intake.once(0)
    assert numbers() == [1, 2, -9]
    assert rows('SELECT next_offset FROM fed_offset WHERE partition = 2') == [(1,)]


def test_fact_that_must_wait_comes_first_and_what_is_told_later_is_not_waited_for() -> None:
    road = Partitions()
    road.lay(FACT, Counted(number=1), Vouched(number=8))
    trial.faults['1'] = Later()
    intake = start(road)
    intake.once(0)
    road.closed = {OTHER_FACT}
    road.lay(OTHER_FACT, Counted(number=3))  # after the watermark was read
    intake.once(0)
    assert numbers() == []
    trial.faults.clear()
    intake = start(road)
    road.closed = set()
    intake.once(0)
    assert numbers() == [1, 3, -8]


def test_later_fact_does_not_keep_it_back() -> None:
    road = Partitions()
    road.closed = {OTHER_FACT}
    road.lay(FACT, Counted(number=1), Vouched(number=8))
    road.log[FACTS, OTHER_FACT] = []
    intake = start(road)
    intake.once(0)
    assert numbers() == [1, -8]


def test_fact_that_is_set_aside_keeps_nothing_back() -> None:
    road = Partitions()
    trial.faults['1'] = ValueError()
    road.lay(FACT, Counted(number=1))
    road.lay(WATERMARK, Vouched(number=9))
    start(road).once(0)
    assert numbers() == [-9]


def test_two_that_wait_do_not_wait_for_each_other() -> None:
    road = Partitions()
    road.lay(FACT, Vouched(number=8), Counted(number=1))
    road.lay(WATERMARK, Vouched(number=9))
    start(road).once(0)
    assert sorted(numbers()) == [-9, -8, 1]


def test_intake_that_dies_while_it_waits_reads_it_again() -> None:
    road = Partitions()
    road.lay(FACT, Counted(number=1))
    road.lay(WATERMARK, Vouched(number=9))
    road.closed = {FACT}
    start(road).once(0)
    assert numbers() == []
    road.closed = set()
    start(road).once(0)
    assert numbers() == [1, -9]
