"""更换窗口人员: seven working days' written notice, a successor of the same department, and the day does the rest."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from govhall.attendance.models import WindowChange
from govhall.attendance.services.window_change import earliest
from govhall.deadlines.calendar import calendar_of
from tenants.access import Actor
from tenants.models import AuditEntry, Membership, Person
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.system import System
from tests.builders.world import COUNTY, World

CHANGES, TODAY = at(COUNTY, 'attendance/changes/'), timezone.localdate()


@pytest.fixture
def administrator(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.ADMINISTRATOR))


def sent(world: World, department: str = 'XZWJ', *roles: Role, powers: tuple[str, ...] = ()) -> Actor:
    person = world.person(COUNTY, *(roles or (Role.CLERK,)), powers=powers)
    Membership.objects.filter(person_id=person.person_id).update(department=department)
    return person


def typed(world: World, leaves: Actor, comes: Actor, **changes: Any) -> dict[str, Any]:
    first = earliest(world.hall(COUNTY), TODAY)
    given = {'person': leaves.person_id, 'successor': comes.person_id, 'notice_number': '卫健函〔2026〕3号'}
    return given | {'notice_on': TODAY.isoformat(), 'effective_on': first.isoformat()} | changes


def ends(person: Actor) -> set[date | None]:
    found = Membership.objects.get(person_id=person.person_id).valid_to, Person.objects.get(pk=person.person_id).ends_at
    return {timezone.localtime(one).date() if one else None for one in found}


def test_the_change_takes_effect_on_its_day_by_itself(world: World, signed_in: SignedIn, administrator: Client) -> None:
    leaves, comes = sent(world, powers=('decide',)), sent(world)
    first = earliest(world.hall(COUNTY), TODAY)
    answer = administrator.post(CHANGES, typed(world, leaves, comes), follow=True)
    assert '个事项没有授权书，请部门在更换以前出具' in text(answer)
    assert ends(leaves) == {first} and ends(comes) == {None}
    assert '还没到' in text(administrator.get(CHANGES))
    assert signed_in(leaves).get(at(COUNTY, 'worklist/')).status_code == 200
    people = text(signed_in(world.person(COUNTY, Role.LEADER)).get(at(COUNTY, 'catalogue/people/')))
    assert '派驻，中心考勤考核' in people and f'{first} 零点止' in people
    assert AuditEntry.objects.filter(action='window_changed', subject=str(leaves.person_id)).count() == 1


def test_seven_working_days_of_notice_are_asked_for(world: World, administrator: Client) -> None:
    leaves, comes = sent(world), sent(world)
    calendar, first = calendar_of(world.hall(COUNTY).area_code), earliest(world.hall(COUNTY), TODAY)
    between = [TODAY + timedelta(days=n) for n in range(1, (first - TODAY).days + 1)]
    assert sum(calendar.is_workday(day) for day in between) == 7
    early = typed(world, leaves, comes, effective_on=(first - timedelta(days=1)).isoformat())
    answer = administrator.post(CHANGES, early)
    assert (answer.status_code, f'最早从 {first} 起' in text(answer)) == (422, True)
    late = typed(world, leaves, comes, notice_on=(TODAY + timedelta(days=1)).isoformat())
    assert administrator.post(CHANGES, late).status_code == 422
    assert administrator.post(CHANGES, typed(world, leaves, comes, notice_number=' ')).status_code == 422
    assert not WindowChange.objects.exists() and ends(leaves) == {None}


def test_the_successor_is_somebody_else_of_the_same_department(world: World, administrator: Client) -> None:
    leaves, other, office = sent(world), sent(world, 'TJLY'), world.clerk(COUNTY)
    for person, successor in ((leaves, leaves), (leaves, other), (leaves, office), (office, leaves)):
        assert administrator.post(CHANGES, typed(world, person, successor)).status_code == 422
    assert not WindowChange.objects.exists() and ends(leaves) == {None}


def test_a_change_is_called_off_before_its_day_and_not_twice(world: World, administrator: Client) -> None:
    leaves, comes = sent(world), sent(world)
    administrator.post(CHANGES, typed(world, leaves, comes))
    assert administrator.post(CHANGES, typed(world, leaves, comes)).status_code == 409
    row = WindowChange.objects.get()
    off = f'{CHANGES}{row.pk}/off/'
    assert administrator.post(off).status_code == 303
    assert ends(leaves) == {None} and '已撤回' in text(administrator.get(CHANGES))
    assert administrator.post(off).status_code == 409
    WindowChange.objects.filter(pk=row.pk).update(called_off_on=None, effective_on=TODAY, notice_on=date(2026, 1, 1))
    assert administrator.post(off).status_code == 409


@pytest.mark.parametrize('role', [Role.CHIEF, Role.LEADER, Role.SUPERVISOR])
def test_others_read_the_changes_and_make_none(world: World, signed_in: SignedIn, role: Role) -> None:
    leaves, comes = sent(world), sent(world)
    client = signed_in(world.person(COUNTY, role))
    assert client.get(CHANGES).status_code == 200
    assert client.post(CHANGES, typed(world, leaves, comes)).status_code == 403
    assert signed_in(world.clerk(COUNTY)).get(CHANGES).status_code == 403
    assert not WindowChange.objects.exists() and ends(leaves) == {None}


def test_an_account_that_administrators_may_not_change_is_left_alone(world: World, administrator: Client) -> None:
    leaves, comes = sent(world, 'XZWJ', Role.ADMINISTRATOR, Role.CLERK), sent(world)
    assert administrator.post(CHANGES, typed(world, leaves, comes)).status_code == 403
    assert not WindowChange.objects.exists() and ends(leaves) == {None}


def test_systems_are_told_the_same(world: World) -> None:
    system, leaves, comes = System.of(world, COUNTY, Role.ADMINISTRATOR), sent(world), sent(world)
    query = 'mutation ($input: ChangeWindowPersonInput!) { changeWindowPerson(input: $input) { code message } }'
    given = {'person': leaves.person_id, 'successor': comes.person_id, 'noticeNumber': '3号', 'noticeOn': f'{TODAY}'}
    early = system.ask(query, input=given | {'effectiveOn': f'{TODAY + timedelta(days=2)}'})
    assert early['changeWindowPerson']['code'] == 'NOTICE_TOO_SHORT'
    right = system.ask(query, input=given | {'effectiveOn': f'{earliest(world.hall(COUNTY), TODAY)}'})
    assert right['changeWindowPerson']['code'] is None
