"""变更, 延续, 补证, 更正, 注销 and 撤销: linked to the first case in every hall that knows both."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from federation.contracts.case import Applicant
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.deem_renewed import LAPSED, deem_renewed
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.make_licence import make_licence
from govhall.casework.acts.on_the_spot import decide_on_the_spot
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.catalogue.models import Matter
from govhall.catalogue.selectors import forget
from govhall.deadlines.models import Deadline
from govhall.disclosure.models import PublishedDecision
from govhall.documents.models import Notice
from govhall.kernel.terms import anniversary
from govhall.licences.rules.kinds import CaseKind
from tenants.context import hall_context
from tests.builders.desk import Desk, kinds
from tests.builders.state import refused
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World

YEAR = timedelta(days=365)
Granting = Callable[..., Case]


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk.of_chief(world, COUNTY)


def granted(desk: Desk, *, valid_until: date | None = None, **changes: object) -> Case:
    """A licence that was granted at the county."""
    case = desk.receive(desk.world.application(HYGIENE, **changes))
    desk.do(accept_case, case.uid)
    until = {'valid_until': valid_until} if valid_until else {}
    return desk.do(decide_case, case.uid, approve=True, reason='核查属实', **until)


def following(first: Case, kind: CaseKind) -> dict[str, object]:
    return {'about': kind, 'first_number': first.number}


@pytest.mark.parametrize('kind', [CaseKind.CANCEL, CaseKind.REVOKE])
def test_a_result_that_is_cancelled_or_revoked_has_ended(desk: Desk, kind: CaseKind) -> None:
    first = granted(desk)
    ending = granted(desk, **following(first, kind))
    kept = desk.case(first.uid)
    assert (kept.ended_by, kinds(kept, desk.world, COUNTY)[-1]) == (ending.number, 'linked')
    assert PublishedDecision.objects.get(number=first.number).followed_on == timezone.localdate()
    with refused('RESULT_ENDED'):
        desk.receive(desk.world.application(HYGIENE, **following(first, CaseKind.CHANGE)))


@pytest.mark.parametrize('kind', [CaseKind.CHANGE, CaseKind.REISSUE, CaseKind.CORRECT])
def test_a_result_that_is_changed_goes_on(desk: Desk, kind: CaseKind) -> None:
    first = granted(desk)
    granted(desk, **following(first, kind))
    assert desk.case(first.uid).ended_by == ''
    assert PublishedDecision.objects.get(number=first.number).followed_by == kind


def test_a_refused_cancellation_changes_nothing(desk: Desk) -> None:
    first = granted(desk)
    case = desk.receive(desk.world.application(HYGIENE, **following(first, CaseKind.CANCEL)))
    desk.do(accept_case, case.uid)
    desk.do(decide_case, case.uid, approve=False, reason='材料不实')
    assert desk.case(first.uid).ended_by == ''


def test_nothing_is_built_on_an_open_case_nor_on_somebody_elses(desk: Desk) -> None:
    pending = desk.receive(desk.world.application(HYGIENE))
    with refused('NO_FIRST_CASE'):
        desk.receive(desk.world.application(HYGIENE, **following(pending, CaseKind.CHANGE)))
    first = granted(desk)
    other = Applicant(kind='person', name='李四', id_number='511921198506071235')
    with refused('NOT_THEIRS'):
        desk.receive(desk.world.application(HYGIENE, applicant=other, **following(first, CaseKind.CHANGE)))


def test_the_link_travels_with_the_case(world: World, desk: Desk) -> None:
    below = Desk.of_chief(world, TOWNSHIP)
    received = world.receive(TOWNSHIP, HYGIENE)
    below.do(forward_case, received.uid)
    world.carry()
    desk.do(accept_case, received.uid)
    desk.do(decide_case, received.uid, approve=True)
    world.carry()
    change = world.receive(TOWNSHIP, HYGIENE, **following(received, CaseKind.CANCEL))
    below.do(forward_case, change.uid)
    world.carry()
    above = desk.case(change.uid)
    assert (above.kind, above.first_number) == ('cancel', received.number)
    desk.do(accept_case, change.uid)
    desk.do(decide_case, change.uid, approve=True)
    world.carry()
    assert [world.case(hall, received.uid).ended_by for hall in (TOWNSHIP, COUNTY)] == [change.number] * 2


def renewal(desk: Desk) -> tuple[Case, date]:
    end = timezone.localdate() + YEAR
    first = granted(desk, valid_until=end)
    case = desk.receive(desk.world.application(HYGIENE, **following(first, CaseKind.RENEW)))
    desk.do(accept_case, case.uid)
    return case, end


def test_article_50_a_renewal_undecided_at_the_end_is_granted_by_law(desk: Desk) -> None:
    case, end = renewal(desk)
    assert Deadline.objects.get(case=case.uid, kind='renewal').due_on == end
    with hall_context(desk.world.hall(COUNTY)):
        done = deem_renewed(uid=case.uid, at=noon(end + timedelta(days=1)))
    outcome = done.outcome
    assert outcome is not None
    assert (done.state, outcome.reason, outcome.valid_until) == (State.APPROVED, LAPSED, anniversary(end, 48))
    assert not Deadline.objects.filter(case=case.uid, kind='renewal').exists()


def test_article_50_what_the_law_grants_stands_on_paper_in_the_name_of_the_organ(desk: Desk) -> None:
    case, end = renewal(desk)
    after = noon(end + timedelta(days=1))
    with hall_context(desk.world.hall(COUNTY)):
        outcome = deem_renewed(uid=case.uid, at=after).outcome
        paper = Notice.objects.get(case_uid=case.uid, code='A1')
    assert outcome is not None
    assert (outcome.paper, outcome.organ, outcome.by) == (paper.number, paper.organ_name, '')
    assert '视为准予延续' in str(paper.content)
    assert f'{anniversary(end, 48).year}年' in str(paper.content)


def test_article_50_a_hall_without_the_power_sends_it_where_it_can_be_recorded(world: World, desk: Desk) -> None:
    Matter.objects.filter(code=HYGIENE).update(certificate='公共场所卫生许可证')
    forget()
    below, end = Desk.of_chief(world, TOWNSHIP), timezone.localdate() + timedelta(days=40)
    first = world.receive(TOWNSHIP, HYGIENE)
    below.do(forward_case, first.uid)
    world.carry()
    desk.do(accept_case, first.uid)
    desk.do(decide_case, first.uid, approve=True, valid_until=end)
    world.carry()
    case = world.receive(TOWNSHIP, HYGIENE, **following(first, CaseKind.RENEW))
    after = noon(end + timedelta(days=1))
    with hall_context(world.hall(TOWNSHIP)):
        sent = deem_renewed(uid=case.uid, at=after)
    assert (sent.custody, sent.outcome_data) == ('in_transit', None)
    world.carry()
    with hall_context(world.hall(COUNTY)):
        deem_renewed(uid=case.uid, at=after)
    desk.do(make_licence, case.uid, at=after)
    world.carry()
    learnt = below.case(case.uid)
    assert learnt.licence is not None
    assert learnt.licence.valid_until == anniversary(end, 48)
    assert below.do(deliver_case, case.uid, at=after).state == State.DELIVERED


def test_article_50_near_miss_what_has_lapsed_is_decided_by_nobody_else(desk: Desk) -> None:
    case, end = renewal(desk)
    with refused('RENEWAL_LAPSED'):
        desk.do(decide_case, case.uid, approve=False, reason='不再符合条件', at=noon(end + timedelta(days=1)))
    assert desk.case(case.uid).state == State.ACCEPTED


@pytest.mark.parametrize('approve', [decide_case, decide_on_the_spot])
def test_article_50_a_licence_with_a_legal_term_is_not_granted_without_end(desk: Desk, approve: Granting) -> None:
    case = desk.receive(desk.world.application(HYGIENE))
    more = {} if approve is decide_on_the_spot else {'approve': True}
    if more:
        desk.do(accept_case, case.uid)
    before = desk.case(case.uid)
    with refused('TERM_MISSING'):
        desk.do(approve, case.uid, valid_until=None, **more)
    kept = desk.case(case.uid)
    assert (kept.state, kept.version, kept.outcome_data) == (before.state, before.version, None)


def test_article_50_near_miss_a_long_term_licence_needs_no_day(desk: Desk) -> None:
    Matter.objects.filter(code=HYGIENE).update(certificate='公共场所卫生许可证', term_months=0)
    forget()
    case = desk.receive(desk.world.application(HYGIENE))
    desk.do(decide_on_the_spot, case.uid, valid_until=None)
    with hall_context(desk.world.hall(COUNTY)):
        desk.do(make_licence, case.uid)
        card = Notice.objects.get(case_uid=case.uid, code='A8')
    assert ('有效期至', '长期') in card.content.rows


@pytest.mark.parametrize(
    ('kind', 'word'),
    [
        (CaseKind.RENEW, '已延续'),
        (CaseKind.CHANGE, '已变更'),
        (CaseKind.REISSUE, '已换发'),
        (CaseKind.REVOKE, '已撤销'),
    ],
)
def test_what_became_of_a_result_is_known_wherever_the_result_is(
    world: World, desk: Desk, kind: CaseKind, word: str
) -> None:
    below, today = Desk.of_chief(world, TOWNSHIP), timezone.localdate()
    first = world.receive(TOWNSHIP, HYGIENE)
    below.do(forward_case, first.uid)
    world.carry()
    desk.do(accept_case, first.uid)
    desk.do(decide_case, first.uid, approve=True)
    world.carry()
    later = granted(desk, **following(first, kind))  # at the county's own counter: the township has no part in it
    world.carry()
    for hall in (TOWNSHIP, COUNTY):
        known = world.case(hall, first.uid)
        standing = known.standing_on(today)
        assert standing is not None
        assert (standing.label, known.followed.number if known.followed else '') == (word, later.number)


def test_article_50_near_miss_on_the_last_day_it_can_still_be_decided(desk: Desk) -> None:
    case, end = renewal(desk)
    with hall_context(desk.world.hall(COUNTY)), refused('NOT_NOW'):
        deem_renewed(uid=case.uid, at=noon(end))
    desk.do(decide_case, case.uid, approve=False, reason='不再符合条件')
    with hall_context(desk.world.hall(COUNTY)), refused('NOT_NOW'):
        deem_renewed(uid=case.uid, at=noon(end + timedelta(days=1)))


def test_a_licence_does_not_end_before_it_begins(desk: Desk) -> None:
    case = desk.receive(desk.world.application(HYGIENE))
    desk.do(accept_case, case.uid)
    with refused('TERM_TOO_SHORT'):
        desk.do(decide_case, case.uid, approve=True, valid_until=timezone.localdate())


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=timezone.get_default_timezone())
