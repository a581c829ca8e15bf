"""Custody is a token: it is somewhere, or on its way, and what a hall may not do it can't do."""

from datetime import UTC, datetime

import pytest

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.decline import decline_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.review import review_case
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody, State
from govhall.casework.services.custody import MAX_FORWARDS
from govhall.catalogue.models import Matter
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk, end_grants, kinds
from tests.builders.state import refused
from tests.builders.world import (
    BIRTH,
    COUNTY,
    DISABLED,
    HYGIENE,
    LOGGING,
    OTHER_TOWNSHIP,
    PLANTS,
    PROVINCE,
    SOCIAL,
    TOWNSHIP,
    World,
)

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture
def below(world: World) -> Desk:
    """The township's chief representative."""
    return Desk.of_chief(world, TOWNSHIP)


@pytest.fixture
def above(world: World) -> Desk:
    """The county's chief representative."""
    return Desk.of_chief(world, COUNTY)


@pytest.fixture
def case(world: World) -> Case:
    """A case that the township only receives."""
    return world.receive(TOWNSHIP, HYGIENE)


def test_the_sender_is_in_transit_and_the_road_says_where_the_case_went(below: Desk, case: Case) -> None:
    sent = below.do(forward_case, case.uid, at=NOON)
    assert (sent.custody, sent.towards, sent.holder, sent.hop) == (Custody.IN_TRANSIT, COUNTY, COUNTY, 1)
    assert [(stop.hall, stop.hop, stop.kind) for stop in sent.road] == [
        (TOWNSHIP, 0, 'counter'),
        (COUNTY, 1, 'receipt'),
    ]
    assert kinds(sent, below.world, TOWNSHIP) == ['receive', 'pass_on', 'handed_over']


@pytest.mark.parametrize('arrived', [False, True])
def test_who_does_not_hold_the_case_can_do_nothing_to_it(below: Desk, case: Case, arrived: bool) -> None:
    below.do(forward_case, case.uid)
    if arrived:
        below.world.carry()
    for service, arguments in (
        (accept_case, {}),
        (decline_case, {'reason': '不属于本机关职权'}),
        (ask_for_correction, {'missing': frozenset({case.papers[0].code})}),
        (review_case, {'opinion': '属实'}),
        (decide_case, {'approve': True}),
        (forward_case, {}),
    ):
        with refused('NOT_HOLDER'):
            below.do(service, case.uid, **arguments)


def test_the_holder_knows_what_the_sender_knew(below: Desk, above: Desk) -> None:
    case = below.world.receive(TOWNSHIP, DISABLED)
    below.accept_review(case.uid)
    below.send_up(case.uid)
    one, other = below.case(case.uid), above.case(case.uid)
    for field in ('number', 'matter', 'applicant', 'papers', 'opinions', 'received_at', 'clock_from', 'accepted_at'):
        assert getattr(one, field) == getattr(other, field), field
    assert (other.dues, other.origin, other.below, other.query_word) == (one.dues, TOWNSHIP, TOWNSHIP, '')
    with hall_context(above.world.hall(COUNTY)):
        assert other.events.get(seq=1).data['chain_tip'] == _tip_when_sent(below, case)


def _tip_when_sent(below: Desk, case: Case) -> str:
    """The hash of the sender's last event: the holder's chain goes on from it."""
    with hall_context(below.world.hall(TOWNSHIP)):
        return str(case.events.get(kind='handed_over').hash)


def test_a_case_that_must_be_reviewed_first_is_not_reported(below: Desk) -> None:
    case = below.world.receive(TOWNSHIP, DISABLED)
    with refused('REVIEW_FIRST'):
        below.do(forward_case, case.uid)
    below.do(accept_case, case.uid)
    with refused('REVIEW_FIRST'):
        below.do(forward_case, case.uid)


def test_what_the_hall_may_decide_itself_is_not_sent_up(below: Desk) -> None:
    case = below.world.receive(TOWNSHIP, BIRTH)
    with refused('NO_HIGHER_HALL'):
        below.do(forward_case, case.uid)


def test_a_hall_whose_grant_ended_sends_nothing_on(below: Desk, case: Case) -> None:
    end_grants(TOWNSHIP, HYGIENE, NOON)
    with refused('NO_GRANT'):
        below.do(forward_case, case.uid, at=NOON)


def test_a_case_under_correction_is_not_sent_on(below: Desk) -> None:
    case = below.world.receive(TOWNSHIP, DISABLED)
    below.do(ask_for_correction, case.uid, missing=frozenset({case.papers[0].code}))
    with refused('REVIEW_FIRST'):
        below.do(forward_case, case.uid)


def test_who_has_no_part_in_the_case_does_not_send_it(world: World, case: Case) -> None:
    agent = Desk(world, TOWNSHIP, world.person(TOWNSHIP, Role.AGENT))
    with refused('NO_SUCH_CASE'):
        agent.do(forward_case, case.uid)


def test_a_stale_page_sends_nothing(below: Desk, case: Case) -> None:
    with refused('STALE_VERSION'):
        below.do(forward_case, case.uid, version=case.version + 1)


def test_a_case_that_was_passed_around_too_often_stays(below: Desk, case: Case) -> None:
    with hall_context(below.world.hall(TOWNSHIP)):
        stop = {'hall': COUNTY, 'hop': 1, 'kind': 'receipt', 'at': '2026-11-23T10:00:00+08:00'}
        Case.objects.filter(uid=case.uid).update(road_data=[stop] * MAX_FORWARDS)
    with refused('TOO_MANY_HOPS'):
        below.do(forward_case, case.uid)


def test_what_was_refused_does_not_count_among_the_three_sendings(below: Desk, case: Case) -> None:
    with hall_context(below.world.hall(TOWNSHIP)):
        moment = '2026-11-23T10:00:00+08:00'
        kinds = ('counter', *('receipt', 'refusal') * MAX_FORWARDS)
        road = [{'hall': COUNTY, 'hop': hop, 'kind': kind, 'at': moment} for hop, kind in enumerate(kinds)]
        Case.objects.filter(uid=case.uid).update(road_data=road)
    below.send_up(case.uid)
    assert below.case(case.uid).holder == COUNTY


def test_a_case_goes_straight_to_the_branch_that_decides(below: Desk) -> None:
    case = below.world.receive(TOWNSHIP, SOCIAL)
    below.send_up(case.uid)
    assert below.case(case.uid).holder == 'TJSB0001'
    assert below.world.case('TJSB0001', case.uid).custody == Custody.HELD


def test_a_refused_case_comes_back_with_the_reason_and_may_be_tried_again(world: World) -> None:
    desk, case = Desk.of_chief(world, OTHER_TOWNSHIP), world.receive(OTHER_TOWNSHIP, LOGGING)
    desk.send_up(case.uid)
    back = desk.case(case.uid)
    assert (back.custody, back.state, back.hop, back.holder) == (Custody.HELD, State.RECEIVED, 2, OTHER_TOWNSHIP)
    assert (back.intake_due, back.road[-1].kind) == (case.intake_due, 'refusal')
    assert '没有承接' in back.note
    assert world.case('PCXZ0001', case.uid).custody == Custody.WATCHING
    desk.send_up(case.uid)
    assert desk.case(case.uid).hop == 4


def test_a_matter_unknown_above_comes_back(below: Desk, case: Case) -> None:
    below.do(forward_case, case.uid)
    Matter.objects.filter(code=HYGIENE).delete()
    below.world.carry()
    back = below.case(case.uid)
    assert (back.custody, '目录里没有' in back.note) == (Custody.HELD, True)


def test_the_hall_between_watches_and_tells_the_hall_of_origin(below: Desk, above: Desk) -> None:
    case = below.world.receive(TOWNSHIP, PLANTS)
    below.send_up(case.uid)
    above.accept_review(case.uid)
    above.send_up(case.uid)
    top = Desk.of_chief(below.world, PROVINCE)
    top.do(review_case, case.uid, opinion='同意')
    below.world.carry()
    for desk in (below, above):
        seen = desk.case(case.uid)
        assert (seen.custody, seen.holder, seen.state) == (Custody.WATCHING, PROVINCE, State.REVIEWED)


def test_both_halls_know_an_outcome_that_the_middle_made(below: Desk, above: Desk) -> None:
    case = below.world.receive(TOWNSHIP, PLANTS)
    below.send_up(case.uid)
    above.do(decline_case, case.uid, reason='依法不需要取得许可')
    below.world.carry()
    seen = below.case(case.uid)
    assert (seen.state, seen.holder, seen.note) == (State.NOT_ACCEPTED, COUNTY, '依法不需要取得许可')
