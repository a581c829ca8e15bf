"""Papers are handed in at a hall."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from federation.contracts.case import Applicant
from govhall.casework.acts.receive import take_over_from_agent
from govhall.casework.models import Case, Serial
from govhall.casework.rules.states import Custody, State
from govhall.casework.services.reception import receive_case
from govhall.kernel.numbering import check_number, hall_code_of
from tenants.context import hall_context
from tenants.roles import Role
from tenants.selectors import points_of
from tests.builders.desk import Desk, end_grants, kinds
from tests.builders.state import everything, refused
from tests.builders.world import BIRTH, COUNTY, HYGIENE, ID_NUMBER, TOWNSHIP, World

NOON = datetime(2026, 2, 13, 4, tzinfo=UTC)
VILLAGER = Applicant(kind='person', name='张小明', id_number=ID_NUMBER, phone='13800000000')


def test_papers_handed_in_begin_a_case_with_five_working_days(world: World) -> None:
    case = world.case(TOWNSHIP, world.receive(TOWNSHIP, HYGIENE, at=NOON).uid)
    assert (case.state, case.custody, case.holder, case.hop) == (State.RECEIVED, Custody.HELD, TOWNSHIP, 0)
    assert (case.intake_due, case.promised_due, case.provisional) == (date(2026, 2, 27), None, False)
    assert hall_code_of(check_number(case.number)) == TOWNSHIP
    assert (case.event_count, case.version, len(case.query_word)) == (1, 1, 6)
    assert {paper.status for paper in case.papers} == {'handed_in'}


def test_papers_handed_in_at_night_belong_to_the_day_in_china(world: World) -> None:
    late = datetime(2026, 2, 12, 17, 30, tzinfo=UTC)
    case = world.receive(TOWNSHIP, HYGIENE, at=late)
    assert (case.clock_from, case.intake_due) == (date(2026, 2, 13), date(2026, 2, 27))


def test_the_same_submission_twice_is_one_case(world: World) -> None:
    key = uuid4()
    first = world.receive(TOWNSHIP, BIRTH, submission=key)
    before = everything()
    again = world.receive(TOWNSHIP, BIRTH, submission=key)
    assert (again.uid, again.number) == (first.uid, first.number)
    assert everything() == before


def test_two_submissions_are_two_cases_with_following_numbers(world: World) -> None:
    numbers = [world.receive(TOWNSHIP, BIRTH, at=NOON).number for _ in range(2)]
    assert [number[16:20] for number in numbers] == ['0001', '0002']


def test_each_point_numbers_from_a_block_of_its_own(world: World) -> None:
    first, second = points_of(world.hall(TOWNSHIP))[:2]
    cases = [world.receive(TOWNSHIP, BIRTH, at=NOON, point=point.code) for point in (first, second)]
    assert [case.number[14:20] for case in cases] == [f'{first.block}0001', f'{second.block}0001']
    assert cases[0].area == first.code and cases[0].road[0].kind == 'point'


def test_the_counter_goes_on_in_its_next_block_after_ten_thousand_numbers(world: World) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        Serial.objects.create(block='0', day=date(2026, 2, 13), last=9999)
    assert world.receive(TOWNSHIP, BIRTH, at=NOON).number[14:20] == '010000'


def test_a_wrong_check_digit_is_refused(world: World) -> None:
    wrong = Applicant(kind='person', name='张小明', id_number=ID_NUMBER[:-1] + '1')
    with refused('WRONG_RESIDENT_CHECK_DIGIT'):
        world.receive(TOWNSHIP, BIRTH, applicant=wrong)


def test_a_wrong_credit_code_is_refused(world: World) -> None:
    wrong = Applicant(kind='organisation', name='诺水河合作社', id_number='91350100M000100Y44')
    with refused('WRONG_CREDIT_CHECK_CHARACTER'):
        world.receive(TOWNSHIP, BIRTH, applicant=wrong)


def test_a_wrong_telephone_number_is_refused(world: World) -> None:
    wrong = Applicant(kind='person', name='张小明', id_number=ID_NUMBER, phone='138')
    with refused('INVALID_MOBILE'):
        world.receive(TOWNSHIP, BIRTH, applicant=wrong)


def test_an_applicant_without_a_name_is_refused(world: World) -> None:
    with refused('NAME_MISSING'):
        world.receive(TOWNSHIP, BIRTH, applicant=Applicant(kind='person', name='  ', id_number=ID_NUMBER))


def test_an_unknown_matter_is_refused(world: World) -> None:
    application = replace(world.application(BIRTH), matter='999999999999')
    clerk = world.clerk(TOWNSHIP)
    with refused('UNKNOWN_MATTER'), hall_context(world.hall(TOWNSHIP)):
        receive_case(application=application, actor=clerk)


def test_an_unknown_point_is_refused(world: World) -> None:
    with refused('UNKNOWN_POINT'):
        world.receive(TOWNSHIP, BIRTH, point='999999999999')


def test_a_hall_without_power_over_the_matter_is_refused(world: World) -> None:
    with refused('NO_GRANT'):
        world.receive(COUNTY, BIRTH)


def test_a_hall_whose_grant_ended_this_second_is_refused(world: World) -> None:
    end_grants(TOWNSHIP, BIRTH, NOON)
    with refused('NO_GRANT'):
        world.receive(TOWNSHIP, BIRTH, at=NOON)


def test_a_supervisor_can_not_receive(world: World) -> None:
    supervisor = world.person(TOWNSHIP, Role.SUPERVISOR)
    with refused('NOT_YOUR_ROLE'), hall_context(world.hall(TOWNSHIP)):
        receive_case(application=world.application(BIRTH), actor=supervisor)


def test_what_an_agent_carries_has_no_clock_until_the_hall_receives_it(world: World) -> None:
    carried = world.receive(TOWNSHIP, HYGIENE, at=NOON, as_agent=True)
    assert (carried.state, carried.intake_due) == (State.ENTRUSTED, None)
    later = datetime(2026, 2, 14, 2, tzinfo=UTC)
    desk = Desk.of_chief(world, TOWNSHIP)
    case = desk.do(take_over_from_agent, carried.uid, at=later)
    assert (case.state, case.intake_due, case.received_at) == (State.RECEIVED, date(2026, 2, 28), later)
    assert kinds(case, world, TOWNSHIP) == ['entrust', 'receive']


def test_an_agent_may_carry_what_the_hall_has_no_power_over(world: World) -> None:
    end_grants(TOWNSHIP, HYGIENE, NOON)
    carried = world.receive(TOWNSHIP, HYGIENE, at=NOON, as_agent=True)
    desk = Desk.of_chief(world, TOWNSHIP)
    with refused('NO_GRANT'):
        desk.do(take_over_from_agent, carried.uid, at=NOON)


def test_a_received_case_can_not_be_received_again(world: World) -> None:
    case, desk = world.receive(TOWNSHIP, HYGIENE), Desk.of_chief(world, TOWNSHIP)
    with refused('NOT_NOW'):
        desk.do(take_over_from_agent, case.uid)


@pytest.mark.parametrize('given', ['handed_in', 'nonsense', ''])
def test_a_paper_is_there_or_missing_and_nothing_else(world: World, given: str) -> None:
    code = next(iter(world.application(HYGIENE).papers))
    case = world.receive(TOWNSHIP, HYGIENE, papers={code: given})
    statuses = {paper.code: paper.status for paper in case.papers}
    assert statuses.pop(code) == (given if given == 'handed_in' else 'missing')
    assert set(statuses.values()) == {'missing'}


def test_a_case_of_one_hall_is_no_case_of_another(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(COUNTY)):
        assert not Case.objects.filter(uid=case.uid).exists()
