"""What a department's system reads: the case as its page shows it, the worklist by pages, the matters; masked."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tenants.models import Membership
from tenants.roles import Role
from tests.builders.system import System, application
from tests.builders.world import BIRTH, COUNTY, ID_NUMBER, OTHER_TOWNSHIP, TOWNSHIP, World, paper_codes

WHOLE = """query ($number: String) { case(number: $number) {
  uid number version state stateLabel custody holder due paused queryWord origin point towards receivedAt acceptedAt
  deliveredAt intakeDue promisedDue statutoryDue provisional onTheSpot note applicantName
  matter { code shortName version isInstant promisedDays statutoryDays materials { code name required form copies } }
  applicant { kind name idNumber phone agent } papers { code name required status } opinions { hall by at text }
  road { hall hop kind at reason } requests { kind label askedBy askedAt reason granted answer }
  outcome { kind label at hall organ reason } course { at what detail who where }
  actions { mutation label leads halls } } }"""
PAGE = (
    'query ($show: CaseShow, $after: String) '
    '{ cases(show: $show, after: $after) { cases { number applicantName } endCursor } }'
)


@pytest.fixture
def chief(world: World) -> System:
    """A system of the township that may do everything that the hall may."""
    return System.of(
        world, TOWNSHIP, Role.CHIEF, Role.CLERK, powers=('decide', 'submit', 'seal', 'coordinate', 'print')
    )


def test_one_query_shows_what_the_page_shows_and_people_masked(world: World, chief: System) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    answer = chief.post(WHOLE, {'number': case.number})
    shown = answer.json()['data']['case']
    assert (shown['uid'], shown['state'], shown['stateLabel']) == (str(case.uid), 'RECEIVED', '收件')
    assert (shown['applicant']['name'], shown['applicant']['phone']) == ('张**', '138****0000')
    assert [one for one in (ID_NUMBER, '张小明', '13800000000') if one in answer.content.decode()] == []
    assert [paper['code'] for paper in shown['papers']] == paper_codes(BIRTH)
    assert shown['queryWord'] == case.query_word
    assert {'acceptCase', 'decideOnTheSpot', 'declineCase', 'withdrawCase'} <= {x['mutation'] for x in shown['actions']}
    assert [line['what'] for line in shown['course']] == ['收件']
    assert answer.headers['Cache-Control'] == 'no-store, private'


def test_an_ended_case_shows_its_outcome(world: World, chief: System) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    chief.do('decideOnTheSpot', case.uid)
    shown = chief.ask(WHOLE, number=case.number)['case']
    assert (shown['outcome']['kind'], shown['outcome']['label'], shown['onTheSpot']) == ('approved', '准予办理', True)
    assert [action['mutation'] for action in shown['actions']] == ['deliverCase', 'beginRevocation']


@pytest.mark.parametrize('role', [Role.SUPERVISOR, Role.LEADER])
def test_who_only_reads_gets_neither_the_query_word_nor_an_act(world: World, role: Role) -> None:
    shown = System.of(world, TOWNSHIP, role).ask(WHOLE, number=world.receive(TOWNSHIP, BIRTH).number)['case']
    assert (shown['queryWord'], shown['actions']) == (None, [])


def test_an_unknown_number_and_one_of_another_hall_are_answered_alike(world: World, chief: System) -> None:
    foreign = world.receive(OTHER_TOWNSHIP, BIRTH)
    answers = [
        chief.post('query ($u: UUID) { case(uid: $u) { number } }', {'u': uid}).json()
        for uid in (str(foreign.uid), str(uuid4()))
    ]
    assert answers[0] == answers[1]
    assert chief.fails(WHOLE, number=foreign.number) == 'NO_SUCH_CASE'
    assert chief.fails(WHOLE, number='TJNS0001') == 'INVALID_CASE_NUMBER'


@pytest.mark.parametrize(
    'query', ['{ cases { endCursor } }', '{ case(number: "1") { uid } }', '{ matters { endCursor } }']
)
def test_an_administrator_reads_no_case(world: World, query: str) -> None:
    assert System.of(world, TOWNSHIP, Role.ADMINISTRATOR).fails(query) == 'NOT_YOUR_ROLE'


def test_the_worklist_comes_by_fifty_and_each_case_once(world: World, chief: System) -> None:
    numbers = {world.receive(TOWNSHIP, BIRTH).number for _ in range(53)}
    first = chief.ask(PAGE)['cases']
    second = chief.ask(PAGE, after=first['endCursor'])['cases']
    assert (len(first['cases']), len(second['cases']), second['endCursor']) == (50, 3, None)
    assert {row['number'] for row in first['cases'] + second['cases']} == numbers
    assert {row['applicantName'] for row in first['cases']} == {'张**'}


def test_the_filters_are_those_of_the_page(world: World, chief: System) -> None:
    number = world.receive(TOWNSHIP, BIRTH).number
    assert [row['number'] for row in chief.ask(PAGE, show='INTAKE')['cases']['cases']] == [number]
    assert chief.ask(PAGE, show='DELIVER')['cases']['cases'] == []


@pytest.mark.parametrize('after', ['x', '2026-13-01.' + str(uuid4()), '2026-11-01', '2026-11-01.7'])
def test_a_cursor_of_ones_own_is_refused(chief: System, after: str) -> None:
    assert chief.fails(PAGE, after=after) == 'BAD_CURSOR'


def test_the_cases_of_a_person_are_found_by_those_who_handle_them(world: World, chief: System) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    query = 'query ($n: String!) { casesOf(idNumber: $n) { number } }'
    assert chief.ask(query, n=ID_NUMBER)['casesOf'] == [{'number': case.number}]
    assert chief.fails(query, n='110105194912310054') == 'NO_SUCH_CASE'
    assert System.of(world, TOWNSHIP, Role.SUPERVISOR).fails(query, n=ID_NUMBER) == 'NOT_YOUR_ROLE'


def test_the_matters_of_the_hall_with_their_materials(world: World, chief: System) -> None:
    query = 'query ($w: String) { matters(words: $w) { endCursor matters { code materials { code } } } }'
    (found,) = [one for one in chief.ask(query)['matters']['matters'] if one['code'] == BIRTH]
    assert [one['code'] for one in found['materials']] == paper_codes(BIRTH)
    assert chief.ask(query, w='没有这样的事')['matters'] == {'endCursor': None, 'matters': []}


REVEAL = (
    'mutation ($input: RevealApplicantInput!) '
    '{ revealApplicant(input: $input) { code field message applicant { name idNumber phone } } }'
)


def test_the_applicant_is_shown_in_full_for_a_purpose_that_is_recorded(world: World, chief: System) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    given = {'uid': str(case.uid), 'purpose': 'verify'}
    shown = chief.ask(REVEAL, input=given)['revealApplicant']
    assert shown['applicant'] == {'name': '张小明', 'idNumber': ID_NUMBER, 'phone': '13800000000'}
    (line, _) = chief.ask(WHOLE, number=case.number)['case']['course']
    assert (line['what'], line['detail'], line['who']) == ('查看完整个人信息', '核对身份和材料', '户政系统')


@pytest.mark.parametrize(
    ('role', 'purpose', 'code'),
    [
        (Role.CLERK, 'curiosity', 'PURPOSE_MISSING'),
        (Role.CLERK, 'receipt', 'PURPOSE_MISSING'),
        (Role.SUPERVISOR, 'curiosity', 'PURPOSE_MISSING'),
        (Role.LEADER, '', 'PURPOSE_MISSING'),
    ],
)
def test_nobody_sees_people_without_a_purpose(world: World, role: Role, purpose: str, code: str) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    given = {'uid': str(case.uid), 'purpose': purpose}
    shown = System.of(world, TOWNSHIP, role).ask(REVEAL, input=given)['revealApplicant']
    assert (shown['code'], shown['applicant']) == (code, None)
    assert world.case(TOWNSHIP, case.uid).event_count == 1


def test_a_case_of_another_hall_is_shown_to_nobody_here(world: World, chief: System) -> None:
    given = {'uid': str(world.receive(OTHER_TOWNSHIP, BIRTH).uid), 'purpose': 'verify'}
    shown = chief.ask(REVEAL, input=given)['revealApplicant']
    assert (shown['code'], shown['applicant']) == ('NO_SUCH_CASE', None)


def test_an_ended_membership_reads_nothing(world: World, chief: System) -> None:
    ended = timezone.now() - timedelta(seconds=1)
    Membership.objects.filter(person=chief.person).update(valid_to=ended)
    answer = chief.post(PAGE)
    assert (answer.status_code, json.loads(answer.content)['errors'][0]['extensions']['code']) == (404, 'NOT_FOUND')


def test_what_was_sent_up_is_read_at_both_halls_and_changed_at_one(world: World, chief: System) -> None:
    county = System.of(
        world, COUNTY, Role.CHIEF, Role.CLERK, powers=('decide', 'submit', 'seal', 'coordinate', 'print')
    )
    case = chief.send('receiveCase', **application('510100108000'))['case']
    chief.do('forwardCase', case['uid'])
    world.carry()
    assert county.ask(WHOLE, number=case['number'])['case']['custody'] == 'HELD'
    assert chief.ask(WHOLE, number=case['number'])['case']['custody'] == 'WATCHING'
    assert chief.do('acceptCase', case['uid'])['code'] == 'NOT_HOLDER'
