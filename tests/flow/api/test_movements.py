"""The acts that few cases need: across, down, to supervision, extended, heard; by mutation from end to end."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from tenants.roles import Role
from tests.builders.system import System, application
from tests.builders.world import COUNTY, DISABLED, HYGIENE, TOWNSHIP, World

OTHER_COUNTY = 'PCXZ0001'

UNTIL = (timezone.localdate() + timedelta(days=365)).isoformat()  # of a matter with a legal term


@pytest.fixture
def county(world: World) -> System:
    """A system of the county that may do everything that the hall may."""
    return chief_of(world, COUNTY)


def chief_of(world: World, hall: str) -> System:
    return System.of(world, hall, Role.CHIEF, Role.CLERK, powers=('decide', 'submit', 'seal', 'coordinate', 'print'))


@pytest.fixture
def accepted(county: System) -> str:
    """The uid of an accepted case of the county."""
    uid = str(county.send('receiveCase', **application(HYGIENE))['case']['uid'])
    assert county.do('acceptCase', uid)['code'] is None
    return uid


def test_papers_at_the_wrong_county_are_transferred_and_received_there(world: World, county: System) -> None:
    uid = county.send('receiveCase', **application(HYGIENE))['case']['uid']
    sent = county.do('transferCase', uid, to=OTHER_COUNTY, reason='经营场所在平昌县')
    assert (sent['code'], sent['case']['custody']) == (None, 'IN_TRANSIT')
    world.carry()
    there = chief_of(world, OTHER_COUNTY)
    assert there.do('takeOverFromAgent', uid)['case']['state'] == 'RECEIVED'


def test_a_decision_is_handed_to_supervision(world: World, county: System, accepted: str) -> None:
    assert county.do('handToOversight', accepted, to=TOWNSHIP, reason='请纳入日常检查')['code'] == 'NOT_NOW'
    assert county.do('decideCase', accepted, approve=True, day=UNTIL)['code'] is None
    assert county.do('handToOversight', accepted, to=TOWNSHIP, reason='请纳入日常检查')['code'] is None
    world.carry()
    assert chief_of(world, TOWNSHIP).do('answerConsultation', accepted, opinion='已签收')['code'] is None


def test_the_head_of_the_organ_extends_once(world: World, county: System, accepted: str) -> None:
    head = System.of(world, COUNTY, Role.LEADER)
    assert head.do('extendCase', accepted, days=3, reason='案情复杂')['code'] == 'NOT_THE_HEAD'
    world.make_head(head.actor, world.organ(COUNTY, HYGIENE))
    assert head.do('extendCase', accepted, days=3, reason='案情复杂')['code'] is None
    assert head.do('extendCase', accepted, days=1, reason='再延')['code'] == 'SECOND_EXTENSION'


def test_a_hearing_is_told_asked_called_and_held(county: System, accepted: str) -> None:
    for mutation in ('tellHearing', 'askForHearing'):
        assert county.do(mutation, accepted)['code'] is None
    day = timezone.localdate() + timedelta(days=14)
    near = timezone.localdate() + timedelta(days=2)
    where = {'hour': '09:30', 'place': '三楼听证室', 'host': '李主持'}
    assert county.do('callHearing', accepted, day=near.isoformat(), **where)['code'] == 'HEARING_TOO_SOON'
    nine = county.do('callHearing', accepted, day=day.isoformat(), **where | {'hour': '九点'})
    assert (nine['code'], nine['field']) == ('INVALID', 'hour')
    called = county.do('callHearing', accepted, day=day.isoformat(), **where)
    assert called['code'] is None, called
    assert county.do('decideCase', accepted, approve=True, day=UNTIL)['code'] == 'HEARING_PENDING'
    assert county.do('holdHearing', accepted, opinion='双方陈述完毕')['code'] == 'HEARING_NOT_NOW'  # its day is to come
    with time_machine.travel(datetime.combine(day, time(15), tzinfo=UTC) - timedelta(hours=8)):
        assert county.do('holdHearing', accepted, opinion='双方陈述完毕')['code'] is None


def test_a_county_gives_a_case_to_a_township(world: World, county: System) -> None:
    uid = str(county.send('receiveCase', **application(DISABLED))['case']['uid'])
    assert county.do('acceptCase', uid)['code'] is None
    assert county.do('assignCase', uid, to=TOWNSHIP, reason='请镇上核实')['code'] is None
    world.carry()
    assert world.case(TOWNSHIP, UUID(uid)).custody == 'held'
