"""Where a hall does not hold the case it asks, and the holder answers once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.supply import supply_papers
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.models import Case, CaseRequest
from govhall.casework.rules.states import Custody, State
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk, end_grants, kinds
from tests.builders.road import Roads
from tests.builders.state import refused
from tests.builders.world import COUNTY, HYGIENE, LOGGING, OTHER_TOWNSHIP, PLANTS, PROVINCE, TOWNSHIP, World

ASKED = 'asked'


@pytest.fixture
def below(world: World) -> Desk:
    """The township's chief representative."""
    return Desk.of_chief(world, TOWNSHIP)


@pytest.fixture
def above(world: World) -> Desk:
    """The county's chief representative."""
    return Desk.of_chief(world, COUNTY)


@pytest.fixture
def case(world: World, below: Desk) -> Case:
    """A case that the county holds."""
    received = world.receive(TOWNSHIP, HYGIENE)
    below.send_up(received.uid)
    return below.case(received.uid)


def answers(desk: Desk, case: Case) -> list[tuple[str, bool | None]]:
    """The requests that the hall knows of, with their answers; nothing was answered twice."""
    with hall_context(desk.world.hall(desk.hall)):
        found = list(CaseRequest.objects.filter(case_id=case.uid).order_by('asked_at').values_list('kind', 'granted'))
    assert kinds(case, desk.world, desk.hall).count('answered') == sum(granted is not None for _, granted in found)
    return found


def correcting(above: Desk, case: Case) -> frozenset[str]:
    """The county asks for one paper; returns its code."""
    missing = frozenset({case.papers[0].code})
    above.do(ask_for_correction, case.uid, missing=missing)
    above.world.carry()
    return missing


def test_withdrawal_where_the_case_is_held_is_the_outcome(below: Desk) -> None:
    case = below.world.receive(TOWNSHIP, HYGIENE)
    gone = below.do(withdraw_case, case.uid, reason='不办了')
    assert (gone.state, gone.outcome and gone.outcome.kind) == (State.WITHDRAWN, 'withdrawn')
    with refused('ALREADY_CONCLUDED'):
        below.do(withdraw_case, case.uid, reason='不办了')


def test_withdrawal_while_the_county_holds_is_granted_by_it(below: Desk, above: Desk, case: Case) -> None:
    asked = below.do(withdraw_case, case.uid, reason='不办了')
    assert (asked.state, asked.outcome) == (case.state, None)
    below.world.carry()
    for desk in (below, above):
        seen = desk.case(case.uid)
        assert (seen.state, seen.outcome and seen.outcome.hall) == (State.WITHDRAWN, COUNTY)
        assert answers(desk, case) == [('withdraw', True)]


def test_withdrawal_that_the_decision_overtook_is_refused(below: Desk, above: Desk, case: Case) -> None:
    below.do(withdraw_case, case.uid, reason='不办了')
    above.do(accept_case, case.uid)
    above.do(decide_case, case.uid, approve=True)
    below.world.carry()
    for desk in (below, above):
        assert desk.case(case.uid).state == State.APPROVED
        assert answers(desk, case) == [('withdraw', False)]


def test_withdrawal_after_the_outcome_is_known_is_refused_at_the_desk(below: Desk, above: Desk, case: Case) -> None:
    above.do(accept_case, case.uid)
    above.do(decide_case, case.uid, approve=True)
    below.world.carry()
    with refused('ALREADY_CONCLUDED'):
        below.do(withdraw_case, case.uid, reason='不办了')


def test_withdrawal_while_the_case_is_on_its_way_follows_the_token(below: Desk, above: Desk) -> None:
    case = below.world.receive(TOWNSHIP, HYGIENE)
    below.do(forward_case, case.uid)
    below.do(withdraw_case, case.uid, reason='不办了')
    below.world.carry()
    for desk in (below, above):
        assert desk.case(case.uid).state == State.WITHDRAWN
        assert answers(desk, case) == [('withdraw', True)]


def test_withdrawal_follows_the_token_over_two_halls(below: Desk, above: Desk) -> None:
    case = below.world.receive(TOWNSHIP, PLANTS)
    below.send_up(case.uid)
    above.accept_review(case.uid)
    above.do(forward_case, case.uid)
    below.do(withdraw_case, case.uid, reason='不办了')
    below.world.carry()
    for desk in (below, above, Desk.of_chief(below.world, PROVINCE)):
        seen = desk.case(case.uid)
        assert (seen.state, seen.outcome and seen.outcome.hall) == (State.WITHDRAWN, PROVINCE)
        assert answers(desk, case) == [('withdraw', True)]


def test_withdrawal_that_meets_a_refused_custody_comes_home_and_is_answered(world: World) -> None:
    desk, case = Desk.of_chief(world, OTHER_TOWNSHIP), world.receive(OTHER_TOWNSHIP, LOGGING)
    desk.do(forward_case, case.uid)
    desk.do(withdraw_case, case.uid, reason='不办了')
    world.carry()
    for place in (desk, Desk.of_chief(world, 'PCXZ0001')):
        seen = place.case(case.uid)
        assert (seen.state, seen.outcome and seen.outcome.hall) == (State.WITHDRAWN, OTHER_TOWNSHIP)
        assert answers(place, case) == [('withdraw', True)]


def test_withdrawal_that_the_returning_token_crosses_is_answered_at_home(world: World) -> None:
    roads = Roads()
    desk, case = Desk.of_chief(world, OTHER_TOWNSHIP), world.receive(OTHER_TOWNSHIP, LOGGING)
    desk.do(forward_case, case.uid)
    roads.deliver((OTHER_TOWNSHIP, 'PCXZ0001'))
    desk.do(withdraw_case, case.uid, reason='不办了')
    roads.settle()
    back = desk.case(case.uid)
    assert (back.state, back.outcome and back.outcome.hall) == (State.WITHDRAWN, OTHER_TOWNSHIP)
    assert answers(desk, case) == [('withdraw', True)]


def test_each_of_two_requests_is_answered(below: Desk, above: Desk, case: Case) -> None:
    for _ in range(2):
        below.do(withdraw_case, case.uid, reason='不办了')
    below.world.carry()
    assert sorted(answers(below, case)) == sorted(answers(above, case)) == [('withdraw', False), ('withdraw', True)]


def test_papers_for_a_correction_reach_the_county_as_a_request(below: Desk, above: Desk, case: Case) -> None:
    missing = correcting(above, case)
    waiting = below.case(case.uid)
    assert (waiting.state, waiting.corrections, waiting.due) == (State.CORRECTING, 1, None)
    asked = below.do(supply_papers, case.uid, papers=missing)
    assert asked.custody == Custody.WATCHING
    below.world.carry()
    for desk in (below, above):
        seen = desk.case(case.uid)
        assert (seen.state, seen.clock_from if desk is above else None) == (
            State.RECEIVED,
            timezone.localdate() if desk is above else None,
        )
        assert {paper.status for paper in seen.papers} == {'handed_in'}
        assert answers(desk, case) == [('supplement', True)]


def test_papers_brought_twice_are_taken_once(below: Desk, above: Desk, case: Case) -> None:
    missing = correcting(above, case)
    for _ in range(2):
        below.do(supply_papers, case.uid, papers=missing)
    below.world.carry()
    assert sorted(answers(above, case)) == [('supplement', False), ('supplement', True)]
    assert above.case(case.uid).state == State.RECEIVED


def test_papers_that_arrive_after_the_countys_grant_ended_are_refused_and_block_nothing(
    below: Desk, above: Desk, case: Case
) -> None:
    missing = correcting(above, case)
    end_grants(COUNTY, HYGIENE, timezone.now() - timedelta(seconds=1))
    below.do(supply_papers, case.uid, papers=missing)
    below.do(withdraw_case, case.uid, reason='不办了')
    below.world.carry()
    assert answers(below, case) == [('supplement', False), ('withdraw', True)]


def test_papers_before_the_county_asks_are_refused_at_the_desk(world: World, below: Desk) -> None:
    lacking = world.receive(TOWNSHIP, HYGIENE, papers={})
    below.send_up(lacking.uid)
    with refused('NOT_NOW'):
        below.do(supply_papers, lacking.uid, papers=frozenset({lacking.papers[0].code}))


@pytest.mark.parametrize(
    ('service', 'arguments'), [(withdraw_case, {'reason': '不办了'}), (supply_papers, {'papers': frozenset({ASKED})})]
)
def test_who_only_decides_asks_for_nothing(
    below: Desk, above: Desk, case: Case, service: Callable[..., Case], arguments: dict[str, object]
) -> None:
    missing = correcting(above, case)
    approver = Desk(below.world, TOWNSHIP, below.world.person(TOWNSHIP, Role.APPROVER))
    with refused('NOT_YOUR_ROLE'):
        approver.do(service, case.uid, **(arguments | ({'papers': missing} if 'papers' in arguments else {})))


def test_a_stale_page_asks_for_nothing(below: Desk, case: Case) -> None:
    with refused('STALE_VERSION'):
        below.do(withdraw_case, case.uid, version=case.version - 1, reason='不办了')
