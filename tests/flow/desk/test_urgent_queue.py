"""急件待签发: a leader on duty sees those of the department or the hall, off duty the own ones; who leads is said."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from govhall.attendance.models import Shift
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.desk.filters import WorklistFilter
from govhall.desk.worklist_counts import counts
from tenants.access import Actor
from tenants.context import hall_context
from tenants.models import Membership
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, World

QUEUE, TODAY = at(COUNTY, 'worklist/?show=sign'), timezone.localdate()


@pytest.fixture
def urgent(world: World) -> dict[str, Case]:
    """Two cases whose limit ends today and that wait for the decision, of two departments."""
    return {department: _urgent(world, department) for department in ('TJWJ', 'TJLY')}


def _urgent(world: World, department: str) -> Case:
    with hall_context(world.hall(COUNTY)):
        case = world.receive(COUNTY, HYGIENE)
        due = {'promised_due': TODAY, 'state': State.ACCEPTED, 'department': department, 'received_by': None}
        Case.objects.filter(uid=case.uid).update(**due)
        return Case.objects.get(uid=case.uid)


def lead(person: Actor, department: str = '', *, first: date = TODAY, last: date = TODAY) -> None:
    told = {'noted_by': 1, 'noted_by_name': '管理员', 'noted_at': timezone.now()}
    name, hall = person.name, person.hall
    Shift.objects.create(
        hall_code=hall, department=department, person_id=person.person_id, person_name=name, first_day=first,
        last_day=last, **told,
    )  # fmt: skip


def shown(client: Client, urgent: dict[str, Case]) -> set[str]:
    page = client.get(QUEUE).content.decode()
    return {department for department, case in urgent.items() if str(case.uid) in page}


def test_a_leader_signs_for_the_hall_on_duty_and_off_duty_only_what_is_his_own(
    world: World, signed_in: SignedIn, urgent: dict[str, Case]
) -> None:
    leader = world.person(COUNTY, Role.LEADER)
    client = signed_in(leader)
    assert shown(client, urgent) == set()
    page = text(client.get(QUEUE))
    assert '今天没有排带班' in page and '您今天不带班，这里只有您认领的和您的授权书能签的急件' in page
    lead(leader, first=TODAY - timedelta(days=3), last=TODAY - timedelta(days=1))
    lead(leader, first=TODAY + timedelta(days=1), last=TODAY + timedelta(days=2))
    assert shown(client, urgent) == set()
    lead(leader)
    assert shown(client, urgent) == {'TJWJ', 'TJLY'}
    assert '今天带班：王办事（中心）。您替中心带班' in text(client.get(QUEUE))
    with hall_context(world.hall(COUNTY)):
        assert counts(COUNTY, leader)[WorklistFilter.SIGN] == 2


def test_who_leads_for_a_department_sees_its_urgent_cases_and_no_others(
    world: World, signed_in: SignedIn, urgent: dict[str, Case]
) -> None:
    leader = world.person(COUNTY, Role.LEADER)
    Membership.objects.filter(person_id=leader.person_id).update(department='TJWJ')
    lead(leader, 'TJWJ')
    assert shown(signed_in(leader), urgent) == {'TJWJ'}
    other = world.person(COUNTY, Role.LEADER)
    page = signed_in(other)
    assert shown(page, urgent) == set()
    assert '您今天不带班' in text(page.get(QUEUE))


def test_what_a_chief_has_claimed_or_holds_a_letter_for_stays_his_own(
    world: World, signed_in: SignedIn, urgent: dict[str, Case]
) -> None:
    lettered, plain = world.chief(COUNTY), world.person(COUNTY, Role.CHIEF)
    assert shown(signed_in(lettered), urgent) == {'TJWJ', 'TJLY'}
    assert shown(signed_in(plain), urgent) == set()
    with hall_context(world.hall(COUNTY)):
        Case.objects.filter(uid=urgent['TJLY'].uid).update(claimed_by=plain.person_id)
    assert shown(signed_in(plain), urgent) == {'TJLY'}


def test_others_see_the_queue_as_before_and_who_leads(
    world: World, signed_in: SignedIn, urgent: dict[str, Case]
) -> None:
    lead(world.person(COUNTY, Role.LEADER))
    for role in (Role.SUPERVISOR, Role.CLERK, Role.APPROVER):
        client = signed_in(world.person(COUNTY, role))
        assert shown(client, urgent) == {'TJWJ', 'TJLY'}, role
        page = text(client.get(QUEUE))
        assert '今天带班：王办事（中心）' in page and '您今天不带班' not in page


def test_graphql_and_the_counts_follow_the_roster_too(world: World, urgent: dict[str, Case]) -> None:
    system = System.of(world, COUNTY, Role.LEADER)
    asked = '{ cases(show: SIGN) { cases { number } } }'
    assert system.ask(asked)['cases']['cases'] == []
    lead(system.actor)
    assert len(system.ask(asked)['cases']['cases']) == 2
