"""Across, down, back and recalled: exactly one hall holds the case, and the reason travels (domain: movements)."""

from datetime import UTC, datetime

import pytest

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.assign import assign_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.procedure import begin_procedure
from govhall.casework.acts.recall import recall_case
from govhall.casework.acts.receive import take_over_from_agent
from govhall.casework.acts.review import review_case
from govhall.casework.acts.send_back import send_back
from govhall.casework.acts.transfer import transfer_case
from govhall.casework.models import Case
from govhall.casework.rules.procedures import ProcedureKind, ProcedureRequest
from govhall.casework.rules.states import Custody, State
from govhall.catalogue.models import Grant
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk, end_grants, kinds
from tests.builders.state import refused
from tests.builders.world import BIRTH, COUNTY, DISABLED, HYGIENE, OTHER_TOWNSHIP, PROVINCE, TOWNSHIP, World

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
OTHER_COUNTY = 'PCXZ0001'


@pytest.fixture
def below(world: World) -> Desk:
    return Desk.of_chief(world, TOWNSHIP)


@pytest.fixture
def above(world: World) -> Desk:
    return Desk.of_chief(world, COUNTY)


def holders(world: World, case: Case, *halls: str) -> list[str]:
    """Who holds the case, by each hall's own book."""
    return [hall for hall in halls if world.case(hall, case.uid).custody == Custody.HELD]


def test_papers_at_the_wrong_county_go_to_the_right_one_where_the_clock_starts(world: World, above: Desk) -> None:
    case = world.receive(COUNTY, HYGIENE)
    sent = above.do(transfer_case, case.uid, to=OTHER_COUNTY, reason='经营场所在平昌县')
    assert (sent.custody, sent.dues.intake, sent.state) == (Custody.IN_TRANSIT, None, State.ENTRUSTED)
    world.carry()
    there = Desk.of_chief(world, OTHER_COUNTY)
    arrived = there.case(case.uid)
    assert (arrived.state, arrived.number, arrived.intake_due) == (State.ENTRUSTED, case.number, None)
    assert arrived.road[-1].reason == '经营场所在平昌县'
    received = there.do(take_over_from_agent, case.uid)
    assert (received.state, received.intake_due is not None) == (State.RECEIVED, True)
    there.do(accept_case, case.uid)
    there.do(decide_case, case.uid, approve=True)
    world.carry()
    assert world.case(COUNTY, case.uid).outcome is not None
    assert holders(world, case, COUNTY, OTHER_COUNTY) == [OTHER_COUNTY]


def test_between_halls_of_one_organ_the_five_days_run_on(world: World, above: Desk) -> None:
    case = world.receive(COUNTY, HYGIENE, at=MONDAY)
    organ = Grant.objects.get(matter_code=HYGIENE, hall_code=COUNTY).organ_code
    Grant.objects.filter(matter_code=HYGIENE, hall_code=OTHER_COUNTY).update(organ_code=organ)
    above.do(transfer_case, case.uid, to=OTHER_COUNTY, reason='同一机关的另一窗口', at=MONDAY)
    world.carry()
    there = world.case(OTHER_COUNTY, case.uid)
    # The five days have passed on the way: accepted from the first receipt, not from the arrival.
    assert (there.state, there.clock_from) == (State.ACCEPTED, case.clock_from)
    assert there.accepted_at == case.received_at


def test_a_hall_without_power_refuses_and_is_not_asked_again(world: World, above: Desk) -> None:
    case = world.receive(COUNTY, HYGIENE)
    above.do(transfer_case, case.uid, to=OTHER_COUNTY, reason='经营场所在平昌县')
    end_grants(OTHER_COUNTY, HYGIENE, datetime.now(UTC))
    world.carry()
    assert holders(world, case, COUNTY, OTHER_COUNTY) == [COUNTY]
    with refused('NOT_COMPETENT'):
        above.do(transfer_case, case.uid, to=OTHER_COUNTY, reason='再试')
    Grant.objects.filter(matter_code=HYGIENE, hall_code=OTHER_COUNTY).update(valid_to=None)
    with refused('REFUSED_BEFORE'):
        above.do(transfer_case, case.uid, to=OTHER_COUNTY, reason='再试')


@pytest.mark.parametrize(
    ('to', 'code'), [('TJSW0001', 'NOT_COMPETENT'), (COUNTY, 'NOT_COMPETENT'), ('XX', 'UNKNOWN_HALL')]
)
def test_a_transfer_needs_a_competent_hall(world: World, above: Desk, to: str, code: str) -> None:
    case = world.receive(COUNTY, HYGIENE)
    with refused(code):
        above.do(transfer_case, case.uid, to=to, reason='不归这里')


def test_every_move_needs_its_reason(world: World, above: Desk, below: Desk) -> None:
    case = world.receive(COUNTY, HYGIENE)
    with refused('REASON_MISSING'):
        above.do(transfer_case, case.uid, to=OTHER_COUNTY, reason=' ')
    with refused('REASON_MISSING'):
        above.do(send_back, case.uid, reason='')
    with refused('REASON_MISSING'):
        above.do(recall_case, case.uid, reason='')


def test_an_accepted_case_is_not_transferred_any_more(world: World, above: Desk) -> None:
    case = world.receive(COUNTY, HYGIENE)
    above.do(accept_case, case.uid)
    with refused('NOT_NOW'):
        above.do(transfer_case, case.uid, to=OTHER_COUNTY, reason='不归这里')


def test_a_county_gives_a_case_to_a_township_and_the_promise_runs_on(world: World, above: Desk, below: Desk) -> None:
    case = world.receive(COUNTY, DISABLED, at=MONDAY)
    accepted = above.do(accept_case, case.uid, at=MONDAY)
    above.do(assign_case, case.uid, to=TOWNSHIP, reason='请镇上核实', at=MONDAY)
    world.carry()
    there = below.case(case.uid)
    assert (there.custody, there.below, there.promised_due) == (Custody.HELD, COUNTY, accepted.promised_due)
    assert holders(world, case, COUNTY, TOWNSHIP) == [TOWNSHIP]
    below.do(review_case, case.uid, opinion='属实')
    below.do(forward_case, case.uid)
    world.carry()
    assert holders(world, case, COUNTY, TOWNSHIP) == [COUNTY]
    assert [opinion.text for opinion in above.case(case.uid).opinions] == ['属实']


@pytest.mark.parametrize('to', [PROVINCE, OTHER_TOWNSHIP, 'PCXZ0001'])
def test_a_case_is_assigned_downward_only(world: World, above: Desk, to: str) -> None:
    case = world.receive(COUNTY, HYGIENE)
    above.do(accept_case, case.uid)
    with pytest.raises(Exception, match=r'只能下派|也不能办'):
        above.do(assign_case, case.uid, to=to, reason='请办理')


def test_a_return_goes_to_the_sender_and_never_stops_the_clock(world: World, above: Desk, below: Desk) -> None:
    case = world.receive(TOWNSHIP, DISABLED)
    below.accept_review(case.uid)
    before = below.case(case.uid).dues
    below.send_up(case.uid)
    above.do(send_back, case.uid, reason='意见不明确')
    world.carry()
    back = below.case(case.uid)
    assert (back.custody, back.note) == (Custody.HELD, '意见不明确')
    assert (back.dues.promised, back.dues.statutory) == (before.promised, before.statutory)
    assert 'sent_back' in kinds(back, world, TOWNSHIP)
    below.do(review_case, case.uid, opinion='家庭收入已核实')
    below.send_up(case.uid)
    assert holders(world, case, TOWNSHIP, COUNTY) == [COUNTY]


def test_a_second_return_on_the_same_ground_is_marked_for_supervision(world: World, above: Desk, below: Desk) -> None:
    case = world.receive(TOWNSHIP, DISABLED)
    below.accept_review(case.uid)
    for _ in range(2):
        below.send_up(case.uid)
        above.do(send_back, case.uid, reason='意见不明确')
        world.carry()
        below.do(review_case, case.uid, opinion='已核实')
    with hall_context(world.hall(COUNTY)):
        marks = [event.data['again'] for event in Case.objects.get(uid=case.uid).events.filter(kind='send_back')]
    assert marks == [False, True]


def test_what_a_hall_took_in_itself_it_returns_to_nobody(world: World, above: Desk) -> None:
    case = world.receive(COUNTY, HYGIENE)
    with refused('NOBODY_BEFORE'):
        above.do(send_back, case.uid, reason='不清楚')


def test_a_procedure_ends_before_the_case_goes_back(world: World, above: Desk, below: Desk) -> None:
    case = world.receive(TOWNSHIP, DISABLED)
    below.accept_review(case.uid)
    below.send_up(case.uid)
    above.do(begin_procedure, case.uid, wanted=ProcedureRequest(kind=ProcedureKind.EXPERTS, told_days=3))
    with refused('PROCEDURE_OPEN'):
        above.do(send_back, case.uid, reason='不清楚')


def test_a_recall_is_granted_while_nobody_has_touched_the_case(world: World, above: Desk, below: Desk) -> None:
    case = world.receive(TOWNSHIP, DISABLED)
    below.accept_review(case.uid)
    below.send_up(case.uid)
    below.do(recall_case, case.uid, reason='材料交错了')
    world.carry()
    back = below.case(case.uid)
    assert back.custody == Custody.HELD
    assert holders(world, case, TOWNSHIP, COUNTY) == [TOWNSHIP]
    with hall_context(world.hall(TOWNSHIP)):
        assert [request.granted for request in back.requests.all()] == [True]


def test_a_recall_is_refused_once_the_other_hall_has_begun(world: World, above: Desk, below: Desk) -> None:
    case = world.receive(TOWNSHIP, DISABLED)
    below.accept_review(case.uid)
    below.send_up(case.uid)
    above.do(review_case, case.uid, opinion='正在核实')
    below.do(recall_case, case.uid, reason='材料交错了')
    with refused('ALREADY_ASKED'):
        below.do(recall_case, case.uid, reason='材料交错了')
    world.carry()
    with hall_context(world.hall(TOWNSHIP)):
        answer = below.case(case.uid).requests.get()
    assert (answer.granted, answer.answer) == (False, '承办大厅已经开始办理，不能撤回上报。')
    assert holders(world, case, TOWNSHIP, COUNTY) == [COUNTY]


def test_what_is_here_is_not_recalled(world: World, below: Desk) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    with refused('NOT_AWAY'):
        below.do(recall_case, case.uid, reason='想要回来')


def test_a_supervisor_moves_nothing(world: World, above: Desk) -> None:
    case = world.receive(COUNTY, HYGIENE)
    watcher = Desk(world, COUNTY, world.person(COUNTY, Role.SUPERVISOR))
    with refused('NOT_YOUR_ROLE'):
        watcher.do(transfer_case, case.uid, to=OTHER_COUNTY, reason='不归这里')
    with refused('NOT_YOUR_ROLE'):
        watcher.do(accept_case, case.uid)
