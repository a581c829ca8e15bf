"""What comes to a closed hall goes on to its successor for a year; nothing begins in it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest
import time_machine
from django.utils import timezone

from federation.directory.selectors import merged_into, standing_for
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.answer import answer_consultation
from govhall.casework.acts.assign import assign_case
from govhall.casework.acts.forward import NoHigherHall, forward_case
from govhall.casework.acts.hearing.tell import tell_hearing
from govhall.casework.acts.recall import recall_case
from govhall.casework.acts.review import review_case
from govhall.casework.acts.send_back import send_back
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody, State
from govhall.casework.services.consultation import Question, consult
from govhall.casework.services.reception import receive_case
from govhall.casework.services.succession import HallMerged
from govhall.operations.mergers.execution import merge
from govhall.operations.mergers.plan import MergerPlan
from tenants.context import hall_context
from tests.builders.desk import Desk, end_grants, kinds
from tests.builders.merging import OLD, SUCCESSOR, plan_of
from tests.builders.state import refused
from tests.builders.world import BIRTH, COUNTY, DISABLED, HYGIENE, World

PLAN = msgspec.convert(plan_of(), MergerPlan)
CLOSED = OLD[0]
YEAR_LATER = datetime(2027, 10, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def autumn() -> Iterator[None]:
    """A day soon after the merger takes effect: the year of passing on is counted from it."""
    with time_machine.travel(datetime(2026, 10, 9, 2, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def above(world: World) -> Desk:
    return Desk.of_chief(world, COUNTY)


@pytest.fixture
def here(world: World) -> Desk:
    return Desk.of_chief(world, SUCCESSOR)


def received_and_sent(world: World, matter: str = HYGIENE) -> Case:
    """A case of the old hall that the county holds."""
    case = world.receive(CLOSED, matter)
    below = Desk.of_chief(world, CLOSED)
    if matter == DISABLED:
        below.accept_review(case.uid)
    below.send_up(case.uid)
    return case


def custodies(world: World, uid: UUID, *halls: str) -> list[str]:
    return [world.case(hall, uid).custody for hall in halls]


def test_nothing_begins_in_a_closed_hall(world: World) -> None:
    clerk = world.clerk(CLOSED)
    merge(PLAN)
    world.carry()
    with refused('HALL_MERGED'), hall_context(world.hall(CLOSED)):
        receive_case(application=world.application(BIRTH), actor=clerk)
    assert world.receive(SUCCESSOR, BIRTH).holder == SUCCESSOR


def test_the_day_and_the_successor_stand_in_the_sentence(world: World) -> None:
    clerk = world.clerk(CLOSED)
    merge(PLAN)
    said = '2026年10月01日并入通江县诺水河镇便民服务中心'
    with pytest.raises(HallMerged, match=said), hall_context(world.hall(CLOSED)):
        receive_case(application=world.application(BIRTH), actor=clerk)


def test_what_the_county_returns_after_the_day_lands_at_the_successor(world: World, above: Desk, here: Desk) -> None:
    case = received_and_sent(world, DISABLED)
    merge(PLAN)
    above.do(send_back, case.uid, reason='材料要核实')
    world.carry()
    assert custodies(world, case.uid, CLOSED, SUCCESSOR, COUNTY) == ['watching', 'held', 'watching']
    again = here.case(case.uid)
    assert (again.number, again.promised_due) == (case.number, above.case(case.uid).promised_due)
    here.do(review_case, case.uid, opinion='已核实')
    here.send_up(case.uid)
    assert custodies(world, case.uid, CLOSED, SUCCESSOR, COUNTY) == ['watching', 'watching', 'held']
    assert sum(stop.kind == 'report' for stop in above.case(case.uid).road) == 2, 'the succession is no forwarding'


def test_a_token_on_its_way_to_the_closed_hall_is_handed_on_until_the_last_day_of_the_year(
    world: World, above: Desk, here: Desk
) -> None:
    case = world.receive(COUNTY, DISABLED)
    above.do(assign_case, case.uid, to=CLOSED, reason='请就近办理')
    merge(PLAN)
    with time_machine.travel(datetime(2027, 9, 30, 1, tzinfo=UTC), tick=True):
        world.carry()
    assert custodies(world, case.uid, CLOSED, SUCCESSOR, COUNTY) == ['watching', 'held', 'watching']
    assert [stop.kind for stop in here.case(case.uid).road[-2:]] == ['assign', 'succession']


def test_after_the_year_the_sender_gets_it_back_with_the_new_address(world: World, above: Desk) -> None:
    case = world.receive(COUNTY, DISABLED)
    above.do(assign_case, case.uid, to=CLOSED, reason='请就近办理')
    merge(PLAN)
    with time_machine.travel(YEAR_LATER, tick=True):
        world.carry()
        back = above.case(case.uid)
    assert (back.custody, back.holder) == (Custody.HELD, COUNTY)
    assert back.road[-1].reason == (
        '通江县铁溪镇便民服务中心已撤并，由通江县诺水河镇便民服务中心承接，转递期已满一年，'
        f'已原件退回，请改送通江县诺水河镇便民服务中心（{SUCCESSOR}）。'
    )


def test_what_comes_back_is_passed_on_also_after_the_year(world: World, above: Desk, here: Desk) -> None:
    case = received_and_sent(world)
    merge(PLAN)
    world.carry()
    with time_machine.travel(YEAR_LATER, tick=True):
        Desk.of_chief(world, COUNTY).do(send_back, case.uid, reason='不归本级')
        world.carry()
    assert here.case(case.uid).custody == Custody.HELD


def test_a_token_for_which_the_successor_has_no_power_goes_back(world: World, above: Desk) -> None:
    case = world.receive(COUNTY, DISABLED)
    above.do(assign_case, case.uid, to=CLOSED, reason='请就近办理')
    merge(PLAN)
    end_grants(SUCCESSOR, DISABLED, timezone.now())
    world.carry()
    assert above.case(case.uid).custody == Custody.HELD
    assert kinds(case, world, COUNTY)[-1] == 'came_back'


def test_a_recall_that_is_granted_after_the_day_ends_at_the_successor(world: World, here: Desk) -> None:
    case = received_and_sent(world)
    Desk.of_chief(world, CLOSED).do(recall_case, case.uid, reason='报错了')
    merge(PLAN)
    world.carry()
    assert custodies(world, case.uid, CLOSED, SUCCESSOR, COUNTY) == ['watching', 'held', 'watching']
    assert 'answered' in kinds(case, world, SUCCESSOR)


def test_the_successor_asks_and_is_answered_over_the_closed_hall(world: World, here: Desk) -> None:
    case = received_and_sent(world)
    merge(PLAN)
    world.carry()
    here.do(withdraw_case, case.uid, reason='不办了')
    world.carry()
    assert {world.case(hall, case.uid).state for hall in (CLOSED, SUCCESSOR, COUNTY)} == {State.WITHDRAWN}


@pytest.mark.parametrize('asked_before', [True, False])
def test_a_question_to_the_closed_hall_is_answered_by_the_successor(
    world: World, above: Desk, here: Desk, asked_before: bool
) -> None:
    case = world.receive(COUNTY, DISABLED)
    question = Question(kind='assist', to=CLOSED, text='请核实现场')
    if not asked_before:
        merge(PLAN)
    above.do(consult, case.uid, question=question)
    if asked_before:
        world.carry()
        merge(PLAN)
    world.carry()
    here.do(answer_consultation, case.uid, text='已核实')
    world.carry()
    assert [opinion.text for opinion in above.case(case.uid).opinions] == ['已核实']


def test_what_the_closed_hall_had_asked_is_answered_to_the_successor(world: World, above: Desk, here: Desk) -> None:
    case = world.receive(CLOSED, DISABLED)
    Desk.of_chief(world, CLOSED).do(consult, case.uid, question=Question(kind='assist', to=COUNTY, text='请提意见'))
    world.carry()
    merge(PLAN)
    world.carry()
    above.do(answer_consultation, case.uid, text='没有意见')
    world.carry()
    held = here.case(case.uid)
    assert (held.custody, [opinion.text for opinion in held.opinions]) == (Custody.HELD, ['没有意见'])


def test_a_hearing_goes_along(world: World, here: Desk) -> None:
    case, below = world.receive(CLOSED, BIRTH), Desk.of_chief(world, CLOSED)
    below.do(accept_case, case.uid)
    told = below.do(tell_hearing, case.uid)
    merge(PLAN)
    world.carry()
    assert told.hearing is not None
    assert here.case(case.uid).hearing == told.hearing


def test_a_case_that_passed_two_merged_halls_has_one_holder_and_comes_to_rest(world: World, here: Desk) -> None:
    """Received at one old hall, reported, assigned to another one; both are merged at once."""
    case, above = received_and_sent(world, DISABLED), Desk.of_chief(world, COUNTY)
    above.do(assign_case, case.uid, to=OLD[1], reason='由邻镇办理')
    merge(PLAN)
    world.carry()
    halls = (*OLD[:2], SUCCESSOR, COUNTY)
    assert custodies(world, case.uid, *halls) == ['watching', 'watching', 'held', 'watching']
    here.do(review_case, case.uid, opinion='情况属实')
    here.send_up(case.uid)
    assert custodies(world, case.uid, *halls) == ['watching', 'watching', 'watching', 'held']
    assert {world.case(hall, case.uid).holder for hall in halls} == {COUNTY}


def test_mergers_follow_each_other(world: World) -> None:
    case = world.receive(OLD[0], BIRTH)
    merge(msgspec.convert(plan_of(closed=[OLD[0]], successor=OLD[1]), MergerPlan))
    world.carry()
    merge(msgspec.convert(plan_of(closed=[OLD[1]]), MergerPlan))
    world.carry()
    assert (standing_for(OLD[0]), merged_into(SUCCESSOR)) == (SUCCESSOR, tuple(sorted(OLD[:2])))
    assert custodies(world, case.uid, OLD[0], OLD[1], SUCCESSOR) == ['watching', 'watching', 'held']
    desk = Desk.of_chief(world, SUCCESSOR)
    with pytest.raises(NoHigherHall):
        desk.do(forward_case, case.uid)
