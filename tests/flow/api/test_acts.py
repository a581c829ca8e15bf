"""Every act by mutation: what the pages do is done, and what they refuse is refused with a code and changes nothing."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError
from django.utils import timezone
from graphene.utils.str_converters import to_camel_case

from govhall.acts.registry import Act, act_at, acts, mutation_of
from govhall.api.mutations import on_a_case
from govhall.casework.acts.accept import accept_case
from govhall.documents.models import Notice
from tenants.context import hall_context
from tenants.models import Point
from tenants.roles import Role
from tests.builders.system import System, application
from tests.builders.world import BIRTH, COUNTY, DISABLED, HYGIENE, OTHER_TOWNSHIP, TOWNSHIP, World


@pytest.fixture
def chief(world: World) -> System:
    """A system of the township that may do everything that the hall may."""
    return chief_of(world, TOWNSHIP)


def chief_of(world: World, hall: str) -> System:
    return System.of(world, hall, Role.CHIEF, Role.CLERK, powers=('decide', 'submit', 'seal', 'coordinate', 'print'))


def begin(system: System, matter: str = BIRTH, **changes: object) -> str:
    """A received case; its uid."""
    return str(system.send('receiveCase', **application(matter, **changes))['case']['uid'])


def run(system: System, uid: str, *mutations: str) -> None:
    for mutation in mutations:
        given = {'opinion': '材料齐全，情况属实'} if mutation == 'reviewCase' else {}
        answer = system.do(mutation, uid, **given)
        assert answer['code'] is None, answer


def test_every_act_of_the_pages_has_one_mutation_but_the_rating() -> None:
    without = {act.word for act in acts() if not mutation_of(act)}
    assert without == {'rate'}
    asked, refused = act_at('hearing-tell'), act_at('refuse')
    assert asked and mutation_of(asked) == 'tellHearing'
    assert refused and mutation_of(refused) == 'decideCase'


def test_a_case_is_accepted_decided_and_delivered(world: World, chief: System) -> None:
    uid = begin(chief)
    run(chief, uid, 'acceptCase')
    done = chief.do('decideCase', uid, approve=True)
    assert (done['code'], done['case']['state'], done['case']['version']) == (None, 'APPROVED', 3)
    assert '准予' in done['message']
    assert chief.do('deliverCase', uid)['case']['state'] == 'DELIVERED'


def test_a_case_is_decided_on_the_spot(world: World, chief: System) -> None:
    assert chief.do('decideOnTheSpot', begin(chief))['case']['state'] == 'APPROVED'


def test_a_refusal_needs_its_reason_and_has_it(world: World, chief: System) -> None:
    uid = begin(chief)
    run(chief, uid, 'acceptCase')
    assert chief.do('decideCase', uid, approve=False)['code'] == 'REASON_MISSING'
    assert chief.do('decideCase', uid, approve=False, reason='不符合条件')['case']['state'] == 'REFUSED'


def test_a_correction_is_asked_for_once_and_supplied(world: World, chief: System) -> None:
    papers = application(BIRTH)['papers']
    uid = begin(chief, papers=papers[1:])
    assert chief.do('askForCorrection', uid, papers=papers[:1])['case']['state'] == 'CORRECTING'
    assert chief.do('supplyPapers', uid, papers=papers[:1])['case']['state'] == 'RECEIVED'
    assert chief.do('askForCorrection', uid, papers=papers[:1])['code'] == 'SECOND_CORRECTION'


def test_a_case_is_declined_or_withdrawn_with_a_reason(world: World, chief: System) -> None:
    assert chief.do('declineCase', begin(chief), reason='不属于本厅')['case']['state'] == 'NOT_ACCEPTED'
    assert chief.do('withdrawCase', begin(chief), reason='申请人不办了')['case']['state'] == 'WITHDRAWN'
    assert chief.do('withdrawCase', begin(chief), reason='理' * 301)['code'] == 'MAX_LENGTH'


def test_a_case_goes_up_to_the_county_which_grants_the_withdrawal(world: World, chief: System) -> None:
    uid = begin(chief, DISABLED)
    run(chief, uid, 'acceptCase', 'reviewCase')
    sent = chief.do('forwardCase', uid)
    assert (sent['code'], sent['case']['custody']) == (None, 'IN_TRANSIT')
    assert chief.do('withdrawCase', uid, reason='申请人不办了')['code'] is None
    world.carry()
    assert world.case(TOWNSHIP, UUID(uid)).state == 'withdrawn'


def test_what_was_sent_up_is_recalled_and_what_arrived_is_sent_back(world: World, chief: System) -> None:
    first, second, county = begin(chief, DISABLED), begin(chief, DISABLED), chief_of(world, COUNTY)
    for uid in (first, second):
        run(chief, uid, 'acceptCase', 'reviewCase', 'forwardCase')
    assert chief.do('recallCase', first, reason='附件有误')['code'] is None
    world.carry()
    answer = county.do('sendBack', second, reason='请补充意见')
    assert answer['code'] is None, answer
    world.carry()
    assert chief.ask('query ($u: UUID) { case(uid: $u) { custody } }', u=first)['case']['custody'] == 'HELD'
    assert chief.ask('query ($u: UUID) { case(uid: $u) { custody } }', u=second)['case']['custody'] == 'HELD'


def test_procedure_extension_and_hearing(world: World, chief: System) -> None:
    uid, head = begin(chief), System.of(world, TOWNSHIP, Role.LEADER)
    world.make_head(head.actor, world.organ(TOWNSHIP, BIRTH))
    run(chief, uid, 'acceptCase')
    assert chief.do('beginProcedure', uid, kind='sorcery', days=5)['code'] == 'INVALID_CHOICE'
    assert chief.do('endProcedure', uid, reason='无')['code'] == 'NO_PROCEDURE_OPEN'
    begun = chief.do('beginProcedure', uid, kind='inspection', days=5, reason='现场检验', basis='')
    assert begun['code'] is None, begun
    assert chief.do('endProcedure', uid, reason='合格')['code'] is None
    assert chief.do('extendCase', uid, days=3, reason='案情复杂')['code'] == 'NOT_YOUR_ROLE'
    assert head.do('extendCase', uid, days=0, reason='案情复杂')['code'] == 'MIN_VALUE'
    assert (
        chief.do('callHearing', uid, day='2027-03-01', hour='09:30', place='三楼', host='李主任')['code']
        == 'HEARING_NOT_NOW'
    )
    run(chief, uid, 'tellHearing', 'askForHearing')
    assert chief.do('decideCase', uid, approve=True)['code'] == 'HEARING_PENDING'


def test_who_has_no_power_names_the_organ_that_has_it(world: World, chief: System) -> None:
    uid = begin(chief)
    assert chief.do('declineCase', uid, reason='不属于本机关职权', competent='四川省林业和草原局')['code'] is None
    with hall_context(world.hall(TOWNSHIP)):
        said = Notice.objects.get(case_uid=uid, code='03').content.paragraphs
    assert any('请向有权机关四川省林业和草原局提出申请' in one for one in said)


def test_a_licence_has_its_last_day_and_is_renewed_by_its_number(world: World) -> None:
    county, ends = chief_of(world, COUNTY), timezone.localdate() + timedelta(days=400)
    uid = begin(county, HYGIENE)
    run(county, uid, 'acceptCase')
    yesterday = timezone.localdate() - timedelta(days=1)
    assert county.do('decideCase', uid, approve=True, day=f'{yesterday}')['code'] == 'TERM_TOO_SHORT'
    granted = county.do('decideCase', uid, approve=True, day=f'{ends}')['case']
    again = county.send('receiveCase', **application(HYGIENE, about='renew', firstNumber=granted['number']))
    assert again['code'] is None, again
    renewal = world.case(COUNTY, UUID(again['case']['uid']))
    assert (renewal.kind, renewal.first_number, renewal.first_result.valid_until) == ('renew', granted['number'], ends)
    unknown = county.send('receiveCase', **application(HYGIENE, about='renew', firstNumber='TJXZ0001X'))
    assert (unknown['code'], unknown['field']) == ('NO_FIRST_CASE', 'firstNumber')


def test_another_hall_is_asked_and_answers(world: World, chief: System) -> None:
    uid, county = begin(chief), chief_of(world, COUNTY)
    assert chief.do('consult', uid, to=TOWNSHIP, reason='请协助核实')['code'] == 'NOT_ANOTHER'
    assert chief.do('consult', uid, to=COUNTY, reason='请协助核实')['code'] is None
    world.carry()
    asked = county.ask('{ cases(show: ASKED) { cases { uid custody } } }')['cases']['cases']
    assert asked == [{'uid': uid, 'custody': 'WATCHING'}]
    assert county.do('answerConsultation', uid, opinion='情况属实')['code'] is None
    assert county.do('answerConsultation', uid, opinion='再答一次')['code'] == 'NOTHING_ASKED'
    assert county.do('acceptCase', uid)['code'] == 'NOT_HOLDER'


def test_a_stale_version_changes_nothing_and_shows_the_case_as_it_is(world: World, chief: System) -> None:
    uid = begin(chief)
    run(chief, uid, 'acceptCase')
    answer = chief.do('decideCase', uid, version=1, approve=True)
    assert (answer['code'], answer['case']['version'], answer['case']['state']) == ('STALE_VERSION', 2, 'ACCEPTED')


def test_who_decides_needs_the_letter_and_who_acts_the_role(world: World, chief: System) -> None:
    uid = begin(chief)
    run(chief, uid, 'acceptCase')
    assert System.of(world, TOWNSHIP, Role.APPROVER).do('decideCase', uid, approve=True)['code'] == 'NO_AUTHORISATION'
    assert System.of(world, TOWNSHIP, Role.CLERK).do('decideCase', uid, approve=True)['code'] == 'NOT_YOUR_ROLE'
    for role in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        answer = System.of(world, TOWNSHIP, role).do('decideCase', uid, approve=True)
        assert (answer['code'], answer['case']) == ('NOT_YOUR_ROLE', None)
    assert world.case(TOWNSHIP, UUID(uid)).state == 'accepted'


def test_an_unknown_case_looks_like_one_of_another_hall(world: World, chief: System) -> None:
    foreign = str(begin(chief_of(world, OTHER_TOWNSHIP)))
    answers = [chief.do('acceptCase', uid, version=1) for uid in (foreign, str(uuid4()))]
    assert answers[0] == answers[1]
    assert (answers[0]['code'], answers[0]['case']) == ('NO_SUCH_CASE', None)


def test_an_agent_acts_on_the_cases_of_the_own_point_only(world: World, chief: System) -> None:
    uid, agent = begin(chief), System.of(world, TOWNSHIP, Role.AGENT)
    agent.person.memberships.update(point=Point.objects.filter(hall=world.hall(TOWNSHIP)).first().code)
    answer = agent.do('withdrawCase', uid, reason='不办了')
    assert (answer['code'], answer['case']) == ('NO_SUCH_CASE', None)


@pytest.mark.parametrize('one', [act for act in on_a_case() if act.word], ids=lambda one: one.mutation)
def test_no_act_touches_a_case_that_is_closed(world: World, chief: System, one: Act[Any, Any]) -> None:
    """Whatever is sent to a withdrawn case is refused with a code, and the case stays."""
    uid = begin(chief)
    assert chief.do('withdrawCase', uid, reason='不办了')['code'] is None
    switch = [one.otherwise.switch] if one.otherwise else []
    takes = [*switch, *(field.name for field in one.fields)]
    samples = {'approve': True, 'days': 2, 'day': '2027-03-01', 'to': COUNTY, 'papers': [], 'kind': 'inspection'}
    samples |= {
        'officers': [1, 2],
        'signed': True,
        'consented': True,
        'consented_on': '2026-11-02',
        'consent': 'present',
    }
    answer = chief.do(mutation_of(one), uid, **{to_camel_case(name): samples.get(name, '理由') for name in takes})
    assert answer['code'] not in (None, 'INTERNAL')
    assert world.case(TOWNSHIP, UUID(uid)).version == 2


def test_the_deed_of_a_colleague_at_the_page_is_seen(world: World, chief: System) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        accept_case(uid=case.uid, version=1, actor=world.chief(TOWNSHIP))
    assert chief.do('acceptCase', case.uid, version=1)['code'] == 'STALE_VERSION'


def test_ten_acts_in_one_request_and_not_eleven(world: World, chief: System) -> None:
    """Each mutation is a transaction of its own: the second finds what the first has stored."""
    uid = begin(chief)
    one = f'acceptCase(input: {{uid: "{uid}", version: 1}}) {{ code }}'
    answers = chief.ask('mutation {' + ' '.join(f'm{n}: {one}' for n in range(10)) + '}')
    assert [answer['code'] for answer in answers.values()] == [None] + ['STALE_VERSION'] * 9
    assert chief.fails('mutation {' + ' '.join(f'm{n}: {one}' for n in range(11)) + '}') == 'QUERY_TOO_LARGE'


def test_a_fault_is_masked_and_changes_nothing(world: World, chief: System, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**moved: object) -> None:
        raise DatabaseError('secret columns')

    uid = begin(chief)
    monkeypatch.setattr('govhall.casework.services.change.deadline_parts', fail)
    query = f'mutation {{ acceptCase(input: {{uid: "{uid}", version: 1}}) {{ code }} }}'
    answer = chief.post(query).json()
    assert (answer['errors'][0]['extensions']['code'], answer['data']) == ('INTERNAL', {'acceptCase': None})
    assert 'secret' not in str(answer)
    assert world.case(TOWNSHIP, UUID(uid)).state == 'received'
