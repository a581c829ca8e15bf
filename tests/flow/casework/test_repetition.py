"""Messages may come twice and in any order: what the halls know in the end is the same."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import transaction

from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.supply import supply_papers
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.models import Case
from tenants.context import hall_context
from tests.builders.desk import Desk, kinds
from tests.builders.road import Roads
from tests.builders.state import everything
from tests.builders.world import COUNTY, PLANTS, PROVINCE, TOWNSHIP, World

HALLS = (TOWNSHIP, COUNTY, PROVINCE)
Carry = Callable[[], None]


def story(world: World, carry: Carry) -> UUID:
    """Correction through the township, review at the county, decision above, a late withdrawal, delivery below."""
    below, above, top = (Desk.of_chief(world, hall) for hall in HALLS)
    case = world.receive(TOWNSHIP, PLANTS)
    missing = frozenset({case.papers[0].code})
    below.forward(case.uid)
    carry()
    above.do(ask_for_correction, case.uid, missing=missing)
    carry()
    below.do(supply_papers, case.uid, papers=missing)
    carry()
    above.accept_review(case.uid)
    above.forward(case.uid)
    carry()
    below.do(withdraw_case, case.uid, reason='不办了')
    top.do(decide_case, case.uid, approve=True)
    carry()
    below.do(deliver_case, case.uid)
    carry()
    return case.uid


def seen(world: World, uid: UUID) -> list[tuple[object, ...]]:
    """What each hall knows of the case, without ids and times."""
    return [_seen(world.case(hall, uid), world, hall) for hall in HALLS]


def _seen(case: Case, world: World, hall: str) -> tuple[object, ...]:
    with hall_context(world.hall(hall)):
        requests = list(case.requests.order_by('kind').values_list('kind', 'asked_by', 'came_from', 'granted'))
    plain = (case.state, case.custody, case.holder, case.hop, case.towards, case.corrections, case.note)
    return (
        *plain,
        [paper.status for paper in case.papers],
        case.outcome and (case.outcome.kind, case.outcome.hall),
        requests,
        sorted(kinds(case, world, hall)),
    )


@pytest.mark.parametrize('reverse', [False, True])
def test_every_message_again_changes_nothing(world: World, reverse: bool) -> None:
    roads = Roads()
    story(world, roads.settle)
    before = everything()
    records = sorted(roads.everything(), key=lambda record: record.offset, reverse=reverse)
    roads.arrive(records)
    roads.arrive(records)
    assert everything() == before
    assert before['public.fed_cursor'] and 'public.fed_parked' not in before


def plain_run(world: World) -> list[tuple[object, ...]]:
    """The story over an orderly road, undone afterwards."""
    with transaction.atomic():
        found = seen(world, story(world, Roads().settle))
        transaction.set_rollback(True)
    return found


def test_messages_doubled_and_reversed_on_the_way_end_the_same(world: World) -> None:
    expected = plain_run(world)
    roads = Roads()
    found = seen(world, story(world, roads.settle_reversed))
    assert found == expected
    assert 'public.fed_parked' not in everything()


def test_the_story_is_told_in_full_by_each_hall(world: World) -> None:
    below, above, top = seen(world, story(world, Roads().settle))
    assert [one[0] for one in (below, above, top)] == ['delivered'] * 3
    assert below[9] == [('supplement', TOWNSHIP, '', True), ('withdraw', TOWNSHIP, '', False)]
    assert above[9] == [('supplement', TOWNSHIP, TOWNSHIP, True), ('withdraw', TOWNSHIP, TOWNSHIP, False)]
    assert top[9] == []
