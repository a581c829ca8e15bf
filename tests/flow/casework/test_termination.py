"""终止办理: what can't go on ends with reason and remedies, and is no withdrawal."""

from uuid import UUID

import pytest

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.review import review_case
from govhall.casework.acts.terminate import terminate_case
from govhall.deadlines.models import Deadline
from govhall.documents.models import Notice
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk, kinds
from tests.builders.screen import SignedIn, acts, at
from tests.builders.state import refused
from tests.builders.world import COUNTY, DISABLED, HOMESTEAD, HYGIENE, TOWNSHIP, World, paper_codes

REASON = '逾期未补正'


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk.of_chief(world, TOWNSHIP)


def test_papers_that_never_come_end_the_case_with_a_paper(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD)
    desk.do(ask_for_correction, case.uid, missing=frozenset(paper_codes(HOMESTEAD)[:1]))
    ended = desk.do(terminate_case, case.uid, reason=REASON)
    assert (ended.state, ended.outcome and ended.outcome.kind) == ('terminated', 'terminated')
    assert kinds(ended, world, TOWNSHIP)[-1] == 'terminate'
    with hall_context(world.hall(TOWNSHIP)):
        paper = Notice.objects.get(case_uid=case.uid, code='A7')
    said = ''.join(paper.content.paragraphs)
    assert (REASON in said, '行政复议' in said, paper.number) == (True, True, ended.outcome and ended.outcome.paper)
    # Nothing is left to deliver: only the archive waits.
    assert [row.kind for row in Deadline.objects.filter(case=case.uid)] == ['archive']


def test_the_hall_below_learns_that_the_county_has_ended_it(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HYGIENE)
    desk.do(forward_case, case.uid)
    world.carry()
    county = Desk.of_chief(world, COUNTY)
    county.do(accept_case, case.uid)
    county.do(review_case, case.uid, opinion='申请单位已注销')
    county.do(terminate_case, case.uid, reason='申请单位已注销')
    world.carry()
    below = desk.case(case.uid)
    assert (below.state, below.custody, below.note) == ('terminated', 'watching', '申请单位已注销')


def test_it_needs_its_reason_and_who_may_say_so(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD)
    with refused('REASON_MISSING'):
        desk.do(terminate_case, case.uid, reason=' ')
    with refused('NOT_YOUR_ROLE'):
        Desk(world, TOWNSHIP, world.clerk(TOWNSHIP)).do(terminate_case, case.uid, reason=REASON)
    assert desk.case(case.uid).state == 'received'


def test_what_is_decided_is_not_ended_again_nor_the_other_way_round(world: World, desk: Desk) -> None:
    case, other = world.receive(TOWNSHIP, HOMESTEAD), world.receive(TOWNSHIP, HOMESTEAD)
    desk.do(accept_case, case.uid)
    desk.do(decide_case, case.uid, approve=True)
    with refused('NOT_NOW'):
        desk.do(terminate_case, case.uid, reason=REASON)
    desk.do(terminate_case, other.uid, reason=REASON)
    with refused('NOT_NOW'):
        desk.do(accept_case, other.uid)
    assert [desk.case(one.uid).state for one in (case, other)] == ['approved', 'terminated']


def below_and_above(world: World, desk: Desk) -> tuple[UUID, Desk]:
    """A case that the township reviews and the county decides, accepted below."""
    case = world.receive(TOWNSHIP, DISABLED)
    desk.do(accept_case, case.uid)
    return case.uid, desk


def test_who_ends_a_reviewed_case_takes_a_decision_and_needs_that_power(world: World, desk: Desk) -> None:
    uid, _ = below_and_above(world, desk)
    desk.do(review_case, uid, opinion='申请人已去世')
    with refused('NO_GRANT'):
        desk.do(terminate_case, uid, reason='申请人已去世')


def test_near_miss_who_may_review_ends_what_is_not_reviewed_yet(world: World, desk: Desk) -> None:
    uid, _ = below_and_above(world, desk)
    assert desk.do(terminate_case, uid, reason='申请人已去世').state == 'terminated'


@pytest.mark.parametrize('powers', [[], ['submit'], ['decide']])
def test_after_acceptance_the_letter_of_the_stage_is_asked(world: World, desk: Desk, powers: list[str]) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD)
    desk.do(accept_case, case.uid)
    desk.do(review_case, case.uid, opinion='情况属实')
    approver = Desk(world, TOWNSHIP, world.person(TOWNSHIP, Role.APPROVER, powers=powers))
    if 'decide' in powers:
        assert approver.do(terminate_case, case.uid, reason=REASON).state == 'terminated'
    else:
        with refused('NO_AUTHORISATION'):
            approver.do(terminate_case, case.uid, reason=REASON)


def test_the_page_offers_the_end_to_whom_the_stage_belongs(world: World, signed_in: SignedIn, desk: Desk) -> None:
    uid, _ = below_and_above(world, desk)
    page, client = at(TOWNSHIP, f'cases/{uid}/'), signed_in(desk.actor)
    assert 'terminate' in acts(client.get(page))
    desk.do(review_case, uid, opinion='申请人已去世')
    assert 'terminate' not in acts(client.get(page))
