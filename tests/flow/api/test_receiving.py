"""Papers that a department's system sends: one case for each key, and every refusal with its code and field."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from govhall.casework.models import Case
from tenants.context import hall_context
from tenants.models import Membership, Point
from tenants.roles import Role
from tests.builders.desk import end_grants
from tests.builders.system import System, application
from tests.builders.world import BIRTH, COUNTY, HOMESTEAD, ID_NUMBER, TOWNSHIP, World


@pytest.fixture
def window(world: World) -> System:
    """The system of a department, as a clerk of the township."""
    return System.of(world, TOWNSHIP, Role.CLERK)


def count(world: World) -> int:
    with hall_context(world.hall(TOWNSHIP)):
        return Case.objects.count()


def test_an_application_becomes_a_case_taken_by_the_system(world: World, window: System) -> None:
    answer = window.send('receiveCase', **application(BIRTH))
    assert (answer['code'], answer['case']['state'], answer['case']['version']) == (None, 'RECEIVED', 1)
    assert '已收件' in answer['message']
    with hall_context(world.hall(TOWNSHIP)):
        event = Case.objects.get(number=answer['case']['number']).events.get()
    assert (event.kind, event.actor, event.actor_name) == ('receive', window.person.pk, '户政系统')


def test_the_same_key_twice_is_one_case(world: World, window: System) -> None:
    given = application(BIRTH)
    first, second = (window.send('receiveCase', **given) for _ in range(2))
    assert first['case']['number'] == second['case']['number']
    assert count(world) == 1


def test_a_key_sent_again_later_tells_how_the_case_stands_now(world: World, window: System) -> None:
    given = application(BIRTH)
    uid = window.send('receiveCase', **given)['case']['uid']
    assert window.do('acceptCase', uid)['code'] is None
    again = window.send('receiveCase', **given)
    assert (again['case']['uid'], again['case']['state'], '受理' in again['message']) == (uid, 'ACCEPTED', True)


@pytest.mark.parametrize('changes', [{'matter': HOMESTEAD, 'papers': []}, {'idNumber': '110105194912310054'}])
def test_a_key_used_for_another_application_is_refused_and_tells_nothing(
    world: World, window: System, changes: dict[str, Any]
) -> None:
    given = application(BIRTH)
    window.send('receiveCase', **given)
    answer = window.send('receiveCase', **(given | changes))
    assert (answer['code'], answer['field'], answer['case']) == ('KEY_USED', 'submission', None)
    assert count(world) == 1


@pytest.mark.parametrize(
    ('changes', 'code', 'field'),
    [
        ({'name': ''}, 'REQUIRED', 'name'),
        ({'name': '明' * 61}, 'MAX_LENGTH', 'name'),
        ({'idNumber': '110105194912310021'}, 'WRONG_RESIDENT_CHECK_DIGIT', 'idNumber'),
        ({'kind': 'organisation'}, 'INVALID_CREDIT_CODE', 'idNumber'),
        ({'kind': 'robot'}, 'INVALID_CHOICE', 'kind'),
        ({'phone': '12'}, 'INVALID_MOBILE', 'phone'),
        ({'papers': ['nothing']}, 'UNKNOWN_PAPER', 'papers'),
        ({'matter': '999999999999'}, 'UNKNOWN_MATTER', 'matter'),
        ({'point': '999999999999'}, 'INVALID_CHOICE', 'point'),
    ],
)
def test_what_is_wrong_is_named_with_code_and_field_and_nothing_is_stored(
    world: World, window: System, changes: dict[str, Any], code: str, field: str
) -> None:
    answer = window.send('receiveCase', **application(BIRTH, papers=[]) | changes)
    assert (answer['code'], answer['field'], answer['case']) == (code, field, None)
    assert count(world) == 0
    assert ID_NUMBER not in json.dumps(answer)


def test_missing_papers_are_received_as_missing(world: World, window: System) -> None:
    case = window.send('receiveCase', **application(BIRTH, papers=[]))['case']
    assert window.do('acceptCase', case['uid'])['code'] == 'PAPERS_MISSING'


def test_a_hall_whose_grant_has_ended_takes_nothing(world: World, window: System) -> None:
    end_grants(TOWNSHIP, BIRTH, timezone.now())
    assert window.send('receiveCase', **application(BIRTH))['code'] == 'NO_GRANT'
    assert count(world) == 0


@pytest.mark.parametrize('role', [Role.REVIEWER, Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR])
def test_only_those_who_take_papers_may_send_them(world: World, role: Role) -> None:
    answer = System.of(world, COUNTY, role).send('receiveCase', **application(BIRTH))
    assert (answer['code'], answer['case']) == ('NOT_YOUR_ROLE', None)


def test_a_village_takes_papers_at_its_own_point_only(world: World) -> None:
    hall = world.hall(TOWNSHIP)
    own, other = Point.objects.filter(hall=hall, active=True)[:2]
    agent = System.of(world, TOWNSHIP, Role.AGENT)
    assert agent.send('receiveCase', **application(BIRTH))['code'] == 'UNKNOWN_POINT'
    Membership.objects.filter(person=agent.person).update(point=own.code)
    assert agent.send('receiveCase', **application(BIRTH, point=other.code))['code'] == 'UNKNOWN_POINT'
    case = agent.send('receiveCase', **application(BIRTH, submission=str(uuid4())))['case']
    with hall_context(hall):
        assert Case.objects.get(uid=case['uid']).point == own.code
