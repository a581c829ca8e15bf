"""Death at each named place of the road, as by a power cut: the receiver's history stays the sender's history."""

import os
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from deploy.local.cells import Cell
from deploy.local.services import Kafka, Valkey
from federation.failpoints import PLACES
from tests.fault.deaths import Mortal, mortal

pytestmark = pytest.mark.process
FEW, MANY = 10, int(os.environ.get('GOVHALL_TEST_DEATHS', '200'))


@pytest.fixture(scope='module')
def over_direct(cell: Cell, valkey: Valkey, django_db_blocker: DjangoDbBlocker) -> Iterator[Mortal]:
    """A cell over the log table."""
    with django_db_blocker.unblock(), mortal(cell, 'direct') as made:
        yield made


@pytest.fixture(scope='module')
def over_kafka(cell: Cell, kafka: Kafka, valkey: Valkey, django_db_blocker: DjangoDbBlocker) -> Iterator[Mortal]:
    """A cell over the real broker."""
    with django_db_blocker.unblock(), mortal(cell, 'kafka') as made:
        yield made


def check_deaths(cell: Mortal, place: str, times: int) -> None:
    assert cell.die(place, times, seed=PLACES.index(place)) == times
    cell.check_both_ends()


@pytest.mark.parametrize('place', PLACES)
def test_a_cell_that_dies_anywhere_loses_doubles_and_reorders_nothing(over_direct: Mortal, place: str) -> None:
    check_deaths(over_direct, place, FEW)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize('place', PLACES)
def test_two_hundred_deaths_at_a_place_change_nothing(over_direct: Mortal, place: str) -> None:
    check_deaths(over_direct, place, MANY)


@pytest.mark.long
@pytest.mark.kafka
@pytest.mark.timeout(900)
@pytest.mark.parametrize('place', PLACES)
def test_two_hundred_deaths_at_a_place_over_the_broker_change_nothing(over_kafka: Mortal, place: str) -> None:
    check_deaths(over_kafka, place, MANY)
