"""A hearing at a county from the notice to the decision on its record (行政许可法 §46-48)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from federation.contracts.records import Officer, Opinion, SiteCheck
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.hearing.ask import ask_for_hearing
from govhall.casework.acts.hearing.call import call_hearing
from govhall.casework.acts.hearing.hold import hold_hearing
from govhall.casework.acts.hearing.tell import tell_hearing
from govhall.casework.acts.hearing.waive import waive_hearing
from govhall.casework.acts.review import review_case
from govhall.casework.models import Case, CaseEvent
from govhall.casework.rules.hearings import HearingPending, HostIsReviewer, Sitting
from govhall.documents.models import Notice
from govhall.kernel.structures import plain
from tenants.access import Actor
from tenants.context import hall_context
from tenants.models import Membership, Person
from tenants.roles import Role
from tests.builders.desk import Desk, kinds
from tests.builders.screen import SignedIn, acts, at, do, text
from tests.builders.state import refused
from tests.builders.system import System, application
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World

TERM = date(2030, 3, 1)

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
HELD = datetime(2026, 3, 13, 2, tzinfo=UTC)


@pytest.fixture
def chief(world: World) -> Actor:
    return world.chief(COUNTY)


@pytest.fixture
def told(world: World, chief: Actor) -> Case:
    received = world.receive(COUNTY, HYGIENE, at=MONDAY)
    with hall_context(world.hall(COUNTY)):
        case = accept_case(uid=received.uid, version=received.version, actor=chief, at=MONDAY)
        case = review_case(uid=case.uid, version=case.version, actor=chief, opinion='符合', at=MONDAY)
        return tell_hearing(uid=case.uid, version=case.version, actor=chief, at=MONDAY)


def test_the_days_of_asking_do_not_count_even_if_nobody_asks(told: Case) -> None:
    assert not told.paused  # its end is known: the ninth of March
    assert told.promised_due == date(2026, 3, 23)


def test_from_the_request_to_the_record_the_clock_stands_still(world: World, told: Case, chief: Actor) -> None:
    with hall_context(world.hall(COUNTY)):
        case = ask_for_hearing(uid=told.uid, version=told.version, actor=chief, at=MONDAY)
        assert case.paused
        case = call_hearing(
            uid=case.uid,
            version=case.version,
            actor=chief,
            sitting=Sitting(date(2026, 3, 13), '09:30', '三楼听证室', '李主持'),
            at=MONDAY,
        )
        with pytest.raises(HearingPending):
            decide_case(uid=case.uid, version=case.version, actor=chief, approve=True, valid_until=TERM, at=HELD)
        case = hold_hearing(uid=case.uid, version=case.version, actor=chief, minutes='双方陈述完毕', at=HELD)
        # From the second to the thirteenth of March ten working days were lost.
        assert case.promised_due == date(2026, 3, 27)
        decided = decide_case(
            uid=case.uid,
            version=case.version,
            actor=chief,
            approve=True,
            valid_until=TERM,
            at=HELD + timedelta(days=3),
        )
        kinds = [event.kind for event in decided.events.all()]
    assert decided.outcome is not None
    assert kinds[-5:] == ['tell_hearing', 'ask_hearing', 'call_hearing', 'hold_hearing', 'approve']


def test_who_signed_the_review_does_not_host(world: World, told: Case, chief: Actor) -> None:
    with hall_context(world.hall(COUNTY)):
        case = ask_for_hearing(uid=told.uid, version=told.version, actor=chief, at=MONDAY)
        with pytest.raises(HostIsReviewer):
            call_hearing(
                uid=case.uid,
                version=case.version,
                actor=chief,
                sitting=Sitting(date(2026, 3, 13), '09:30', '三楼听证室', chief.name),
                at=MONDAY,
            )


def test_the_decision_waits_for_the_days_of_asking(world: World, told: Case, chief: Actor) -> None:
    with hall_context(world.hall(COUNTY)):
        with pytest.raises(HearingPending, match='还可以申请听证'):
            decide_case(
                uid=told.uid,
                version=told.version,
                actor=chief,
                approve=True,
                valid_until=TERM,
                at=MONDAY + timedelta(days=7),
            )
        decided = decide_case(
            uid=told.uid,
            version=told.version,
            actor=chief,
            approve=True,
            valid_until=TERM,
            at=MONDAY + timedelta(days=8),
        )
    assert decided.outcome is not None


def at_county(world: World, matter: str = HYGIENE) -> tuple[Desk, Case]:
    """The county's chief representative with an accepted case of today."""
    desk = Desk.of_chief(world, COUNTY)
    received = world.receive(COUNTY, matter)
    return desk, desk.do(accept_case, received.uid)


def paper(desk: Desk, case: Case, code: str) -> str:
    with hall_context(desk.world.hall(COUNTY)):
        return str(Notice.objects.get(case_uid=case.uid, code=code).content)


def in_days(number: int) -> str:
    return str(timezone.localdate() + timedelta(days=number))


def test_article_48_who_looked_on_the_spot_does_not_host(world: World) -> None:
    desk, case = at_county(world)
    check = SiteCheck(
        hall=COUNTY,
        on=timezone.localdate(),
        place='店内',
        officers=[Officer(membership=1, name='陈 核查'), Officer(membership=2, name='赵核查')],
        finding='属实',
        signed=True,
    )
    with hall_context(world.hall(COUNTY)):
        row = Case.objects.get(uid=case.uid)
        row.site_data = plain([check])
        row.save()
    desk.do(tell_hearing, case.uid)
    desk.do(ask_for_hearing, case.uid)
    day = timezone.localdate() + timedelta(days=20)
    with refused('HOST_IS_REVIEWER'):
        desk.do(call_hearing, case.uid, sitting=Sitting(day, '09:30', '三楼', '陈核查'))
    called = desk.do(call_hearing, case.uid, sitting=Sitting(day, '09:30', '三楼', '孙主持'))
    assert called.hearing is not None and called.hearing.host == '孙主持'  # near miss: somebody unconcerned


def test_article_47_interested_parties_are_told_and_may_ask(world: World, signed_in: SignedIn) -> None:
    desk, case = at_county(world)
    page, client = at(COUNTY, f'cases/{case.uid}/'), signed_in(desk.actor)
    assert do(client, page, 'hearing-tell', parties='邻居甲、邻居乙').status_code == 303
    assert '邻居甲、邻居乙' in paper(desk, case, 'A4')
    assert do(client, page, 'hearing-ask', party='过路人').status_code == 422
    assert do(client, page, 'hearing-ask', party='邻居乙').status_code == 303
    where = {'day': in_days(20), 'hour': '09:30', 'place': '三楼', 'host': '孙主持'}
    assert do(client, page, 'hearing-call', **where).status_code == 303
    assert '应利害关系人的要求' in paper(desk, case, 'A5')
    with hall_context(world.hall(COUNTY)):
        assert '邻居' not in str(list(CaseEvent.objects.filter(case_id=case.uid).values_list('data', flat=True)))


def test_article_47_once_all_have_waived_the_decision_need_not_wait(world: World, signed_in: SignedIn) -> None:
    desk, case = at_county(world)
    page, client = at(COUNTY, f'cases/{case.uid}/'), signed_in(desk.actor)
    do(client, page, 'hearing-tell', parties='邻居甲')
    assert do(client, page, 'hearing-waive', party='').status_code == 303
    with refused('HEARING_PENDING'):  # near miss: the neighbour may still ask
        desk.do(decide_case, case.uid, approve=True)
    assert do(client, page, 'hearing-waive', party='邻居甲').status_code == 303
    assert 'hearing-ask' not in acts(client.get(page))
    assert desk.do(decide_case, case.uid, approve=True).state == 'approved'
    assert [kind for kind in kinds(case, world, COUNTY) if 'hearing' in kind] == [
        'tell_hearing',
        'waive_hearing',
        'waive_hearing',
    ]


def test_article_47_near_miss_who_has_waived_does_not_ask(world: World) -> None:
    desk, case = at_county(world)
    desk.do(tell_hearing, case.uid, parties=['邻居甲'])
    desk.do(waive_hearing, case.uid)
    with refused('HEARING_NOT_NOW'):
        desk.do(ask_for_hearing, case.uid)
    assert desk.do(ask_for_hearing, case.uid, party='邻居甲').paused


def test_article_46_the_organ_announces_a_hearing_that_nobody_asked_for(world: World, signed_in: SignedIn) -> None:
    desk, case = at_county(world)
    page, client = at(COUNTY, f'cases/{case.uid}/'), signed_in(desk.actor)
    where = {'hour': '09:30', 'place': '三楼听证室', 'host': '孙主持', 'reason': '关系到周边居民用水安全'}
    near = do(client, page, 'hearing-announce', day=in_days(2), **where)
    assert (near.status_code, '提前 7 个工作日' in text(near)) == (422, True)
    assert do(client, page, 'hearing-announce', day=in_days(20), **where).status_code == 303
    public, notice = paper(desk, case, 'B2'), paper(desk, case, 'A5')
    assert '现予公告' in public and '三楼听证室' in public and '张小明' not in public
    assert '应你（单位）的要求' not in notice and '本机关认为' in notice
    found = desk.case(case.uid)
    assert (found.paused, kinds(case, world, COUNTY)[-2:]) == (True, ['announce_hearing', 'call_hearing'])
    with refused('HEARING_PENDING'):
        desk.do(decide_case, case.uid, approve=True)
    later = timezone.now() + timedelta(days=20)
    assert not desk.do(hold_hearing, case.uid, minutes='各方陈述完毕', at=later).paused
    assert desk.do(decide_case, case.uid, approve=True, at=later).state == 'approved'


def test_article_46_holds_by_graphql(world: World) -> None:
    system = System.of(world, COUNTY, Role.CHIEF, Role.CLERK, powers=('decide', 'submit', 'seal'))
    uid = str(system.send('receiveCase', **application(HYGIENE))['case']['uid'])
    assert system.do('acceptCase', uid)['code'] is None
    where = {'day': in_days(20), 'hour': '09:30', 'place': '三楼', 'host': '孙主持'}
    assert system.do('announceHearing', uid, reason=' ', **where)['code'] == 'REASON_MISSING'
    assert system.do('announceHearing', uid, reason='公共利益', **where)['code'] is None
    assert system.do('waiveHearing', uid)['code'] == 'HEARING_NOT_NOW'


def test_article_48_the_named_host_neither_reviews_nor_looks_on_the_spot(world: World, signed_in: SignedIn) -> None:
    desk, case = at_county(world)
    host = world.chief(COUNTY)
    Person.objects.filter(pk=host.person_id).update(name='孙主持')
    for step in (tell_hearing, ask_for_hearing):
        desk.do(step, case.uid)
    sitting = Sitting(timezone.localdate() + timedelta(days=20), '09:30', '三楼', '孙 主持')
    before = desk.do(call_hearing, case.uid, sitting=sitting)
    client, address = signed_in(host), at(COUNTY, f'cases/{case.uid}/')
    page = client.get(address)
    assert 'review' not in acts(page)
    signing = {'version': before.version, 'opinion': '符合'}
    answer = client.post(f'{address}review/', signing)
    assert (answer.status_code, '孙主持是这件事的听证主持人' in text(answer).replace(' ', '')) == (409, True)
    ids = Membership.objects.filter(hall__code=COUNTY, person__in=(host.person_id, desk.actor.person_id))
    looked = {
        'version': before.version,
        'day': str(timezone.localdate()),
        'place': '店内',
        'officers': list(ids.values_list('pk', flat=True)),
        'opinion': '属实',
        'signed': 'yes',
    }
    answer = client.post(f'{address}site-check/', looked)
    assert (answer.status_code, '听证主持人' in text(answer)) == (409, True)
    after = world.case(COUNTY, case.uid)
    assert (after.version, after.event_count, after.opinions, after.site_checks) == (
        before.version,
        before.event_count,
        [],
        [],
    )
    near = signed_in(desk.actor)  # near miss: a colleague
    assert 'review' in acts(near.get(address))
    assert near.post(f'{address}review/', signing).status_code == 303


def test_article_48_a_host_who_has_reviewed_meanwhile_is_replaced_before_the_record(world: World, told: Case) -> None:
    desk = Desk.of_chief(world, COUNTY, at=MONDAY)
    with hall_context(world.hall(COUNTY)):
        case = ask_for_hearing(uid=told.uid, version=told.version, actor=desk.actor, at=MONDAY)
        sitting = Sitting(date(2026, 3, 13), '09:30', '三楼听证室', '李主持')
        case = call_hearing(uid=case.uid, version=case.version, actor=desk.actor, sitting=sitting, at=MONDAY)
        row = Case.objects.get(uid=case.uid)
        row.opinions_data = plain([*row.opinions, Opinion(hall=TOWNSHIP, by='李主持', at=MONDAY, text='符合')])
        row.save()
        with pytest.raises(HostIsReviewer):
            hold_hearing(uid=case.uid, version=case.version, actor=desk.actor, minutes='笔录', at=HELD)
        assert Case.objects.get(uid=case.uid).hearing.held_on is None  # type: ignore[union-attr]
        other = Sitting(date(2026, 3, 27), '09:30', '三楼听证室', '孙主持')
        case = call_hearing(uid=case.uid, version=case.version, actor=desk.actor, sitting=other, at=HELD)
        later = HELD + timedelta(days=14)
        held = hold_hearing(uid=case.uid, version=case.version, actor=desk.actor, minutes='笔录', at=later)
    assert held.hearing is not None and held.hearing.held_on == date(2026, 3, 27)
