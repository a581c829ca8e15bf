"""协办 and 批后监管: another hall is asked, answers once, and the case stays where it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.answer import answer_consultation
from govhall.casework.acts.decide import decide_case
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody
from govhall.casework.services.consultation import Question, consult
from govhall.catalogue.models import Department, Section
from govhall.deadlines.models import Deadline
from govhall.desk import worklists
from govhall.desk.filters import WorklistFilter
from govhall.desk.worklist_counts import counts
from govhall.desk.worklists import worklist
from govhall.insight.models import KeptFact
from tenants.context import hall_context
from tenants.models import Membership
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, at, do, text
from tests.builders.state import refused
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World

ASSIST = Question(kind='assist', to=TOWNSHIP, text='请核实经营场所')
OVERSIGHT = Question(kind='oversight', to=TOWNSHIP, text='请纳入日常检查')


@pytest.fixture
def above(world: World) -> Desk:
    return Desk.of_chief(world, COUNTY)


@pytest.fixture
def below(world: World) -> Desk:
    return Desk.of_chief(world, TOWNSHIP)


@pytest.fixture
def case(above: Desk) -> Case:
    received = above.world.receive(COUNTY, HYGIENE)
    return above.do(accept_case, received.uid)


def asked_here(desk: Desk) -> list[str]:
    with hall_context(desk.world.hall(desk.hall)):
        return [row.number for row in worklist(desk.hall, desk.actor, WorklistFilter.ASKED).rows]


def test_a_township_checks_on_site_and_its_answer_stands_with_the_opinions(
    world: World, above: Desk, below: Desk, case: Case
) -> None:
    above.do(consult, case.uid, question=ASSIST)
    world.carry()
    assert asked_here(below) == [case.number]
    there = below.case(case.uid)
    assert (there.custody, there.holder, there.matter) == (Custody.WATCHING, COUNTY, HYGIENE)
    below.do(answer_consultation, case.uid, text='现场情况属实')
    world.carry()
    kept = above.case(case.uid)
    assert [(opinion.hall, opinion.text) for opinion in kept.opinions] == [(TOWNSHIP, '现场情况属实')]
    assert (kept.custody, kept.promised_due) == (Custody.HELD, case.promised_due)
    assert asked_here(below) == []


def test_who_is_only_asked_counts_no_case(world: World, above: Desk, below: Desk, case: Case) -> None:
    world.carry()
    before = KeptFact.objects.count()
    above.do(consult, case.uid, question=ASSIST)
    world.carry()
    below.do(answer_consultation, case.uid, text='属实')
    world.carry()
    assert KeptFact.objects.count() == before


def test_the_one_who_is_asked_can_not_decide(world: World, above: Desk, below: Desk, case: Case) -> None:
    above.do(consult, case.uid, question=ASSIST)
    world.carry()
    with refused('NOT_HOLDER'):
        below.do(decide_case, case.uid, approve=True)


def test_an_answer_is_due_in_five_working_days_and_given_once(
    world: World, above: Desk, below: Desk, case: Case
) -> None:
    above.do(consult, case.uid, question=ASSIST)
    limit = Deadline.objects.get(hall=COUNTY, case=case.uid, kind='assist')
    assert timezone.localdate() + timedelta(days=5) <= limit.due_on <= timezone.localdate() + timedelta(days=14)
    world.carry()
    below.do(answer_consultation, case.uid, text='属实')
    world.carry()
    assert not Deadline.objects.filter(kind='assist').exists()
    with refused('NOTHING_ASKED'):
        below.do(answer_consultation, case.uid, text='再答一次')


def test_a_decision_is_handed_to_supervision_and_its_receipt_comes_back(
    world: World, above: Desk, below: Desk, case: Case
) -> None:
    with refused('NOT_NOW'):
        above.do(consult, case.uid, question=OVERSIGHT)
    above.do(decide_case, case.uid, approve=True)
    above.do(consult, case.uid, question=OVERSIGHT)
    assert Deadline.objects.filter(hall=COUNTY, case=case.uid, kind='oversight').exists()
    world.carry()
    below.do(answer_consultation, case.uid, text='已签收，纳入检查')
    world.carry()
    assert not Deadline.objects.filter(kind='oversight').exists()
    with hall_context(world.hall(COUNTY)):
        assert above.case(case.uid).requests.get().answer == '已签收，纳入检查'


def test_a_hall_does_not_ask_itself_nor_without_a_question(above: Desk, case: Case) -> None:
    with refused('NOT_ANOTHER'):
        above.do(consult, case.uid, question=Question(kind='assist', to=COUNTY, text='核实'))
    with refused('REASON_MISSING'):
        above.do(consult, case.uid, question=Question(kind='assist', to=TOWNSHIP, text=' '))


def test_a_leader_answers_nothing(world: World, above: Desk, case: Case) -> None:
    above.do(consult, case.uid, question=ASSIST)
    world.carry()
    leader = Desk(world, TOWNSHIP, world.person(TOWNSHIP, Role.LEADER))
    with refused('NOT_YOUR_ROLE'):
        leader.do(answer_consultation, case.uid, text='属实')


def test_the_count_stands_in_the_bar(world: World, above: Desk, below: Desk, case: Case) -> None:
    above.do(consult, case.uid, question=ASSIST)
    world.carry()
    with hall_context(world.hall(TOWNSHIP)):
        assert counts(TOWNSHIP, below.actor)[WorklistFilter.ASKED] == 1


def test_a_receipt_that_supervision_owes_for_more_than_five_working_days_is_shown_to_the_hall_that_decided(
    world: World, above: Desk, below: Desk, case: Case, signed_in: SignedIn
) -> None:
    above.do(decide_case, case.uid, approve=True)
    above.do(consult, case.uid, question=OVERSIGHT)
    world.carry()
    system, watcher = System.of(world, COUNTY, Role.SUPERVISOR), world.person(COUNTY, Role.SUPERVISOR)
    assert unsigned_over_graphql(system) == []  # the fifth day is not over
    assert '监管超期未签收 0' in text(signed_in(watcher).get(at(COUNTY, 'worklist/')))
    limit = Deadline.objects.get(hall=COUNTY, case=case.uid, kind='oversight')
    with time_machine.travel(datetime.combine(limit.due_on + timedelta(days=1), time(9), UTC), tick=False):
        assert unsigned_over_graphql(System.of(world, COUNTY, Role.SUPERVISOR)) == [case.number]
        page = signed_in(watcher).get(at(COUNTY, 'worklist/'), {'show': 'unsigned'})
        assert ('已超 1 天' in text(page), '监管超期未签收 1 件' in text(page)) == (True, True)
        assert f'应由{world.hall(TOWNSHIP).name}签收' in text(page)
        below.do(answer_consultation, case.uid, text='已签收')
        world.carry()
        assert unsigned_over_graphql(System.of(world, COUNTY, Role.SUPERVISOR)) == []
    stranger = System.of(world, COUNTY, Role.ADMINISTRATOR)
    assert stranger.fails('{ cases(show: UNSIGNED) { cases { number } } }') == 'NOT_YOUR_ROLE'


def unsigned_over_graphql(system: System) -> list[str]:
    answer = system.ask('{ cases(show: UNSIGNED) { cases { number } } }')
    return [one['number'] for one in answer['cases']['cases']]


def test_what_is_done_and_what_is_nearly_late_are_listed_page_by_page(
    world: World, above: Desk, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklists, 'NEWEST_FIRST', replace(worklists.NEWEST_FIRST, size=1))
    others = [above.do(accept_case, world.receive(COUNTY, HYGIENE).uid) for _ in range(2)]
    for other in others:
        above.do(decide_case, other.uid, approve=True)
    with hall_context(world.hall(COUNTY)):
        first = worklist(COUNTY, above.actor, WorklistFilter.DONE)
        assert first.after
        second = worklist(COUNTY, above.actor, WorklistFilter.DONE, after=first.after)
        assert [page.rows[0].uid for page in (first, second)] == [others[1].uid, others[0].uid]
        assert second.after == ''
        assert worklist(COUNTY, above.actor, WorklistFilter.WARNED).rows == []
        Case.objects.filter(uid=case.uid).update(promised_due=timezone.localdate())
        assert [row.uid for row in worklist(COUNTY, above.actor, WorklistFilter.WARNED).rows] == [case.uid]


FORESTRY = '通江县林业局'


def sectioned(world: World) -> tuple[Desk, Desk]:
    """The county, where a department has come in, and the desk of somebody whom it has sent."""
    Department.objects.update_or_create(
        code='TJ-WATCH', defaults={'name': FORESTRY, 'area_code': '511921000000', 'organ_code': '', 'version': 1}
    )
    Section.objects.update_or_create(
        hall_code=COUNTY, department_code='TJ-WATCH', defaults={'name': '监管股', 'entered_days': [date(2026, 1, 1)]}
    )
    person = world.person(COUNTY, Role.CLERK)
    Membership.objects.filter(person_id=person.person_id).update(department='TJ-WATCH')
    sent = person._replace(department='TJ-WATCH', departments=frozenset({'TJ-WATCH'}))
    return Desk.of_chief(world, COUNTY), Desk(world, COUNTY, sent)


def test_a_department_of_the_same_centre_takes_over_supervision(world: World, case: Case, signed_in: SignedIn) -> None:
    desk, watcher = sectioned(world)
    desk.do(decide_case, case.uid, approve=True)
    page = at(COUNTY, f'cases/{case.uid}/')
    client = signed_in(desk.actor)
    assert f'本中心·{FORESTRY}' in text(client.get(page))
    assert do(client, page, 'oversight', to='@TJ-WATCH', reason='请纳入日常检查').status_code == 303
    assert Deadline.objects.filter(case=case.uid, kind='oversight').exists()
    assert asked_here(watcher) == [case.number]
    assert do(signed_in(watcher.actor), page, 'answer', opinion='已列入检查计划').status_code == 303
    assert not Deadline.objects.filter(case=case.uid, kind='oversight').exists()
    assert [(opinion.hall, opinion.text) for opinion in desk.case(case.uid).opinions] == [(COUNTY, '已列入检查计划')]


def test_nobody_else_of_the_centre_signs_for_that_department(world: World, case: Case) -> None:
    desk, _ = sectioned(world)
    desk.do(decide_case, case.uid, approve=True)
    desk.do(consult, case.uid, question=Question(kind='oversight', to='@TJ-WATCH', text='请纳入日常检查'))
    with refused('NOTHING_ASKED'):
        desk.do(answer_consultation, case.uid, text='已签收')


def test_a_department_that_has_not_come_in_is_asked_nothing(world: World, case: Case) -> None:
    desk, _ = sectioned(world)
    desk.do(decide_case, case.uid, approve=True)
    with refused('NO_SUCH_SECTION'):
        desk.do(consult, case.uid, question=Question(kind='oversight', to='@TJ-NONE', text='请纳入日常检查'))
