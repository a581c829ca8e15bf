"""Accepting, asking once for a correction, declining (行政许可法 §32)."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.decline import decline_case
from govhall.casework.acts.supply import supply_papers
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from tenants.roles import Role
from tests.builders.desk import Desk, end_grants, kinds
from tests.builders.state import refused
from tests.builders.world import DISABLED, TOWNSHIP, World, paper_codes

NOON = datetime(2026, 2, 13, 4, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
PAPER = paper_codes(DISABLED)[0]
MISSING = frozenset({PAPER})


@pytest.fixture
def desk(world: World) -> Desk:
    """The township's chief representative."""
    return Desk.of_chief(world, TOWNSHIP, at=NOON)


@pytest.fixture
def case(world: World) -> Case:
    """A complete application, just received."""
    return world.receive(TOWNSHIP, DISABLED, at=NOON)


def incomplete(world: World) -> Case:
    """An application that lacks one required paper."""
    papers = {code: 'handed_in' for code in paper_codes(DISABLED) if code != PAPER}
    return world.receive(TOWNSHIP, DISABLED, at=NOON, papers=papers)


def test_an_accepted_case_has_its_promise_and_its_statutory_day(desk: Desk, case: Case) -> None:
    accepted = desk.do(accept_case, case.uid, at=NOON)
    assert (accepted.state, accepted.accepted_by, accepted.accepted_at) == (State.ACCEPTED, TOWNSHIP, NOON)
    assert (accepted.intake_due, accepted.promised_due, accepted.statutory_due) == (
        None,
        date(2026, 3, 19),
        date(2026, 4, 2),
    )
    assert desk.case(case.uid).version == case.version + 1


def test_a_case_with_a_missing_paper_is_not_accepted(world: World, desk: Desk) -> None:
    case = incomplete(world)
    with refused('PAPERS_MISSING'):
        desk.do(accept_case, case.uid)


def test_a_stale_page_accepts_nothing(desk: Desk, case: Case) -> None:
    desk.do(accept_case, case.uid)
    with refused('STALE_VERSION'):
        desk.do(accept_case, case.uid, version=case.version)


@pytest.mark.parametrize('version', [0, 2, 99])
def test_only_the_version_of_now_counts(desk: Desk, case: Case, version: int) -> None:
    with refused('STALE_VERSION'):
        desk.do(decline_case, case.uid, version=version, reason='不属于本机关职权')


def test_a_case_that_the_hall_does_not_have_is_refused(desk: Desk) -> None:
    with refused('NO_SUCH_CASE'):
        desk.do_unseen(accept_case, uuid4(), version=1)


def test_an_accepted_case_is_not_accepted_again(desk: Desk, case: Case) -> None:
    desk.do(accept_case, case.uid)
    with refused('NOT_NOW'):
        desk.do(accept_case, case.uid)


def test_a_village_agent_accepts_nothing(world: World, case: Case) -> None:
    agent = Desk(world, TOWNSHIP, world.person(TOWNSHIP, Role.AGENT), NOON)
    with refused('NO_SUCH_CASE'):
        agent.do(accept_case, case.uid)


def test_a_grant_that_ended_one_second_ago_accepts_nothing(desk: Desk, case: Case) -> None:
    end_grants(TOWNSHIP, DISABLED, datetime(2026, 2, 13, 3, 59, 59, tzinfo=UTC))
    for service, arguments in (
        (accept_case, {}),
        (decline_case, {'reason': '不属于本机关职权'}),
        (ask_for_correction, {'missing': MISSING}),
    ):
        with refused('NO_GRANT'):
            desk.do(service, case.uid, at=NOON, **arguments)


def test_a_grant_counts_until_its_last_second(desk: Desk, case: Case) -> None:
    end_grants(TOWNSHIP, DISABLED, datetime(2026, 2, 13, 4, 0, 1, tzinfo=UTC))
    assert desk.do(accept_case, case.uid, at=NOON).state == State.ACCEPTED


def test_a_correction_stops_the_clock_and_names_everything_that_is_missing(world: World, desk: Desk) -> None:
    case = incomplete(world)
    other = paper_codes(DISABLED)[1]
    asked = desk.do(ask_for_correction, case.uid, missing=frozenset({other}))
    assert (asked.state, asked.corrections, asked.due) == (State.CORRECTING, 1, None)
    assert {paper.code for paper in asked.papers if paper.status == 'missing'} == {PAPER, other}
    assert asked.note.startswith('请补正：') and '、' in asked.note


def test_a_correction_that_names_nothing_is_refused(desk: Desk, case: Case) -> None:
    for missing in (frozenset(), frozenset({'no-such-paper'})):
        with refused('NOTHING_MISSING'):
            desk.do(ask_for_correction, case.uid, missing=missing)


def test_papers_supplied_start_the_five_days_again(desk: Desk, case: Case) -> None:
    desk.do(ask_for_correction, case.uid, missing=MISSING, at=NOON)
    supplied = desk.do(supply_papers, case.uid, papers=MISSING, at=MONDAY)
    assert (supplied.state, supplied.clock_from, supplied.intake_due) == (
        State.RECEIVED,
        date(2026, 3, 2),
        date(2026, 3, 9),
    )
    assert supplied.received_at == NOON
    assert kinds(supplied, desk.world, TOWNSHIP) == ['receive', 'ask_correction', 'supply']


def test_a_second_correction_is_refused(desk: Desk, case: Case) -> None:
    desk.do(ask_for_correction, case.uid, missing=MISSING)
    with refused('SECOND_CORRECTION'):
        desk.do(ask_for_correction, case.uid, missing=MISSING)
    desk.do(supply_papers, case.uid, papers=MISSING)
    with refused('SECOND_CORRECTION'):
        desk.do(ask_for_correction, case.uid, missing=MISSING)


def test_an_accepted_case_is_not_corrected(desk: Desk, case: Case) -> None:
    desk.do(accept_case, case.uid)
    with refused('NOT_NOW'):
        desk.do(ask_for_correction, case.uid, missing=MISSING)


def test_papers_that_nobody_misses_are_refused(desk: Desk, case: Case) -> None:
    with refused('NOTHING_MISSING'):
        desk.do(supply_papers, case.uid, papers=MISSING)


def test_papers_before_a_correction_was_asked_are_refused(world: World, desk: Desk) -> None:
    case = incomplete(world)
    with refused('NOT_NOW'):
        desk.do(supply_papers, case.uid, papers=MISSING)


def test_a_declined_case_has_ended_with_its_reason_and_the_power_it_relied_on(desk: Desk, case: Case) -> None:
    declined = desk.do(decline_case, case.uid, reason='申请事项不属于本机关职权')
    outcome = declined.outcome
    assert (declined.state, outcome and outcome.kind) == (State.NOT_ACCEPTED, 'not_accepted')
    assert outcome and (outcome.hall, outcome.reason, bool(outcome.grant), bool(outcome.organ)) == (
        TOWNSHIP,
        '申请事项不属于本机关职权',
        True,
        True,
    )
    with refused('NOT_NOW'):
        desk.do(accept_case, case.uid)


@pytest.mark.parametrize('reason', ['', ' \n'])
def test_declining_needs_a_reason(desk: Desk, case: Case, reason: str) -> None:
    with refused('REASON_MISSING'):
        desk.do(decline_case, case.uid, reason=reason)
