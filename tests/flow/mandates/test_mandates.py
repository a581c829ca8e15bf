"""代办委托: who acts for whom, in what, until when; blocked outside of it, logged in it, withdrawn."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from msgspec import convert

from federation.contracts.case import Applicant
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.mandates.models import Mandate
from govhall.mandates.services.keeping import withdraw_mandate
from govhall.operations.mergers.execution import merge
from govhall.operations.mergers.plan import MergerPlan
from tenants.context import hall_context
from tenants.models import AuditEntry
from tenants.roles import Role
from tenants.selectors import points_of
from tests.builders.applying import PDF
from tests.builders.mandates import AGENT_NUMBER, YEAR, recorded
from tests.builders.merging import OLD, SUCCESSOR, plan_of
from tests.builders.screen import SignedIn, at, do, filled, text
from tests.builders.state import refused
from tests.builders.system import System, application
from tests.builders.world import BIRTH, COUNTY, DISABLED, HOMESTEAD, ID_NUMBER, TOWNSHIP, World

AGENT = {'agent': '王芳', 'agent_number': AGENT_NUMBER}


def counter(client: Any, matter: str = BIRTH, **changes: Any) -> Any:
    """What the counter answers to an application by the agent."""
    return client.post(at(TOWNSHIP, f'counter/{matter}/'), filled(matter, **(AGENT | changes)))


def uses(world: World, number: str) -> list[str]:
    """The case numbers in the log of a mandate."""
    with hall_context(world.hall(TOWNSHIP)):
        return [use.number for use in Mandate.objects.get(number=number).uses]


def cases(world: World) -> int:
    """How many cases the township has."""
    with hall_context(world.hall(TOWNSHIP)):
        return Case.objects.count()


def test_an_agent_applies_under_a_recorded_mandate_and_each_use_is_logged(world: World, signed_in: SignedIn) -> None:
    one, clerk = recorded(world), signed_in(world.clerk(TOWNSHIP))
    found = clerk.post(at(TOWNSHIP, f'counter/{BIRTH}/check/?part=mandates'), filled(BIRTH, **AGENT))
    assert (one.number in text(found), '王*' in text(found), '全部事项' in text(found)) == (True, True, True)
    for _ in range(2):
        assert counter(clerk, mandate=one.number).status_code == 303
    with hall_context(world.hall(TOWNSHIP)):
        made = list(Case.objects.all())
    assert sorted(uses(world, one.number)) == sorted(case.number for case in made)
    assert {case.applicant.mandate for case in made} == {one.number}
    page = text(clerk.get(at(TOWNSHIP, f'mandates/{one.uid}/')))
    assert ('用过 2 次' in page, '张小明' in page, ID_NUMBER in page) == (True, False, False)
    assert one.number in text(clerk.get(at(TOWNSHIP, f'cases/{made[0].uid}/')))


def test_the_same_form_sent_twice_is_one_use(world: World, signed_in: SignedIn) -> None:
    one, clerk, form = recorded(world), signed_in(world.clerk(TOWNSHIP)), str(uuid4())
    for _ in range(2):
        assert counter(clerk, mandate=one.number, submission=form).status_code == 303
    assert len(uses(world, one.number)) == 1


@pytest.mark.parametrize(
    ('spoil', 'said'),
    [
        ({'until': date(2026, 1, 2)}, '已经到期'),
        ({'since': date(2126, 1, 2)}, '起才有效'),
        ({'withdrawn_data': {'at': '2026-11-01T00:00:00Z', 'by': '甲', 'reason': '乙'}}, '已经撤回'),
        ({'matters': [DISABLED]}, '不包括这件事'),
        ({'passed_to': COUNTY}, '没有这样编号的委托'),
    ],
)
def test_what_is_over_or_out_of_scope_blocks_and_what_was_typed_stays(
    world: World, signed_in: SignedIn, spoil: dict[str, Any], said: str
) -> None:
    one, clerk = recorded(world), signed_in(world.clerk(TOWNSHIP))
    with hall_context(world.hall(TOWNSHIP)):
        for name, value in spoil.items():
            setattr(one, name, value)
        one.save()
    answer = counter(clerk, mandate=one.number)
    page = answer.content.decode()
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert page.index('id="mandate-error"') > page.index('id="mandates"')
    assert ('value="王芳"' in page, 'value="张小明"' in page) == (True, True)
    assert (cases(world), uses(world, one.number)) == (0, [])


@pytest.mark.parametrize(
    'changes',
    [{'id_number': '110105198001010010', 'name': '李四'}, {'agent': '赵六', 'agent_number': ''}],
    ids=['another principal', 'another agent'],
)
def test_it_is_of_this_principal_and_this_agent(world: World, signed_in: SignedIn, changes: dict[str, str]) -> None:
    one, clerk = recorded(world), signed_in(world.clerk(TOWNSHIP))
    assert counter(clerk, mandate=one.number, **changes).status_code == 422
    assert (cases(world), uses(world, one.number)) == (0, [])


def test_an_agent_without_any_is_sent_for_one(world: World, signed_in: SignedIn) -> None:
    answer = counter(signed_in(world.clerk(TOWNSHIP)))
    assert (answer.status_code, '替别人来办，要有委托' in text(answer), cases(world)) == (422, True, 0)


def test_a_system_names_an_agent_with_a_mandate_only(world: World) -> None:
    window = System.of(world, TOWNSHIP, Role.CLERK)
    by_agent = application(BIRTH) | {'agent': '王芳', 'agentNumber': AGENT_NUMBER}
    refusal = window.send('receiveCase', **by_agent)
    assert (refusal['code'], refusal['field'], cases(world)) == ('MANDATE_NEEDED', 'agent', 0)
    paper = by_agent | {'papers': [*by_agent['papers'], 'mandate']}
    assert window.send('receiveCase', **paper)['code'] is None
    with hall_context(world.hall(TOWNSHIP)):
        assert uses(world, Mandate.objects.get().number) == [Case.objects.get().number]
    own = application(BIRTH) | {'papers': paper['papers']}
    assert window.send('receiveCase', **own)['code'] == 'UNKNOWN_PAPER'  # who comes themselves needs none


@pytest.mark.parametrize('changes', [{'paper-mandate': 'handed_in'}, {'file-mandate': 'scan'}], ids=['ticked', 'scan'])
def test_the_paper_that_comes_with_it_is_a_mandate_for_this_one_case(
    world: World, signed_in: SignedIn, changes: dict[str, str]
) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    files = {name: SimpleUploadedFile('委托书.pdf', PDF) for name in changes if name.startswith('file')}
    assert counter(clerk, **(changes | files)).status_code == 303
    with hall_context(world.hall(TOWNSHIP)):
        one, case = Mandate.objects.get(), Case.objects.get()
    assert (one.matters, one.until, one.given) == ([BIRTH], timezone.localdate(), 'counter')
    assert (case.applicant.mandate, uses(world, one.number)) == (one.number, [case.number])


def test_a_village_agent_carries_under_the_paper_of_this_case(world: World, signed_in: SignedIn) -> None:
    """What a point may only carry (代办): the agent there is the applicant's agent."""
    person = world.person(TOWNSHIP, Role.AGENT, point=points_of(world.hall(TOWNSHIP))[0].code)
    agent = signed_in(person)
    answer = agent.post(at(TOWNSHIP, f'points/{HOMESTEAD}/'), filled(HOMESTEAD))
    assert answer.status_code == 303, text(answer)
    assert agent.post(at(TOWNSHIP, f'points/{BIRTH}/'), filled(BIRTH)).status_code == 303  # received by the point
    with hall_context(world.hall(TOWNSHIP)):
        case, one = Case.objects.get(matter=HOMESTEAD), Mandate.objects.get()
    assert (case.state, case.applicant.mandate, case.applicant.agent) == (State.ENTRUSTED, one.number, '')
    assert (one.agent_person, one.given, one.matters) == (person.person_id, 'village', [HOMESTEAD])
    assert uses(world, one.number) == [case.number]
    assert one.number in text(agent.get(at(TOWNSHIP, 'mandates/')))
    clerk, address = signed_in(world.clerk(TOWNSHIP)), answer.headers['Location']
    assert do(clerk, address, 'receive').status_code == 303
    assert len(uses(world, one.number)) == 1


def test_a_merged_halls_mandates_go_to_its_successor_with_log_and_paper(world: World, signed_in: SignedIn) -> None:
    one = recorded(world, hall=OLD[0])
    withdrawn = recorded(world, hall=OLD[0])
    with hall_context(world.hall(OLD[0])):
        withdraw_mandate(uid=withdrawn.uid, reason='收回', actor=world.clerk(OLD[0]))
    merge(convert(plan_of(), MergerPlan))
    world.carry()
    with hall_context(world.hall(SUCCESSOR)):
        kept = {row.number: row for row in Mandate.objects.all()}
    assert kept.keys() == {one.number, withdrawn.number}
    assert (kept[one.number].people, kept[one.number].until, kept[one.number].file) == (one.people, one.until, one.file)
    assert kept[withdrawn.number].withdrawn is not None
    assert counter(signed_in(world.clerk(SUCCESSOR)), mandate=one.number).status_code == 303
    with hall_context(world.hall(OLD[0])):
        assert set(Mandate.objects.values_list('passed_to', flat=True)) == {SUCCESSOR}


def test_a_liaison_officer_files_under_a_recorded_mandate_only(world: World, signed_in: SignedIn) -> None:
    person = world.person(TOWNSHIP, Role.LIAISON)
    officer, address = signed_in(person), at(TOWNSHIP, f'counter/{BIRTH}/')
    assert '登记代办' in text(officer.get(address))
    answer = officer.post(address, filled(BIRTH))
    assert (answer.status_code, '要先在“代办委托”里登记' in text(answer), cases(world)) == (422, True, 0)
    typed = {
        'kind': 'person', 'name': '张小明', 'document': '111', 'id_number': ID_NUMBER, 'to_me': 'on',
        'matters': [BIRTH], 'until': str(timezone.localdate() + YEAR), 'given': 'visit',
    }  # fmt: skip
    missing = officer.post(at(TOWNSHIP, 'mandates/new/'), typed)
    assert (missing.status_code, '请附上签好字的授权委托书' in text(missing)) == (422, True)
    made = officer.post(at(TOWNSHIP, 'mandates/new/'), typed | {'scan': SimpleUploadedFile('委托书.pdf', PDF)})
    assert made.status_code == 303, text(made)
    with hall_context(world.hall(TOWNSHIP)):
        one = Mandate.objects.get()
    assert (one.given, one.agent_person) == ('visit', person.person_id)
    out = officer.post(at(TOWNSHIP, f'counter/{DISABLED}/'), filled(DISABLED, mandate=one.number))
    assert (out.status_code, '不包括这件事' in text(out), cases(world)) == (422, True, 0)
    filed = officer.post(address, filled(BIRTH, mandate=one.number))
    assert filed.status_code == 303, text(filed)
    with hall_context(world.hall(TOWNSHIP)):
        case = Case.objects.get()
    assert (case.state, case.helped_by) == (State.ENTRUSTED, person.person_id)
    assert officer.get(filed.headers['Location']).status_code == 200
    assert uses(world, one.number) == [case.number]
    asked = f'{address}check/?part=mandates'
    assert one.number in text(officer.post(asked, filled(BIRTH)))
    other = signed_in(world.person(TOWNSHIP, Role.LIAISON))
    assert '没有登记过有效的委托' in text(other.post(asked, filled(BIRTH)))
    closed = other.post(f'{address}check/?part=on-file', filled(BIRTH))
    assert (closed.status_code, '帮办人员不查存的材料' in text(closed)) == (200, True)
    assert other.get(at(TOWNSHIP, f'mandates/{one.uid}/')).status_code == 404
    assert other.post(address, filled(BIRTH, mandate=one.number)).status_code == 422


def test_it_is_found_by_its_number_or_the_end_of_a_number_and_the_look_is_recorded(
    world: World, signed_in: SignedIn
) -> None:
    one, clerk, address = recorded(world), signed_in(world.clerk(TOWNSHIP)), at(TOWNSHIP, 'mandates/')
    assert one.number in text(clerk.get(address))
    for number in (one.number.lower(), ID_NUMBER[-4:], ID_NUMBER[-6:]):
        assert clerk.post(address, {'number': number}).headers['Location'] == at(TOWNSHIP, f'mandates/{one.uid}/')
    assert '没有找到这份委托' in text(clerk.post(address, {'number': '0000'}))
    assert AuditEntry.objects.filter(action='person_searched', hall=TOWNSHIP).count() == 4
    assert signed_in(world.person(TOWNSHIP, Role.SUPERVISOR)).get(address).status_code == 403
    assert clerk.get(at(TOWNSHIP, f'mandates/{one.uid}/file/')).status_code == 200
    assert AuditEntry.objects.filter(action='person_shown', subject=one.number).count() == 1


def test_it_is_withdrawn_with_a_reason_and_then_of_no_use(world: World, signed_in: SignedIn) -> None:
    one, clerk = recorded(world), signed_in(world.clerk(TOWNSHIP))
    address = at(TOWNSHIP, f'mandates/{one.uid}/')
    assert '请写明为什么撤回' in text(clerk.post(address, {'reason': ''}))
    assert clerk.post(address, {'reason': '委托人收回'}).status_code == 303
    page = text(clerk.get(address))
    assert ('已撤回' in page, '委托人收回' in page) == (True, True)
    assert counter(clerk, mandate=one.number).status_code == 422
    with hall_context(world.hall(TOWNSHIP)), refused('NO_SUCH_MANDATE'):
        withdraw_mandate(uid=one.uid, reason='x', actor=world.person(TOWNSHIP, Role.LIAISON))
    assert AuditEntry.objects.filter(action='mandate_changed', subject=one.number).count() == 1


@pytest.mark.parametrize(
    ('changes', 'code'),
    [
        ({'until': date(2020, 1, 1)}, 'MANDATE_DAYS'),
        ({'until': date(2126, 1, 1)}, 'MANDATE_DAYS'),
        ({'matters': []}, 'MANDATE_SCOPE'),
        ({'matters': ['999']}, 'UNKNOWN_MATTER'),
        ({'matters': [BIRTH], 'all_matters': True}, 'MANDATE_SCOPE'),
        ({'who': Applicant(kind='person', name='张小明', id_number=ID_NUMBER)}, 'AGENT_MISSING'),
        (
            {'who': Applicant(kind='person', name='张小明', id_number=ID_NUMBER, agent='乙', agent_number=ID_NUMBER)},
            'MANDATE_OF_ONESELF',
        ),
    ],
)
def test_what_says_too_little_is_no_mandate(world: World, changes: dict[str, Any], code: str) -> None:
    with refused(code):
        recorded(world, **changes)
    with hall_context(world.hall(TOWNSHIP)):
        assert not Mandate.objects.exists()


def test_programs_apply_under_it_and_withdraw_it(world: World) -> None:
    one, system = recorded(world), System.of(world, TOWNSHIP, Role.CLERK)
    agent = {'agent': '王芳', 'agentNumber': AGENT_NUMBER, 'mandate': one.number}
    answer = system.send('receiveCase', **application(BIRTH, **agent))
    assert answer['code'] is None, answer
    query = 'query ($uid: UUID!) { case(uid: $uid) { applicant { mandate } } }'
    assert system.ask(query, uid=answer['case']['uid'])['case']['applicant']['mandate'] == one.number
    sent = {'mandate': str(one.uid), 'reason': '收回'}
    done = system.ask(
        'mutation ($input: WithdrawMandateInput!) { withdrawMandate(input: $input) { code } }', input=sent
    )
    assert done['withdrawMandate']['code'] is None
    late = system.send('receiveCase', **application(BIRTH, **agent))
    assert (late['code'], late['field'], cases(world)) == ('MANDATE_WITHDRAWN', 'mandate', 1)
