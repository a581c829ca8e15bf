"""Three townships with 200 open cases merge: nothing is lost, and no day moves (domain: jurisdiction change).

Thirty cases show every kind; the two hundred are `long`.
"""

from collections import Counter

import msgspec
import pytest
from django.utils import timezone

from federation.inbox.models import ParkedMessage
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.supply import supply_papers
from govhall.casework.models import Case, CaseRequest
from govhall.casework.rules.states import Custody, State
from govhall.casework.services.succession import unfinished
from govhall.insight.models import KeptFact
from govhall.operations.mergers.execution import merge
from govhall.operations.mergers.plan import MergerPlan
from govhall.operations.mergers.preview import preview
from tenants.context import hall_context
from tests.builders.desk import Desk, kinds
from tests.builders.merging import OLD, SUCCESSOR, everywhere, open_cases, plan_of
from tests.builders.state import everything
from tests.builders.world import COUNTY, World

PLAN = msgspec.convert(plan_of(), MergerPlan)
ALL, SOME = 200, 30


def dues(case: Case) -> tuple[object, ...]:
    """Every day that somebody relies on."""
    return (case.received_at, case.clock_from, case.accepted_at, case.intake_due, case.promised_due, case.statutory_due)


def holder(world: World, case: Case) -> Case:
    """The case in the book of the one hall that holds it."""
    (held,) = [one for one in everywhere(world, case) if one.custody == Custody.HELD]
    return held


def compared(world: World, old: Case) -> bool:
    """Nothing of the case is other than it was before the merger; whether it was withdrawn meanwhile, as was asked."""
    new = world.case(SUCCESSOR, old.uid)
    assert (new.number, new.received_at, new.origin) == (old.number, old.received_at, old.origin)
    if old.delivery_due:
        assert new.delivery_due == old.delivery_due
    if new.outcome is not None:
        assert [one.outcome for one in everywhere(world, old)] == [new.outcome] * 3
        return new.outcome.kind == 'withdrawn'
    held = holder(world, old)
    assert held.holder in (SUCCESSOR, COUNTY)
    if held.holder == SUCCESSOR:
        assert (*dues(held), held.state, held.note) == (*dues(old), old.state, old.note)
    return False


@pytest.fixture
def cases(world: World) -> dict[str, list[Case]]:
    """Enough of each kind for the tests that follow single cases."""
    return open_cases(world, SOME)


@pytest.mark.parametrize('count', [SOME, pytest.param(ALL, marks=pytest.mark.long)])
def test_nothing_is_lost_and_no_day_moves(world: World, count: int) -> None:
    cases = open_cases(world, count)
    before = {case.uid: world.case(case.origin, case.uid) for group in cases.values() for case in group}
    assert len(before) == count
    still = everything()
    found = preview(PLAN)
    assert everything() == still, 'the preview changes nothing'
    assert found.blocks == []
    counted = sum((Counter(hall.cases) for hall in found.halls), Counter())
    assert counted.total() + sum(hall.to_deliver for hall in found.halls) == count
    assert min(counted[custody] for custody in Custody) > 0

    assert sum(merge(PLAN).values()) == count
    world.carry()
    assert not ParkedMessage.objects.exists()
    after_by_case = [compared(world, old) for old in before.values()]
    assert sum(after_by_case) == len(cases['watched'][::2]), 'what was asked before the day is answered after it'

    # Made by the old halls before the day, carried after it.
    assert {holder(world, case).holder for case in cases['in_transit']} == {COUNTY}

    after = everything()
    assert merge(PLAN) == dict.fromkeys(OLD, 0)
    world.carry()
    assert everything() == after, 'applied twice it changes nothing more'


def test_the_answer_to_a_request_of_the_old_hall_reaches_the_successor(
    world: World, cases: dict[str, list[Case]]
) -> None:
    merge(PLAN)
    world.carry()
    for case in cases['watched'][::2]:
        with hall_context(world.hall(SUCCESSOR)):
            (asked,) = CaseRequest.objects.filter(case_id=case.uid)
            assert (asked.kind, asked.granted, asked.asked_by) == ('withdraw', True, case.origin)


def test_work_goes_on_at_the_successor_to_the_end(world: World, cases: dict[str, list[Case]]) -> None:
    merge(PLAN)
    world.carry()
    here, above = Desk.of_chief(world, SUCCESSOR), Desk.of_chief(world, COUNTY)
    here.do(decide_case, cases['accepted'][0].uid, approve=True)
    done = here.do(deliver_case, cases['accepted'][0].uid)
    brought = cases['correcting'][0]
    supplied = here.do(supply_papers, brought.uid, papers=frozenset({brought.papers[0].code}))
    assert (done.state, supplied.state) == (State.DELIVERED, State.RECEIVED)

    # A decision made at the county after the day, on a case that the old hall had sent.
    sent = cases['accepted_above'][0]
    above.do(decide_case, sent.uid, approve=True)
    world.carry()
    waiting = here.case(sent.uid)
    assert waiting.delivery_due is not None
    assert world.case(sent.origin, sent.uid).delivery_due is None
    here.do(deliver_case, sent.uid)
    here.do(deliver_case, cases['decided_above'][0].uid)
    world.carry()
    assert {one.state for one in everywhere(world, sent)} == {State.DELIVERED}

    # Reported onward by the successor; the copy at the old hall, which answers by the number, keeps up.
    report = cases['reviewed'][0]
    here.send_up(report.uid)
    above.do(decide_case, report.uid, approve=True)
    world.carry()
    assert {one.state for one in everywhere(world, report)} == {State.APPROVED}
    world.carry()
    assert kinds(report, world, report.origin).count('succeeded_by') == 1


def test_statistics_count_each_case_where_it_was_handed_in(world: World, cases: dict[str, list[Case]]) -> None:
    world.carry()
    before = Counter(KeptFact.objects.filter(received_on__isnull=False).values_list('hall', flat=True))
    merge(PLAN)
    world.carry()
    received = KeptFact.objects.filter(received_on__isnull=False)
    assert Counter(received.values_list('hall', flat=True)) == before
    assert sum(before[hall] for hall in OLD) == SOME
    desk = Desk.of_chief(world, SUCCESSOR)
    case = cases['accepted'][0]
    desk.do(decide_case, case.uid, approve=True)
    desk.do(deliver_case, case.uid)
    world.carry()
    today = timezone.localdate()
    decided = KeptFact.objects.get(fact=world.case(SUCCESSOR, case.uid).fact)
    origin = KeptFact.objects.get(fact=world.case(case.origin, case.uid).fact)
    assert (decided.hall, decided.decided_on, decided.received_on) == (SUCCESSOR, today, None)
    assert (origin.hall, origin.decided_on, origin.delivered_on) == (case.origin, None, today)


def test_every_unfinished_case_was_passed_on(world: World, cases: dict[str, list[Case]]) -> None:
    merge(PLAN)
    for hall in OLD:
        with hall_context(world.hall(hall)):
            assert not unfinished([SUCCESSOR]).exists()
            assert not Case.objects.filter(custody=Custody.HELD, outcome_data__isnull=True).exists()
    waiting = Desk.of_chief(world, COUNTY)
    world.carry()
    waiting.do(accept_case, cases['watched'][1].uid)
    world.carry()
    assert world.case(SUCCESSOR, cases['watched'][1].uid).state == State.ACCEPTED
