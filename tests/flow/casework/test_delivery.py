"""The result is handed over where the papers were handed in, and rated once."""

import pytest

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.make_licence import make_licence
from govhall.casework.acts.on_the_spot import decide_on_the_spot
from govhall.casework.acts.void_notice import void_paper
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.services.delivery import note_rating
from govhall.catalogue.models import Matter
from govhall.catalogue.selectors import forget
from govhall.documents.models import Notice
from govhall.documents.rules.service import Service, WayOfService
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk, kinds
from tests.builders.state import refused
from tests.builders.world import BIRTH, COUNTY, HYGIENE, PLANTS, PROVINCE, TOWNSHIP, World


@pytest.fixture
def below(world: World) -> Desk:
    """The township's chief representative."""
    return Desk.of_chief(world, TOWNSHIP)


@pytest.fixture
def above(world: World) -> Desk:
    """The county's chief representative."""
    return Desk.of_chief(world, COUNTY)


@pytest.fixture
def case(below: Desk) -> Case:
    """A case decided on the spot."""
    received = below.world.receive(TOWNSHIP, BIRTH)
    return below.do(decide_on_the_spot, received.uid)


def test_a_delivered_result_may_be_rated_once(below: Desk, case: Case) -> None:
    assert below.do(deliver_case, case.uid).delivered_at
    assert rate(below, case, 1).rating == 1
    with refused('ALREADY_RATED'):
        rate(below, case, 5)
    assert kinds(case, below.world, TOWNSHIP)[-2:] == ['deliver', 'rated']


def rate(desk: Desk, case: Case, grade: int) -> Case:
    """The applicant gives a grade at this hall."""
    return desk.do_unseen(note_rating, case.uid, grade=grade)


def test_what_is_not_delivered_is_not_rated(below: Desk, case: Case) -> None:
    with refused('NOT_YET_DELIVERED'):
        rate(below, case, 1)


def test_a_result_is_delivered_once(below: Desk, case: Case) -> None:
    below.do(deliver_case, case.uid)
    with refused('NOT_NOW'):
        below.do(deliver_case, case.uid)


def test_what_has_no_result_is_not_delivered(below: Desk) -> None:
    case = below.world.receive(TOWNSHIP, BIRTH)
    with refused('NOT_NOW'):
        below.do(deliver_case, case.uid)
    below.do(withdraw_case, case.uid, reason='不办了')
    with refused('NOT_NOW'):
        below.do(deliver_case, case.uid)


def test_a_stale_page_delivers_nothing(below: Desk, case: Case) -> None:
    with refused('STALE_VERSION'):
        below.do(deliver_case, case.uid, version=case.version - 1)


def test_who_does_not_serve_at_the_window_delivers_nothing(below: Desk, case: Case) -> None:
    reviewer = Desk(below.world, TOWNSHIP, below.world.person(TOWNSHIP, Role.REVIEWER))
    with refused('NOT_YOUR_ROLE'):
        reviewer.do(deliver_case, case.uid)


def test_the_county_delivers_nothing_that_the_township_received(below: Desk, above: Desk) -> None:
    case = below.world.receive(TOWNSHIP, HYGIENE)
    below.send_up(case.uid)
    above.do(accept_case, case.uid)
    above.do(decide_case, case.uid, approve=True)
    with refused('NOT_ORIGIN'):
        above.do(deliver_case, case.uid)
    below.world.carry()
    below.do(deliver_case, case.uid)
    below.world.carry()
    with refused('NOT_YET_DELIVERED'):
        rate(above, case, 1)


def test_every_hall_on_the_road_learns_of_the_delivery(below: Desk, above: Desk) -> None:
    top = Desk.of_chief(below.world, PROVINCE)
    case = below.world.receive(TOWNSHIP, PLANTS)
    below.send_up(case.uid)
    above.accept_review(case.uid)
    above.send_up(case.uid)
    top.do(decide_case, case.uid, approve=True)
    below.world.carry()
    delivered = below.do(deliver_case, case.uid)
    below.world.carry()
    for desk in (above, top):
        seen = desk.case(case.uid)
        assert (seen.state, seen.delivered_at) == (State.DELIVERED, delivered.delivered_at)
        with hall_context(below.world.hall(desk.hall)):
            assert seen.events.filter(kind='delivered_by').count() == 1


def served(desk: Desk, case: Case) -> dict[str, str]:
    """The rows of the paper of service."""
    with hall_context(desk.world.hall(desk.hall)):
        return dict(Notice.objects.get(case_uid=case.uid, code='09').content.rows)


def test_article_44_the_paper_of_service_lists_each_paper_by_its_number(below: Desk, above: Desk) -> None:
    Matter.objects.filter(code=HYGIENE).update(certificate='公共场所卫生许可证')
    forget()
    case = below.world.receive(TOWNSHIP, HYGIENE)
    below.send_up(case.uid)
    above.do(accept_case, case.uid)
    above.do(decide_case, case.uid, approve=True)
    above.do(make_licence, case.uid, number='川卫公证字2026-7')
    below.world.carry()
    done = below.do(deliver_case, case.uid, service=Service(WayOfService.POST, ' EX123456789CN '))
    rows = served(below, case)
    assert done.outcome is not None
    assert rows['送达文书'] == f'准予行政许可决定书（{done.outcome.paper}）\n公共场所卫生许可证（川卫公证字2026-7）'
    assert (rows['送达方式'], rows['邮件号']) == ('邮寄送达', 'EX123456789CN')
    below.world.carry()
    told = above.case(case.uid).served
    assert told is not None
    assert (told, told.way, told.reference) == (done.served, 'post', 'EX123456789CN')


@pytest.mark.parametrize(
    ('service', 'code'),
    [
        (Service(WayOfService.POST), 'REFERENCE_MISSING'),
        (Service(WayOfService.ENTRUSTED, ' '), 'REFERENCE_MISSING'),
        (Service(WayOfService.PUBLICATION), 'REFERENCE_MISSING'),
        (Service(WayOfService.POST, 'x' * 101), 'REFERENCE_TOO_LONG'),
        (Service(WayOfService.ELECTRONIC), 'CONSENT_MISSING'),
    ],
)
def test_article_44_near_miss_a_way_without_its_proof_serves_nothing(
    below: Desk, case: Case, service: Service, code: str
) -> None:
    with refused(code):
        below.do(deliver_case, case.uid, service=service)
    kept = below.case(case.uid)
    assert (kept.delivered_at, kept.service_data, kept.state) == (None, None, State.APPROVED)


@pytest.mark.parametrize('way', [WayOfService.DIRECT, WayOfService.LEFT])
def test_article_44_what_is_handed_over_in_person_needs_no_reference(
    below: Desk, case: Case, way: WayOfService
) -> None:
    below.do(deliver_case, case.uid, service=Service(way, '不留'))
    rows = served(below, case)
    assert rows['送达方式'] == way.label
    assert '不留' not in str(rows)


def test_a_paper_that_was_declared_void_is_not_served(below: Desk, case: Case) -> None:
    with hall_context(below.world.hall(TOWNSHIP)):
        paper = Notice.objects.get(case_uid=case.uid, code='A1')
        void_paper(uid=case.uid, paper=paper.uid, version=case.version, actor=below.actor, reason='印错')
    below.do(deliver_case, case.uid)
    assert paper.number not in served(below, case)['送达文书']
