"""A case goes up over a road that stands still, is withdrawn below, and decided above as soon as the road is back.

The real services of both halls, with people who act between any two messages; the order of it all is drawn by a seed.
"""

import random

import pytest
from django.db import transaction

from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.kernel.errors import Refused
from tenants.context import hall_context
from tests.builders.desk import Desk, kinds
from tests.builders.road import Roads
from tests.builders.world import COUNTY, DISABLED, TOWNSHIP, World

FEW, MANY = range(5), range(5, 105)
UP, DOWN = (TOWNSHIP, COUNTY), (COUNTY, TOWNSHIP)
ENDINGS = {'approve', 'refuse', 'withdraw'}


@pytest.fixture
def below(world: World) -> Desk:
    """The township's chief representative, with whom the applicant speaks."""
    return Desk.of_chief(world, TOWNSHIP)


@pytest.fixture
def above(world: World) -> Desk:
    """The county's chief representative."""
    return Desk.of_chief(world, COUNTY)


def try_to_decide(above: Desk, case: Case, *, approve: bool) -> bool:
    """The county decides if it holds the case; whether it did."""
    with hall_context(above.world.hall(COUNTY)):
        if not Case.objects.filter(uid=case.uid).exists():
            return False
    try:
        above.do(decide_case, case.uid, approve=approve, **({} if approve else {'reason': '不符合条件'}))
    except Refused:
        return False
    return True


def race(below: Desk, above: Desk, chance: random.Random) -> State:
    """One race; what became of the case, of which both halls must think the same."""
    roads = Roads()
    case = below.world.receive(TOWNSHIP, DISABLED)
    below.accept_review(case.uid)
    below.forward(case.uid)
    below.do(withdraw_case, case.uid, reason='不办了')
    roads.collect()  # the road is back
    steps = [UP, UP, DOWN, COUNTY, COUNTY]
    while steps:
        step = steps.pop(chance.randrange(len(steps)))
        if step == COUNTY:
            try_to_decide(above, case, approve=chance.random() < 0.5)
        elif not isinstance(step, str) and roads.deliver(step) and chance.random() < 0.3:
            place = roads.read[step]
            roads.arrive(roads.logs[step][chance.randrange(place) : place])  # a part of it comes again
    roads.settle()
    return outcome_at_both_ends(below, above, case)


def outcome_at_both_ends(below: Desk, above: Desk, case: Case) -> State:
    """The state of the case; one hall ended it, once, and both know how."""
    ended = [kind for desk in (below, above) for kind in kinds(case, desk.world, desk.hall) if kind in ENDINGS]
    assert len(ended) == 1, ended
    low, high = below.case(case.uid), above.case(case.uid)
    assert (low.state, low.outcome_data, low.holder) == (high.state, high.outcome_data, high.holder)
    assert (low.state == State.WITHDRAWN) == (ended == ['withdraw'])
    answered = [kinds(case, desk.world, desk.hall).count('answered') for desk in (below, above)]
    assert answered == [1, 1]
    return State(low.state)


def run_races(below: Desk, above: Desk, seeds: range) -> set[State]:
    """All of these races; whatever came out of any."""
    found = set()
    for seed in seeds:
        with transaction.atomic():
            found.add(race(below, above, random.Random(seed)))  # noqa: S311 - no secret
            transaction.set_rollback(True)
    return found


def test_a_case_is_never_both_withdrawn_and_decided(below: Desk, above: Desk) -> None:
    assert State.WITHDRAWN in run_races(below, above, FEW)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_case_is_never_both_withdrawn_and_decided_in_a_hundred_races(below: Desk, above: Desk) -> None:
    assert run_races(below, above, MANY) == {State.WITHDRAWN, State.APPROVED, State.REFUSED}
