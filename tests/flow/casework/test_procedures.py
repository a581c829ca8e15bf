"""Special procedures and the extension at a county: the clock, its index, who may, and what the township sees."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from federation.contracts.case import Dues
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.extend import extend_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.procedure import begin_procedure, end_procedure
from govhall.casework.acts.review import review_case
from govhall.casework.models import Case
from govhall.casework.rules.procedures import ProcedureKind, ProcedureOpen, ProcedureRequest, SecondExtension
from govhall.casework.rules.reasons import ReasonMissing
from govhall.casework.rules.transitions import NotNow, NotYourRole
from govhall.casework.services.related_cases import result_term_of
from govhall.catalogue.models import Authorisation
from govhall.catalogue.refusals import NoAuthorisation, NoGrant
from govhall.deadlines.models import Deadline
from govhall.kernel.structures import plain
from tenants.access import Actor
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, acts, at, do, text
from tests.builders.state import refused
from tests.builders.world import COUNTY, DISABLED, HYGIENE, TOWNSHIP, World

FORESTRY, GOVERNMENT = '115119212939259620', '11511921008519210D'

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
TESTING = ProcedureRequest(kind=ProcedureKind.TESTING, told_days=5, reason='空气质量检测')
VISIT = ProcedureRequest(kind=ProcedureKind.SITE_VISIT, told_days=2)


def days(number: int) -> datetime:
    return MONDAY + timedelta(days=number)


@pytest.fixture
def chief(world: World) -> Actor:
    return world.chief(COUNTY)


@pytest.fixture
def accepted(world: World, chief: Actor) -> Iterator[Case]:
    """A hygiene licence accepted at the county, whose schema stays set."""
    received = world.receive(COUNTY, HYGIENE, at=MONDAY)
    with hall_context(world.hall(COUNTY)):
        yield accept_case(uid=received.uid, version=received.version, actor=chief, at=MONDAY)


def index(case: Case) -> dict[str, date]:
    return dict(Deadline.objects.filter(case=case.uid, hall=COUNTY).values_list('kind', 'due_on'))


def test_acceptance_starts_the_promise_and_the_law(accepted: Case) -> None:
    assert accepted.dues == Dues(promised=date(2026, 3, 16), statutory=date(2026, 3, 30))
    assert index(accepted) == {'promised': date(2026, 3, 16), 'statutory': date(2026, 3, 30)}


def test_article_45_testing_stops_the_clock_until_it_ends(accepted: Case, chief: Actor) -> None:
    stopped = begin_procedure(uid=accepted.uid, version=accepted.version, actor=chief, wanted=TESTING, at=days(7))
    assert stopped.dues == Dues(paused=True)
    assert index(stopped) == {}
    ended = end_procedure(uid=stopped.uid, version=stopped.version, actor=chief, result='合格', at=days(11))
    assert ended.dues == Dues(promised=date(2026, 3, 23), statutory=date(2026, 4, 7))
    assert index(ended) == {'promised': date(2026, 3, 23), 'statutory': date(2026, 4, 7)}


def test_article_45_near_miss_a_site_visit_leaves_it_running(accepted: Case, chief: Actor) -> None:
    visited = begin_procedure(uid=accepted.uid, version=accepted.version, actor=chief, wanted=VISIT, at=days(1))
    assert visited.dues == accepted.dues
    assert visited.clock is not None
    assert [procedure.stops for procedure in visited.clock.procedures] == [False]


def test_what_the_applicant_was_told_stands_in_the_chain(accepted: Case, chief: Actor) -> None:
    begin_procedure(uid=accepted.uid, version=accepted.version, actor=chief, wanted=TESTING, at=days(7))
    event = accepted.events.get(kind='begin_procedure')
    assert event.data['procedure']['told_days'] == 5
    assert event.data['document'] == '08'
    assert event.data['relied_on']['authorisation_id']


def test_nothing_is_decided_nor_forwarded_while_it_runs(accepted: Case, chief: Actor) -> None:
    begun = begin_procedure(uid=accepted.uid, version=accepted.version, actor=chief, wanted=VISIT, at=days(1))
    end = result_term_of(accepted, days(2)).proposed()
    with pytest.raises(ProcedureOpen, match='现场勘查正在进行'):
        decide_case(uid=begun.uid, version=begun.version, actor=chief, approve=True, valid_until=end, at=days(2))
    done = end_procedure(uid=begun.uid, version=begun.version, actor=chief, result='符合', at=days(2))
    granted = decide_case(uid=done.uid, version=done.version, actor=chief, approve=True, valid_until=end, at=days(2))
    assert granted.outcome_data


def test_an_end_needs_its_result(accepted: Case, chief: Actor) -> None:
    begun = begin_procedure(uid=accepted.uid, version=accepted.version, actor=chief, wanted=VISIT, at=days(1))
    with pytest.raises(ReasonMissing):
        end_procedure(uid=begun.uid, version=begun.version, actor=chief, result=' ', at=days(2))


def test_who_has_no_letter_begins_nothing(world: World, accepted: Case) -> None:
    bare = world.person(COUNTY, Role.REVIEWER)
    with pytest.raises(NoAuthorisation):
        begin_procedure(uid=accepted.uid, version=accepted.version, actor=bare, wanted=TESTING, at=days(1))


def test_nothing_begins_before_acceptance(world: World, chief: Actor) -> None:
    received = world.receive(COUNTY, HYGIENE, at=MONDAY)
    with hall_context(world.hall(COUNTY)), pytest.raises(NotNow):
        begin_procedure(uid=received.uid, version=received.version, actor=chief, wanted=TESTING, at=days(1))


def test_article_42_the_head_extends_once_and_says_why(world: World, accepted: Case) -> None:
    head = world.head(COUNTY, HYGIENE)  # by office
    longer = extend_case(uid=accepted.uid, version=accepted.version, actor=head, days=10, reason='案情复杂', at=days(3))
    assert longer.dues == Dues(promised=date(2026, 3, 30), statutory=date(2026, 4, 14))
    assert '案情复杂' in longer.note
    with pytest.raises(SecondExtension):
        extend_case(uid=longer.uid, version=longer.version, actor=head, days=1, reason='再延', at=days(4))


def test_article_42_near_miss_nobody_else_extends(world: World, accepted: Case, chief: Actor) -> None:
    with pytest.raises(NotYourRole):
        extend_case(uid=accepted.uid, version=accepted.version, actor=chief, days=5, reason='忙', at=days(3))
    with pytest.raises(ReasonMissing):
        extend_case(uid=accepted.uid, version=accepted.version, actor=world.head(COUNTY, HYGIENE), days=5, reason='')


def test_article_42_near_miss_the_head_of_another_organ_of_the_hall_extends_nothing(
    world: World, accepted: Case
) -> None:
    leader, own = world.person(COUNTY, Role.LEADER), world.head(COUNTY, HYGIENE)
    world.make_head(leader, FORESTRY)
    with hall_context(world.hall(COUNTY)), refused('NOT_THE_HEAD') as answer:
        extend_case(uid=accepted.uid, version=accepted.version, actor=leader, days=5, reason='忙', at=days(3))
    assert '通江县卫生健康局' in str(answer.value) and own.name in str(answer.value)


def test_article_42_the_head_of_the_government_extends_what_is_decided_jointly(world: World, accepted: Case) -> None:
    assert accepted.clock is not None
    mayor, own = world.person(COUNTY, Role.LEADER), world.head(COUNTY, HYGIENE)
    world.make_head(mayor, GOVERNMENT)
    with hall_context(world.hall(COUNTY)):
        joint = plain(replace(accepted.clock, joint=True))
        Case.objects.filter(uid=accepted.uid).update(clock_data=joint)
        with refused('NOT_THE_HEAD'):
            extend_case(uid=accepted.uid, version=accepted.version, actor=own, days=5, reason='忙', at=days(3))
        longer = extend_case(
            uid=accepted.uid, version=accepted.version, actor=mayor, days=15, reason='案情复杂', at=days(3)
        )
    assert longer.clock is not None and longer.clock.extensions[0].days == 15


def test_article_42_a_letter_of_office_that_was_revoked_extends_nothing(world: World, accepted: Case) -> None:
    head = world.head(COUNTY, HYGIENE)
    Authorisation.objects.filter(person_id=head.person_id).update(revoked_at=days(2))
    with hall_context(world.hall(COUNTY)), refused('NOT_THE_HEAD'):
        extend_case(uid=accepted.uid, version=accepted.version, actor=head, days=5, reason='忙', at=days(3))


def test_article_42_the_page_offers_it_to_the_head_and_tells_other_leaders_who_may(
    world: World, signed_in: SignedIn
) -> None:
    desk, head = Desk.of_chief(world, COUNTY), world.head(COUNTY, HYGIENE)
    case = world.receive(COUNTY, HYGIENE)
    desk.do(accept_case, case.uid)
    page = at(COUNTY, f'cases/{case.uid}/')
    other = signed_in(world.person(COUNTY, Role.LEADER)).get(page)
    assert 'extend' not in acts(other)
    assert '延长期限要由通江县卫生健康局负责人批准' in text(other) and head.name in text(other)
    client = signed_in(head)
    assert 'extend' in acts(client.get(page))
    assert do(client, page, 'extend', days=5, reason='案情复杂').status_code == 303


def test_a_leader_below_who_may_not_decide_extends_nothing(world: World) -> None:
    chief = world.chief(TOWNSHIP)
    received = world.receive(TOWNSHIP, DISABLED, at=MONDAY)
    with hall_context(world.hall(TOWNSHIP)):
        accepted = accept_case(uid=received.uid, version=received.version, actor=chief, at=MONDAY)
        head = world.person(TOWNSHIP, Role.LEADER)
        with pytest.raises(NoGrant):
            extend_case(uid=accepted.uid, version=accepted.version, actor=head, days=5, reason='忙', at=days(1))


def test_article_43_each_level_has_its_own_clock_and_the_promise_stays(world: World) -> None:
    chief = world.chief(TOWNSHIP)
    received = world.receive(TOWNSHIP, DISABLED, at=MONDAY)
    with hall_context(world.hall(TOWNSHIP)):
        below = accept_case(uid=received.uid, version=received.version, actor=chief, at=MONDAY)
        assert below.review_due == date(2026, 3, 30)
        review_case(uid=below.uid, version=below.version, actor=chief, opinion='符合条件', at=MONDAY)
        forward_case(uid=below.uid, version=below.version + 1, actor=chief, at=MONDAY)
    world.carry()
    above = world.case(COUNTY, received.uid)
    assert above.review_due is None
    assert above.promised_due == below.promised_due
    assert above.clock is not None
    assert above.clock.received_above is not None  # the deciding organ counts from its own receipt
    assert above.clock.since == MONDAY.date()


def test_the_township_sees_that_the_county_has_stopped_the_clock(world: World) -> None:
    township, county = world.chief(TOWNSHIP), world.chief(COUNTY)
    received = world.receive(TOWNSHIP, DISABLED)
    with hall_context(world.hall(TOWNSHIP)):
        case = accept_case(uid=received.uid, version=received.version, actor=township)
        case = review_case(uid=case.uid, version=case.version, actor=township, opinion='符合')
        forward_case(uid=case.uid, version=case.version, actor=township)
    world.carry()
    with hall_context(world.hall(COUNTY)):
        begin_procedure(uid=case.uid, version=Case.objects.get(uid=case.uid).version, actor=county, wanted=TESTING)
    world.carry()
    below = world.case(TOWNSHIP, case.uid)
    assert below.paused
    assert below.clock is not None
    assert [procedure.kind for procedure in below.clock.procedures] == ['testing']
