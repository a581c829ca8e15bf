"""Articles of the licensing law (行政许可法), each with a near miss; others stand beside what they are about."""

from datetime import UTC, date, datetime, timedelta

import pytest

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.decline import decline_case
from govhall.casework.acts.supply import supply_papers
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.models import Case
from govhall.casework.rules.clocks import after_receipt
from govhall.casework.rules.states import State
from govhall.casework.services.lapse import deem_accepted
from govhall.documents.models import Notice
from govhall.kernel.workdays import CALENDAR
from tenants.context import hall_context
from tests.builders.desk import Desk
from tests.builders.state import refused
from tests.builders.world import COUNTY, HOMESTEAD, HYGIENE, TOWNSHIP, World, paper_codes

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
FIRST_PAPER = frozenset({paper_codes(HOMESTEAD)[0]})


@pytest.fixture
def desk(world: World) -> Desk:
    """The township's chief representative."""
    return Desk.of_chief(world, TOWNSHIP)


@pytest.fixture
def case(world: World) -> Case:
    """A licence that the township decides itself."""
    return world.receive(TOWNSHIP, HOMESTEAD, at=MONDAY)


def test_article_32_silence_for_five_days_is_acceptance_from_the_day_of_receipt(world: World, case: Case) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        deemed = deem_accepted(uid=case.uid, at=MONDAY + timedelta(days=8))
    assert (deemed.state, deemed.accepted_at) == (State.ACCEPTED, case.received_at)


def test_article_32_near_miss_a_correction_on_the_fifth_day_keeps_the_case_open(
    world: World, desk: Desk, case: Case
) -> None:
    desk.do(ask_for_correction, case.uid, missing=FIRST_PAPER, at=MONDAY + timedelta(days=7))
    with hall_context(world.hall(TOWNSHIP)), refused('NOT_NOW'):
        deem_accepted(uid=case.uid, at=MONDAY + timedelta(days=8))


def test_article_32_a_correction_is_asked_once(desk: Desk, case: Case) -> None:
    desk.do(ask_for_correction, case.uid, missing=FIRST_PAPER, at=MONDAY)
    desk.do(supply_papers, case.uid, papers=FIRST_PAPER, at=MONDAY)
    with refused('SECOND_CORRECTION'):
        desk.do(ask_for_correction, case.uid, missing=FIRST_PAPER, at=MONDAY)


def test_article_32_who_is_not_accepted_hears_why_in_a_paper(desk: Desk, case: Case) -> None:
    desk.do(decline_case, case.uid, reason='不属于本机关职权', at=MONDAY)
    with hall_context(desk.world.hall(TOWNSHIP)):
        paper = Notice.objects.get(case_uid=case.uid, code='03')
    assert '不属于本机关职权' in str(paper.content)


def test_article_32_near_miss_without_a_reason_nobody_is_turned_away(desk: Desk, case: Case) -> None:
    with refused('REASON_MISSING'):
        desk.do(decline_case, case.uid, reason=' ', at=MONDAY)


def test_article_35_near_miss_what_was_never_sent_the_hall_above_may_ask_for(world: World, desk: Desk) -> None:
    codes = paper_codes(HYGIENE)
    case = world.receive(TOWNSHIP, HYGIENE, papers=dict.fromkeys(codes[1:], 'handed_in'))
    desk.send_up(case.uid)
    asked = Desk.of_chief(world, COUNTY).do(ask_for_correction, case.uid, missing=frozenset({codes[0]}))
    assert asked.state == State.CORRECTING


def test_article_38_a_refusal_gives_its_reasons_and_the_remedies(desk: Desk, case: Case) -> None:
    desk.do(accept_case, case.uid, at=MONDAY)
    desk.do(decide_case, case.uid, approve=False, reason='宅基地已超过标准', at=MONDAY)
    with hall_context(desk.world.hall(TOWNSHIP)):
        paper = str(Notice.objects.get(case_uid=case.uid, code='07').content)
    assert '宅基地已超过标准' in paper
    assert '行政复议' in paper and '行政诉讼' in paper


def test_article_38_near_miss_without_a_reason_nothing_is_refused(desk: Desk, case: Case) -> None:
    desk.do(accept_case, case.uid, at=MONDAY)
    with refused('REASON_MISSING'):
        desk.do(decide_case, case.uid, approve=False, at=MONDAY)


def test_article_44_a_decision_is_delivered_within_ten_working_days(desk: Desk, case: Case) -> None:
    desk.do(accept_case, case.uid, at=MONDAY)
    decided = desk.do(decide_case, case.uid, approve=True, at=MONDAY)
    assert decided.delivery_due == CALENDAR.add(MONDAY.date(), 10).day == date(2026, 3, 16)


def test_article_44_near_miss_what_was_withdrawn_is_delivered_to_nobody(desk: Desk, case: Case) -> None:
    withdrawn = desk.do(withdraw_case, case.uid, reason='不办了', at=MONDAY)
    assert (withdrawn.state, withdrawn.delivery_due) == (State.WITHDRAWN, None)


def test_article_82_days_are_working_days_and_a_saturday_made_up_for_is_one() -> None:
    assert after_receipt(date(2026, 2, 14)).intake == date(2026, 2, 28)


def test_article_82_near_miss_an_ordinary_saturday_is_none() -> None:
    assert after_receipt(date(2026, 3, 6)).intake == date(2026, 3, 13)
