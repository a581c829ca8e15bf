"""Reviewing and deciding: grant and letter are asked for at that second, and a case is decided once."""

from datetime import UTC, datetime, timedelta

import pytest

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.on_the_spot import decide_on_the_spot
from govhall.casework.acts.review import review_case
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.catalogue.models import Authorisation
from govhall.catalogue.services.authorisations import authorise, revoke
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk, end_grants, kinds
from tests.builders.state import refused
from tests.builders.world import BIRTH, DISABLED, HOMESTEAD, HYGIENE, LONG_AGO, TOWNSHIP, World, paper_codes

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def desk(world: World) -> Desk:
    """The township's chief representative."""
    return Desk.of_chief(world, TOWNSHIP)


@pytest.fixture
def case(world: World, desk: Desk) -> Case:
    """An accepted case that the township may decide."""
    received = world.receive(TOWNSHIP, HOMESTEAD, at=NOON)
    return desk.do(accept_case, received.uid, at=NOON)


def test_a_decision_names_the_grant_the_letter_and_the_organ(desk: Desk, case: Case) -> None:
    outcome = desk.do(decide_case, case.uid, approve=True, at=NOON).outcome
    letter = Authorisation.objects.get(person_id=desk.actor.person_id)
    assert outcome and (outcome.kind, outcome.hall, outcome.at, outcome.authorisation) == (
        'approved',
        TOWNSHIP,
        NOON,
        str(letter.id),
    )
    assert outcome.grant and outcome.organ and outcome.mode == 'own'
    with hall_context(desk.world.hall(TOWNSHIP)):
        event = case.events.get(kind='approve')
    assert (event.data['relied_on']['grant_id'], event.actor) == (outcome.grant, desk.actor.person_id)


def test_a_refusal_carries_its_reason(desk: Desk, case: Case) -> None:
    decided = desk.do(decide_case, case.uid, approve=False, reason='宅基地面积超过标准')
    assert (decided.state, decided.note) == (State.REFUSED, '宅基地面积超过标准')
    assert kinds(decided, desk.world, TOWNSHIP) == ['receive', 'accept', 'refuse']


def test_a_refusal_without_a_reason_is_none(desk: Desk, case: Case) -> None:
    with refused('REASON_MISSING'):
        desk.do(decide_case, case.uid, approve=False, reason=' ')


def test_a_case_is_decided_once(desk: Desk, case: Case) -> None:
    desk.do(decide_case, case.uid, approve=True)
    for approve in (True, False):
        with refused('ALREADY_CONCLUDED'):
            desk.do(decide_case, case.uid, approve=approve, reason='重复')


def test_a_stale_page_decides_nothing(desk: Desk, case: Case) -> None:
    desk.do(review_case, case.uid, opinion='属实')
    with refused('STALE_VERSION'):
        desk.do(decide_case, case.uid, version=case.version, approve=True)


def test_a_received_case_is_not_decided_before_it_is_accepted(world: World, desk: Desk) -> None:
    received = world.receive(TOWNSHIP, HOMESTEAD)
    with refused('NOT_NOW'):
        desk.do(decide_case, received.uid, approve=True)


def test_a_hall_that_only_reviews_decides_nothing(world: World, desk: Desk) -> None:
    reviewed = world.receive(TOWNSHIP, DISABLED)
    desk.accept_review(reviewed.uid)
    with refused('NO_GRANT'):
        desk.do(decide_case, reviewed.uid, approve=True)


def test_a_grant_that_ended_one_second_ago_decides_nothing(desk: Desk, case: Case) -> None:
    end_grants(TOWNSHIP, HOMESTEAD, NOON)
    with refused('NO_GRANT'):
        desk.do(decide_case, case.uid, approve=True, at=NOON + SECOND)


def test_a_chief_without_a_letter_decides_and_reviews_nothing(world: World, case: Case) -> None:
    desk = Desk(world, TOWNSHIP, world.person(TOWNSHIP, Role.CHIEF))
    with refused('NO_AUTHORISATION'):
        desk.do(decide_case, case.uid, approve=True)
    with refused('NO_AUTHORISATION'):
        desk.do(review_case, case.uid, opinion='属实')


def test_a_letter_for_another_matter_decides_nothing(world: World, case: Case) -> None:
    actor = world.person(TOWNSHIP, Role.APPROVER)
    authorise(
        person_id=actor.person_id,
        hall=TOWNSHIP,
        powers=['decide', 'seal'],
        matters=[BIRTH],
        document='1',
        valid_from=LONG_AGO,
    )
    with refused('NO_AUTHORISATION'):
        Desk(world, TOWNSHIP, actor).do(decide_case, case.uid, approve=True)


def test_a_revoked_letter_decides_nothing_from_that_second_on(desk: Desk, case: Case) -> None:
    letter = Authorisation.objects.get(person_id=desk.actor.person_id)
    revoke(authorisation_id=letter.id, at=NOON)
    with refused('NO_AUTHORISATION'):
        desk.do(decide_case, case.uid, approve=True, at=NOON)


def test_a_clerk_decides_nothing(world: World, case: Case) -> None:
    clerk = Desk(world, TOWNSHIP, world.person(TOWNSHIP, Role.CLERK, powers=['decide', 'submit', 'seal']))
    with refused('NOT_YOUR_ROLE'):
        clerk.do(decide_case, case.uid, approve=True)
    with refused('NOT_YOUR_ROLE'):
        clerk.do(review_case, case.uid, opinion='属实')


def test_each_opinion_is_signed_and_kept(desk: Desk, case: Case) -> None:
    for text in ('材料齐全', ' 情况属实 '):
        reviewed = desk.do(review_case, case.uid, opinion=text, at=NOON)
    assert [(opinion.hall, opinion.by, opinion.text, opinion.at) for opinion in reviewed.opinions] == [
        (TOWNSHIP, desk.actor.name, '材料齐全', NOON),
        (TOWNSHIP, desk.actor.name, '情况属实', NOON),
    ]
    assert reviewed.state == State.REVIEWED


def test_an_empty_opinion_is_none(desk: Desk, case: Case) -> None:
    with refused('REASON_MISSING'):
        desk.do(review_case, case.uid, opinion=' ')


def test_a_decision_on_the_spot_is_acceptance_and_approval_in_one(world: World, desk: Desk) -> None:
    received = world.receive(TOWNSHIP, BIRTH)
    decided = desk.do(decide_on_the_spot, received.uid)
    assert (decided.state, decided.on_the_spot, decided.version) == (State.APPROVED, True, received.version + 1)
    assert kinds(decided, world, TOWNSHIP) == ['receive', 'accept', 'approve']


def test_a_decision_on_the_spot_that_fails_leaves_the_case_unaccepted(world: World, desk: Desk) -> None:
    review_only, receipt_only = world.receive(TOWNSHIP, DISABLED), world.receive(TOWNSHIP, HYGIENE)
    for received in (review_only, receipt_only):
        with refused('NO_GRANT'):
            desk.do(decide_on_the_spot, received.uid)


def test_a_decision_on_the_spot_needs_all_papers(world: World, desk: Desk) -> None:
    lacking = world.receive(TOWNSHIP, BIRTH, papers={})
    assert paper_codes(BIRTH)
    with refused('PAPERS_MISSING'):
        desk.do(decide_on_the_spot, lacking.uid)
