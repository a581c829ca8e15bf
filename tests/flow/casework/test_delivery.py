"""The result is handed over where the papers were handed in, and rated once."""

import pytest

from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.services.acceptance import accept_case
from govhall.casework.services.decision import decide_case, decide_on_the_spot
from govhall.casework.services.delivery import deliver_case, note_rating
from govhall.casework.services.requests import withdraw_case
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk, kinds
from tests.builders.state import refused
from tests.builders.world import BIRTH, COUNTY, HYGIENE, PLANTS, PROVINCE, TOWNSHIP, World


@pytest.fixture
def below(world: World) -> Desk:
    """The township's chief representative."""
    return Desk.of_chief(world, TOWNSHIP)


@pytest.fixture
def above(world: World) -> Desk:
    """The county's chief representative."""
    return Desk.of_chief(world, COUNTY)


@pytest.fixture
def case(below: Desk) -> Case:
    """A case decided on the spot."""
    received = below.world.receive(TOWNSHIP, BIRTH)
    return below.do(decide_on_the_spot, received.uid)


def test_a_delivered_result_may_be_rated_once(below: Desk, case: Case) -> None:
    assert below.do(deliver_case, case.uid).delivered_at
    assert rate(below, case, 1).rating == 1
    with refused('ALREADY_RATED'):
        rate(below, case, 5)
    assert kinds(case, below.world, TOWNSHIP)[-2:] == ['deliver', 'rated']


def rate(desk: Desk, case: Case, grade: int) -> Case:
    """The applicant gives a grade at this hall."""
    return desk.do_unseen(note_rating, case.uid, grade=grade)


def test_what_is_not_delivered_is_not_rated(below: Desk, case: Case) -> None:
    with refused('NOT_YET_DELIVERED'):
        rate(below, case, 1)


def test_a_result_is_delivered_once(below: Desk, case: Case) -> None:
    below.do(deliver_case, case.uid)
    with refused('NOT_NOW'):
        below.do(deliver_case, case.uid)


def test_what_has_no_result_is_not_delivered(below: Desk) -> None:
    case = below.world.receive(TOWNSHIP, BIRTH)
    with refused('NOT_NOW'):
        below.do(deliver_case, case.uid)
    below.do(withdraw_case, case.uid, reason='不办了')
    with refused('NOT_NOW'):
        below.do(deliver_case, case.uid)


def test_a_stale_page_delivers_nothing(below: Desk, case: Case) -> None:
    with refused('STALE_VERSION'):
        below.do(deliver_case, case.uid, version=case.version - 1)


def test_who_does_not_serve_at_the_window_delivers_nothing(below: Desk, case: Case) -> None:
    reviewer = Desk(below.world, TOWNSHIP, below.world.person(TOWNSHIP, Role.REVIEWER))
    with refused('NOT_YOUR_ROLE'):
        reviewer.do(deliver_case, case.uid)


def test_the_county_delivers_nothing_that_the_township_received(below: Desk, above: Desk) -> None:
    case = below.world.receive(TOWNSHIP, HYGIENE)
    below.send_up(case.uid)
    above.do(accept_case, case.uid)
    above.do(decide_case, case.uid, approve=True)
    with refused('NOT_ORIGIN'):
        above.do(deliver_case, case.uid)
    below.world.carry()
    below.do(deliver_case, case.uid)
    below.world.carry()
    with refused('NOT_YET_DELIVERED'):
        rate(above, case, 1)


def test_every_hall_on_the_road_learns_of_the_delivery(below: Desk, above: Desk) -> None:
    top = Desk.of_chief(below.world, PROVINCE)
    case = below.world.receive(TOWNSHIP, PLANTS)
    below.send_up(case.uid)
    above.accept_review(case.uid)
    above.send_up(case.uid)
    top.do(decide_case, case.uid, approve=True)
    below.world.carry()
    delivered = below.do(deliver_case, case.uid)
    below.world.carry()
    for desk in (above, top):
        seen = desk.case(case.uid)
        assert (seen.state, seen.delivered_at) == (State.DELIVERED, delivered.delivered_at)
        with hall_context(below.world.hall(desk.hall)):
            assert seen.events.filter(kind='delivered_by').count() == 1
