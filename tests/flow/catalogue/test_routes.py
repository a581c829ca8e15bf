"""Routes over the real directory and catalogue tables."""

import pytest

from federation.contracts.directory import HallEntered
from federation.directory.selectors import UnknownHall
from federation.directory.services import record
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.routing import RouteKind, route
from govhall.catalogue.rules import Mode, Power
from tests.flow.catalogue.world import (
    COUNTY_HALL,
    MATTER,
    NOW,
    SECOND,
    TOWNSHIP_HALL,
    enter_halls,
    enter_matter,
    enter_organs,
    give,
)

pytestmark = pytest.mark.usefixtures('empty_catalogue')
TAX_HALL = 'TJSW0001'


@pytest.fixture(autouse=True)
def _catalogue(empty_catalogue: None) -> None:
    enter_organs()
    enter_matter()
    enter_halls()


def test_township_that_only_receives_sends_to_the_county_that_decides() -> None:
    give(Mode.RECEIPT)
    give(Mode.OWN, hall=COUNTY_HALL)
    way = route(matter=MATTER, hall=TOWNSHIP_HALL, at=NOW)
    assert (way.decider, way.next_hall, way.kind) == (COUNTY_HALL, COUNTY_HALL, RouteKind.RECEIPT)
    assert way.powers == {Power.RECEIVE}
    assert way.reason == '本大厅代收材料，转通江县，由通江县决定；时限自本大厅收件起算。'


def test_matter_of_a_branch_goes_from_township_and_county_to_the_branch() -> None:
    give(Mode.OWN, hall=TAX_HALL)
    assert route(matter=MATTER, hall=TOWNSHIP_HALL, at=NOW).next_hall == TAX_HALL
    assert route(matter=MATTER, hall=COUNTY_HALL, at=NOW).next_hall == TAX_HALL
    assert route(matter=MATTER, hall=TAX_HALL, at=NOW).kind is RouteKind.HERE


def test_route_changes_with_the_end_of_a_grant() -> None:
    give(Mode.DELEGATED, valid_to=NOW)
    give(Mode.OWN, hall=COUNTY_HALL)
    assert route(matter=MATTER, hall=TOWNSHIP_HALL, at=NOW - SECOND).kind is RouteKind.HERE
    assert route(matter=MATTER, hall=TOWNSHIP_HALL, at=NOW).next_hall == COUNTY_HALL


def test_matter_that_nobody_decides_goes_to_the_parent_with_that_reason() -> None:
    give(Mode.RECEIPT)
    way = route(matter=MATTER, hall=TOWNSHIP_HALL, at=NOW)
    assert (way.decider, way.next_hall) == (None, COUNTY_HALL)
    assert way.reason == '目录中没有查到有权决定的上级大厅，转通江县核实。'


def test_closed_branch_takes_no_more_cases() -> None:
    give(Mode.OWN, hall=TAX_HALL)
    closed = HallEntered(
        code=TAX_HALL,
        name='通江税务',
        short_name='通江税务',
        kind='branch',
        area_code='511921000000',
        parent_code=COUNTY_HALL,
        cell='bazhong',
        slug='tax',
        version=2,
        valid_to=NOW.date(),
    )
    record([closed])
    assert route(matter=MATTER, hall=TOWNSHIP_HALL, at=NOW).decider is None


def test_unknown_matter_and_unknown_hall_are_refused() -> None:
    with pytest.raises(UnknownMatter):
        route(matter='000000000000', hall=TOWNSHIP_HALL, at=NOW)
    with pytest.raises(UnknownHall):
        route(matter=MATTER, hall='XXXX0001', at=NOW)
