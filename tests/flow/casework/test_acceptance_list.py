"""The acceptance list for village, township and county (domain 5.6), one test an entry; offline work is not in yet."""

from datetime import UTC, datetime, timedelta

import pytest

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.review import review_case
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody, State
from govhall.casework.services.lapse import deem_accepted
from govhall.catalogue.models import Grant, Organ
from govhall.catalogue.rules import Mode
from govhall.desk.receipts import receipt_page
from govhall.documents.models import Notice
from tenants.context import hall_context
from tests.builders.desk import Desk
from tests.builders.state import refused
from tests.builders.world import BIRTH, COUNTY, DISABLED, HOMESTEAD, HYGIENE, TOWNSHIP, World, paper_codes

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)


def test_2_in_a_village_without_a_grant_it_is_agency_and_the_receipt_says_so(world: World) -> None:
    case = world.receive(TOWNSHIP, HYGIENE, as_agent=True)
    assert (case.state, case.intake_due) == (State.ENTRUSTED, None)
    with hall_context(world.hall(TOWNSHIP)):
        page = receipt_page(case)
    assert '代办' in page
    assert '还没有收件' in page or '未收件' in page


@pytest.mark.parametrize('mode', [Mode.ENTRUSTED, Mode.DELEGATED])
def test_3_the_paper_bears_the_countys_name_when_entrusted_and_the_townships_when_delegated(
    world: World, mode: Mode
) -> None:
    desk = Desk.of_chief(world, TOWNSHIP)
    county = Organ.objects.get(name='通江县农业农村局')
    town = Organ.objects.filter(name__contains='诺水河镇').first()
    assert town is not None
    organ = county if mode is Mode.ENTRUSTED else town
    Grant.objects.filter(matter_code=HOMESTEAD, hall_code=TOWNSHIP).update(
        mode=mode, organ_code=organ.credit_code, delegator_code=county.credit_code, document='通府发〔2026〕1号'
    )
    case = world.receive(TOWNSHIP, HOMESTEAD)
    desk.do(accept_case, case.uid)
    desk.do(decide_case, case.uid, approve=True)
    with hall_context(world.hall(TOWNSHIP)):
        paper = Notice.objects.get(case_uid=case.uid, code='A1')
    assert (paper.organ_name, paper.content.organ) == (organ.name, organ.name)


def test_4_a_hall_that_does_not_hold_the_case_changes_nothing_in_the_hall_that_does(world: World) -> None:
    below, above = Desk.of_chief(world, TOWNSHIP), Desk.of_chief(world, COUNTY)
    case = world.receive(TOWNSHIP, HYGIENE)
    below.do(forward_case, case.uid)
    world.carry()
    with hall_context(world.hall(TOWNSHIP)):
        # Whatever a township writes into its own books, the county's case stays as it is.
        Case.objects.filter(uid=case.uid).update(state=State.APPROVED, custody=Custody.HELD)
    with refused('NOT_NOW'):
        below.do(decide_case, case.uid, approve=True)
    world.carry()
    kept = above.case(case.uid)
    assert (kept.state, kept.custody, kept.outcome) == (State.RECEIVED, Custody.HELD, None)


def test_5_article_35_the_hall_above_does_not_ask_again_for_what_was_sent(world: World) -> None:
    below, above = Desk.of_chief(world, TOWNSHIP), Desk.of_chief(world, COUNTY)
    case = world.receive(TOWNSHIP, HYGIENE)
    below.do(forward_case, case.uid)
    world.carry()
    assert [paper.status for paper in above.case(case.uid).papers] == ['handed_in'] * len(paper_codes(HYGIENE))
    with refused('NOTHING_MISSING'):
        above.do(ask_for_correction, case.uid, missing=frozenset())


def test_6_five_days_pass_at_the_township_while_the_line_is_down_and_the_county_learns_the_right_day(
    world: World,
) -> None:
    below = Desk.of_chief(world, TOWNSHIP)
    case = world.receive(TOWNSHIP, DISABLED, at=MONDAY)
    with hall_context(world.hall(TOWNSHIP)), refused('NOT_NOW'):
        deem_accepted(uid=case.uid, at=MONDAY + timedelta(days=7))  # the fifth working day is not over
    with hall_context(world.hall(TOWNSHIP)):
        deemed = deem_accepted(uid=case.uid, at=MONDAY + timedelta(days=8))
    assert (deemed.state, deemed.accepted_at) == (State.ACCEPTED, MONDAY)
    below.do(review_case, case.uid, opinion='属实')
    below.do(forward_case, case.uid)
    world.carry()  # the line is back
    above = world.case(COUNTY, case.uid)
    assert above.accepted_at == MONDAY
    assert above.promised_due == deemed.promised_due


def test_a_village_matter_closes_at_the_township_and_counts_there(world: World) -> None:
    desk = Desk.of_chief(world, TOWNSHIP)
    case = world.receive(TOWNSHIP, BIRTH)
    desk.do(accept_case, case.uid)
    assert desk.do(decide_case, case.uid, approve=True).outcome is not None
