"""The five days of §32 end by themselves: whoever acts next finds the case accepted, through whatever door he comes."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import structlog
from django.utils import timezone

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decline import decline_case
from govhall.casework.acts.review import review_case
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.services.lapse import deem_accepted
from govhall.casework.services.recount import recount
from govhall.casework.tasks import deem_accepted_in_hall
from govhall.documents.models import Notice
from govhall.kernel.errors import Refused
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk, kinds
from tests.builders.screen import SignedIn, at, do, text
from tests.builders.state import refused
from tests.builders.system import System
from tests.builders.world import COUNTY, HOMESTEAD, HYGIENE, TOWNSHIP, World

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)  # its fifth working day is the Monday after
FIFTH, SIXTH = MONDAY + timedelta(days=7), MONDAY + timedelta(days=8)
CHRISTMAS = datetime(2026, 12, 25, 2, tzinfo=UTC)
THE_SECOND = datetime(2027, 1, 1, 16, 5, tzinfo=UTC)  # 2 January, 00:05 in China


@pytest.fixture
def desk(world: World) -> Desk:
    """The township's chief representative."""
    return Desk.of_chief(world, TOWNSHIP)


def long_ago(world: World) -> Case:
    """A case that was received so long ago that its five days are over."""
    return world.receive(TOWNSHIP, HOMESTEAD, at=timezone.now() - timedelta(days=30))


def lapse(world: World, hall: str, uid: UUID) -> None:
    """Let the five days be over, as time does."""
    with hall_context(world.hall(hall)):
        Case.objects.filter(uid=uid).update(intake_due=timezone.localdate() - timedelta(days=1))


def test_article_32_who_declines_on_the_sixth_day_finds_the_case_accepted(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD, at=MONDAY)
    with pytest.raises(Refused) as answer:
        desk.do(decline_case, case.uid, reason='不属于本机关职权', at=SIXTH)
    assert (answer.value.code, '第三十二条' in str(answer.value)) == ('DEEMED_ACCEPTED', True)
    found = desk.case(case.uid)
    assert (found.state, found.accepted_at, found.outcome) == (State.ACCEPTED, case.received_at, None)
    assert kinds(case, world, TOWNSHIP) == ['receive', 'deem_accepted']
    with hall_context(world.hall(TOWNSHIP)):
        assert found.events.get(kind='deem_accepted').actor is None
        assert Notice.objects.filter(case_uid=case.uid, code='04').count() == 1


def test_article_32_near_miss_on_the_fifth_day_it_is_declined(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD, at=MONDAY)
    declined = desk.do(decline_case, case.uid, reason='不属于本机关职权', at=FIFTH)
    assert declined.state == State.NOT_ACCEPTED


def test_article_32_what_fits_an_accepted_case_goes_on_in_the_same_act(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD, at=MONDAY)
    reviewed = desk.do(review_case, case.uid, opinion='情况属实', at=SIXTH)
    assert (reviewed.state, reviewed.accepted_at) == (State.REVIEWED, case.received_at)
    assert kinds(case, world, TOWNSHIP) == ['receive', 'deem_accepted', 'review']


def test_article_32_a_stale_page_deems_nothing(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD, at=MONDAY)
    with refused('STALE_VERSION'):
        desk.do(decline_case, case.uid, version=99, reason='不属于本机关职权', at=SIXTH)


def test_article_32_holds_on_the_page(world: World, signed_in: SignedIn) -> None:
    case, client = long_ago(world), signed_in(world.chief(TOWNSHIP))
    answer = do(client, at(TOWNSHIP, f'cases/{case.uid}/'), 'decline', reason='不属于本机关职权')
    assert (answer.status_code, '即为受理' in text(answer)) == (409, True)
    assert world.case(TOWNSHIP, case.uid).state == State.ACCEPTED


def test_article_32_holds_by_graphql(world: World) -> None:
    case = long_ago(world)
    system = System.of(world, TOWNSHIP, Role.CHIEF, Role.CLERK, powers=('decide', 'submit', 'seal'))
    assert system.do('acceptCase', case.uid)['code'] == 'DEEMED_ACCEPTED'
    assert world.case(TOWNSHIP, case.uid).state == State.ACCEPTED


def test_article_32_holds_for_what_a_message_asks(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HYGIENE)
    desk.send_up(case.uid)
    lapse(world, COUNTY, case.uid)
    desk.do(withdraw_case, case.uid, reason='不办了')
    world.carry()
    assert world.case(COUNTY, case.uid).state == State.WITHDRAWN
    assert [kind for kind in kinds(case, world, COUNTY) if kind in ('deem_accepted', 'withdraw')] == [
        'deem_accepted',
        'withdraw',
    ]


def test_article_32_a_provisional_limit_makes_no_case_accepted(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD, at=CHRISTMAS)
    assert (case.intake_due, case.provisional) == (date(2027, 1, 4), True)
    tenth = datetime(2027, 1, 10, 2, tzinfo=UTC)
    for moment, code in ((THE_SECOND, 'NOT_NOW'), (tenth, 'LIMIT_PROVISIONAL')):
        with hall_context(world.hall(TOWNSHIP)), refused(code):
            deem_accepted(uid=case.uid, at=moment)
    assert desk.do(accept_case, case.uid, at=tenth).state == State.ACCEPTED
    assert 'deem_accepted' not in kinds(case, world, TOWNSHIP)


def test_article_32_near_miss_once_the_year_is_announced_the_limit_counts(world: World) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD, at=CHRISTMAS)
    with hall_context(world.hall(TOWNSHIP)):
        Case.objects.filter(uid=case.uid).update(provisional=False)
        assert deem_accepted(uid=case.uid, at=datetime(2027, 1, 5, 2, tzinfo=UTC)).state == State.ACCEPTED


def test_a_sweep_leaves_a_provisional_limit_and_says_so(world: World) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD)
    lapse(world, TOWNSHIP, case.uid)
    with hall_context(world.hall(TOWNSHIP)):
        Case.objects.filter(uid=case.uid).update(provisional=True)
    with structlog.testing.capture_logs() as said:
        deem_accepted_in_hall(hall=TOWNSHIP, cases=[str(case.uid)])
    assert [
        (one['outcome'], one['reason']) for one in said if 'case' in one and one['event'] == 'deemed_acceptance'
    ] == [('left', 'LIMIT_PROVISIONAL')]
    assert world.case(TOWNSHIP, case.uid).state == State.RECEIVED


def test_counting_again_comes_before_the_lapse(world: World) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD)
    lapse(world, TOWNSHIP, case.uid)
    with hall_context(world.hall(TOWNSHIP)):
        assert recount(uid=case.uid).state == State.RECEIVED
    assert 'deem_accepted' not in kinds(case, world, TOWNSHIP)
