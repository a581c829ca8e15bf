"""Accepting, declining, asking for papers and ending are the matter's own department's, or the common window's."""

import json
import re
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.hearing.tell import tell_hearing
from govhall.casework.models import Case, CaseEvent
from govhall.casework.rules.states import Custody
from govhall.casework.services.reception import receive_case
from govhall.catalogue.matter_owners import owners_of
from govhall.catalogue.models import CentreItem
from govhall.catalogue.services.authorisations import authorise
from tenants.access import Actor, actor_in
from tenants.context import hall_context
from tenants.models import Membership, Person
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, acts, at, text
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, LONG_AGO, TOWNSHIP, World

HEALTH, FORESTRY = 'TJWJ', 'TJLY'
NAME = '通江县卫生健康局'
BOUND = {
    'accept': {},
    'decline': {'reason': '不属于本机关职权'},
    'correction': {'missing': ['1']},
    'withdraw': {'reason': '本人要求'},
    'terminate': {'reason': '申请人已注销'},
}
SENTENCE = '这件事属于通江县卫生健康局，请交给该部门的同事、综合窗口或持有该事项授权书的人员办理。'


def sent_by(world: World, department: str, *roles: Role, **more: object) -> Actor:
    """Somebody at the county's centre whom a department has sent; `CLERK` and `CHIEF` unless said."""
    person = world.person(COUNTY, *(roles or (Role.CLERK, Role.CHIEF)), **more)  # type: ignore[arg-type]
    Membership.objects.filter(person_id=person.person_id).update(department=department)
    return person


def sent_who_took_it(world: World, department: str) -> tuple[Actor, Case]:
    """Somebody whom a department has sent, and a case of HYGIENE that they took in."""
    person = sent_by(world, department)
    with hall_context(world.hall(COUNTY)):
        return person, receive_case(application=world.application(HYGIENE), actor=person)


def as_now(world: World, uid: UUID) -> tuple[str, int, int]:
    case = world.case(COUNTY, uid)
    return case.state, case.version, case.event_count


@pytest.fixture
def case(world: World) -> Case:
    return world.receive(COUNTY, HYGIENE)


@pytest.mark.parametrize('word', [*BOUND])
def test_people_of_another_department_do_not_act_for_this_one(world: World, signed_in: SignedIn, word: str) -> None:
    person, case = sent_who_took_it(world, FORESTRY)
    client, before = signed_in(person), as_now(world, case.uid)
    paper = case.papers[0].code
    fields = (
        {'version': case.version}
        | BOUND[word]
        | ({'papers': [paper], 'missing': [paper]} if word == 'correction' else {})
    )
    answer = client.post(at(COUNTY, f'cases/{case.uid}/{word}/'), fields)
    assert (answer.status_code, SENTENCE in text(answer)) == (403, True)
    stranger = signed_in(sent_by(world, FORESTRY)).post(at(COUNTY, f'cases/{case.uid}/{word}/'), fields)
    assert (stranger.status_code, SENTENCE in text(stranger)) == (404, False)
    assert as_now(world, case.uid) == before


def test_the_page_offers_no_act_of_another_department_and_says_whose_it_is(world: World, signed_in: SignedIn) -> None:
    person, case = sent_who_took_it(world, FORESTRY)
    page = signed_in(person).get(at(COUNTY, f'cases/{case.uid}/'))
    assert (acts(page) & set(BOUND), SENTENCE in text(page)) == (set(), True)
    counter = signed_in(sent_by(world, FORESTRY)).get(at(COUNTY, f'counter/{HYGIENE}/'))
    assert set(re.findall(r'name="then" value="([a-z-]+)"', counter.content.decode())) == {
        'receive',
        'on-file',
        'mandates',
    }


@pytest.mark.parametrize('department', ['', HEALTH])
def test_its_own_people_and_the_common_window_act(
    world: World, signed_in: SignedIn, case: Case, department: str
) -> None:
    client, address = signed_in(sent_by(world, department, Role.CLERK)), at(COUNTY, f'cases/{case.uid}/')
    page = client.get(address)
    assert ({'accept', 'decline', 'withdraw'} <= acts(page), '这件事属于' in text(page)) == (True, False)
    assert client.post(f'{address}accept/', {'version': case.version}).status_code == 303


def test_a_letter_for_the_matter_stands_in_for_the_department(world: World, signed_in: SignedIn) -> None:
    person, case = sent_who_took_it(world, FORESTRY)
    address = at(COUNTY, f'cases/{case.uid}/')
    given = {'person_id': person.person_id, 'hall': COUNTY, 'document': '授权书9号', 'valid_from': LONG_AGO}
    authorise(powers=['submit'], matters=['000164120000'], **given)  # type: ignore[arg-type]
    client = signed_in(person)
    assert client.post(f'{address}accept/', {'version': case.version}).status_code == 403
    letter = authorise(powers=['submit'], matters=[HYGIENE], **given)  # type: ignore[arg-type]
    assert 'accept' in acts(client.get(address))
    assert client.post(f'{address}accept/', {'version': case.version}).status_code == 303
    with hall_context(world.hall(COUNTY)):
        assert CaseEvent.objects.get(case_id=case.uid, kind='accept').data['letter'] == str(letter)


def test_programs_hear_the_same(world: World, case: Case) -> None:
    system, before = System.of(world, COUNTY, Role.CLERK), as_now(world, case.uid)
    Membership.objects.filter(person=system.person).update(department=FORESTRY)
    query = 'mutation ($i: AcceptCaseInput!) { acceptCase(input: $i) { code message } }'
    asked = {'uid': str(case.uid), 'version': case.version}
    assert system.ask(query, i=asked)['acceptCase']['code'] == 'NO_SUCH_CASE'
    with hall_context(world.hall(COUNTY)):
        Case.objects.filter(uid=case.uid).update(received_by=system.person.pk)
    answer = system.ask(query, i=asked)['acceptCase']
    assert answer == {'code': 'NOT_YOUR_DEPARTMENT', 'message': SENTENCE}
    assert as_now(world, case.uid) == before


def test_the_list_of_the_centre_goes_before_the_organ(world: World, case: Case) -> None:
    def owners() -> set[str]:
        return set(owners_of(matter=HYGIENE, hall=COUNTY, at=case.received_at))

    assert owners() == {HEALTH}
    item = {'hall_code': COUNTY, 'code': HYGIENE, 'name': '公共场所卫生许可', 'task_type': '01'}
    CentreItem.objects.create(department_code=FORESTRY, **item)
    assert owners() == {FORESTRY}


def test_a_desk_without_a_department_is_the_common_window(world: World) -> None:
    hall, person = world.hall(COUNTY), sent_by(world, HEALTH, Role.CLERK)
    user = Person.objects.get(pk=person.person_id)

    def sent() -> frozenset[str]:
        actor = actor_in(user, hall)
        assert actor is not None
        return actor.departments

    assert sent() == {HEALTH}
    Membership.objects.create(person=user, hall=hall, roles=['agent'], valid_from=LONG_AGO)
    assert sent() == {HEALTH}
    Membership.objects.create(person=user, hall=hall, roles=['reviewer'], department=FORESTRY, valid_from=LONG_AGO)
    assert sent() == {HEALTH, FORESTRY}
    Membership.objects.create(person=user, hall=hall, roles=['clerk'], valid_from=LONG_AGO)
    assert sent() == frozenset()


def test_whose_case_it_is_costs_its_own_people_no_statement(world: World, signed_in: SignedIn) -> None:
    def statements(department: str) -> int:
        case = world.receive(COUNTY, HYGIENE)
        client, address = signed_in(sent_by(world, department)), at(COUNTY, f'cases/{case.uid}/')
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.post(f'{address}accept/', {'version': case.version}).status_code == 303
        return len(queries)

    statements('')
    assert statements(HEALTH) == statements('')


def test_the_bar_calls_the_department_by_its_name(world: World, signed_in: SignedIn) -> None:
    for page in ('worklist/', 'catalogue/where/'):
        shown = signed_in(sent_by(world, HEALTH, Role.CLERK)).get(at(COUNTY, page)).content.decode()
        assert f'<small>{NAME}</small>' in shown, page
        assert HEALTH not in shown, page


@pytest.mark.parametrize('text', [HEALTH, NAME])
def test_people_are_loaded_with_the_code_however_the_department_is_written(
    world: World, tmp_path: Path, text: str
) -> None:
    load(tmp_path, text)
    assert Membership.objects.get(person__username='tj-health').department == HEALTH


def test_near_miss_a_department_that_the_catalogue_has_not_loads_nobody(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match='目录里没有部门“卫健局”'):
        load(tmp_path, '卫健局')
    assert not Person.objects.filter(username='tj-health').exists()


def load(folder: Path, department: str) -> None:
    place = {'hall': COUNTY, 'roles': ['clerk'], 'department': department}
    person = {'username': 'tj-health', 'name': '李卫', 'password': 'given-by-operator-1', 'memberships': [place]}
    file = folder / 'people.json'
    file.write_text(json.dumps([person]), encoding='utf-8')
    call_command('load_people', str(file))


@pytest.mark.parametrize('word', ['transfer', 'hearing-ask', 'hearing-waive'])
def test_nobody_of_another_department_sends_the_case_away_or_speaks_for_the_parties(
    world: World, signed_in: SignedIn, case: Case, word: str
) -> None:
    desk = Desk.of_chief(world, COUNTY)
    if word != 'transfer':
        desk.do(accept_case, case.uid)
        desk.do(tell_hearing, case.uid)
    before, address = as_now(world, case.uid), at(COUNTY, f'cases/{case.uid}/')
    fields = {'version': before[1], 'to': 'PCXZ0001', 'reason': '经营场所在平昌县'}
    person = sent_by(world, FORESTRY)
    with hall_context(world.hall(COUNTY)):
        Case.objects.filter(uid=case.uid).update(received_by=person.person_id)
    client = signed_in(person)
    assert word not in acts(client.get(address))
    answer = client.post(f'{address}{word}/', fields)
    assert (answer.status_code, SENTENCE in text(answer)) == (403, True)
    assert as_now(world, case.uid) == before
    assert signed_in(sent_by(world, HEALTH)).post(f'{address}{word}/', fields).status_code == 303  # near miss


def test_nobody_of_another_department_passes_a_case_on(world: World, signed_in: SignedIn) -> None:
    carried = world.receive(TOWNSHIP, HYGIENE)
    item = {'hall_code': TOWNSHIP, 'code': HYGIENE, 'name': '公共场所卫生许可', 'task_type': '01'}
    CentreItem.objects.create(department_code=HEALTH, **item)
    person, address = world.clerk(TOWNSHIP), at(TOWNSHIP, f'cases/{carried.uid}/forward/')

    def pressed(department: str) -> int:
        Membership.objects.filter(person_id=person.person_id).update(department=department)
        return signed_in(person).post(address, {'version': carried.version}).status_code

    assert (pressed(FORESTRY), world.case(TOWNSHIP, carried.uid).custody) == (403, Custody.HELD)
    assert (pressed(''), world.case(TOWNSHIP, carried.uid).custody) == (303, Custody.IN_TRANSIT)  # near miss
