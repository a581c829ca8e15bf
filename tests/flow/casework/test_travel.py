"""A case goes up and comes back."""

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.on_the_spot import decide_on_the_spot
from govhall.casework.acts.review import review_case
from govhall.casework.rules.states import Custody, State
from tenants.context import hall_context
from tests.builders.world import (
    BIRTH,
    COUNTY,
    DISABLED,
    HYGIENE,
    LOGGING,
    OTHER_TOWNSHIP,
    PLANTS,
    PROVINCE,
    TOWNSHIP,
    World,
)


def test_a_simple_matter_is_decided_on_the_spot(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        decided = decide_on_the_spot(uid=case.uid, version=case.version, actor=world.chief(TOWNSHIP))
    assert (decided.state, decided.on_the_spot) == (State.APPROVED, True)
    assert decided.outcome is not None and decided.outcome.grant and decided.outcome.authorisation


def test_a_reviewed_case_is_decided_above_and_delivered_below(world: World) -> None:
    case = world.receive(TOWNSHIP, DISABLED)
    chief = world.chief(TOWNSHIP)
    with hall_context(world.hall(TOWNSHIP)):
        accept_case(uid=case.uid, version=1, actor=chief)
        review_case(uid=case.uid, version=2, actor=chief, opinion='材料齐全，情况属实')
        forward_case(uid=case.uid, version=3, actor=chief)
    assert world.case(TOWNSHIP, case.uid).custody == Custody.IN_TRANSIT
    world.carry()
    assert world.case(TOWNSHIP, case.uid).custody == Custody.WATCHING
    above = world.case(COUNTY, case.uid)
    assert (above.custody, above.state, above.number) == (Custody.HELD, State.REVIEWED, case.number)
    with hall_context(world.hall(COUNTY)):
        decide_case(uid=case.uid, version=above.version, actor=world.chief(COUNTY), approve=True)
    world.carry()
    below = world.case(TOWNSHIP, case.uid)
    assert (below.state, below.outcome and below.outcome.hall) == (State.APPROVED, COUNTY)
    with hall_context(world.hall(TOWNSHIP)):
        deliver_case(uid=case.uid, version=below.version, actor=chief)
    world.carry()
    assert world.case(COUNTY, case.uid).state == State.DELIVERED


def test_a_case_reaches_the_province_through_the_county_and_comes_back(world: World) -> None:
    case = world.receive(TOWNSHIP, PLANTS)
    with hall_context(world.hall(TOWNSHIP)):
        forward_case(uid=case.uid, version=1, actor=world.clerk(TOWNSHIP))
    world.carry()
    chief = world.chief(COUNTY)
    for act in (accept_case, None, forward_case):
        held = world.case(COUNTY, case.uid)
        with hall_context(world.hall(COUNTY)):
            if act is None:
                review_case(uid=case.uid, version=held.version, actor=chief, opinion='同意上报')
            else:
                act(uid=case.uid, version=held.version, actor=chief)
        world.carry()
    assert world.case(COUNTY, case.uid).towards == PROVINCE
    top = world.case(PROVINCE, case.uid)
    with hall_context(world.hall(PROVINCE)):
        decide_case(uid=case.uid, version=top.version, actor=world.chief(PROVINCE), approve=False, reason='不符合条件')
    world.carry()
    for hall in (TOWNSHIP, COUNTY):
        assert world.case(hall, case.uid).state == State.REFUSED


def test_a_hall_without_grant_refuses_custody_and_the_case_comes_back(world: World) -> None:
    case = world.receive(OTHER_TOWNSHIP, LOGGING)
    with hall_context(world.hall(OTHER_TOWNSHIP)):
        forward_case(uid=case.uid, version=1, actor=world.clerk(OTHER_TOWNSHIP))
    world.carry()
    back = world.case(OTHER_TOWNSHIP, case.uid)
    assert (back.custody, back.state) == (Custody.HELD, State.RECEIVED)
    assert '没有承接' in back.note


def test_what_is_only_received_below_is_accepted_above_within_the_same_five_days(world: World) -> None:
    case = world.receive(TOWNSHIP, HYGIENE)
    with hall_context(world.hall(TOWNSHIP)):
        forward_case(uid=case.uid, version=1, actor=world.clerk(TOWNSHIP))
    world.carry()
    above = world.case(COUNTY, case.uid)
    assert (above.state, above.intake_due) == (State.RECEIVED, case.intake_due)
    with hall_context(world.hall(COUNTY)):
        accept_case(uid=case.uid, version=above.version, actor=world.clerk(COUNTY))
    world.carry()
    assert world.case(TOWNSHIP, case.uid).state == State.ACCEPTED
