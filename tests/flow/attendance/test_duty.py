"""领导带班: leaders and chiefs, one at a time for a department; what has begun stays."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from govhall.attendance.models import Leave, Shift
from tenants.access import Actor
from tenants.models import Membership
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.world import COUNTY, World

DUTY = at(COUNTY, 'attendance/duty/')


def day(after: int) -> date:
    return timezone.localdate() + timedelta(days=after)


@pytest.fixture
def administrator(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.ADMINISTRATOR))


def typed(person: Actor, first: int = 0, last: int = 2) -> dict[str, Any]:
    return {'person': person.person_id, 'first_day': day(first).isoformat(), 'last_day': day(last).isoformat()}


def test_a_leader_leads_for_the_centre_and_a_chief_for_the_department(world: World, administrator: Client) -> None:
    leader, chief = world.person(COUNTY, Role.LEADER), world.person(COUNTY, Role.CHIEF)
    Membership.objects.filter(person_id=chief.person_id).update(department='XZWJ')
    assert administrator.post(DUTY, typed(leader)).status_code == 303
    assert administrator.post(DUTY, typed(chief)).status_code == 303
    assert set(Shift.objects.values_list('department', flat=True)) == {'', 'XZWJ'}
    assert '今天带班' in text(administrator.get(DUTY))
    assert '今天没有排带班' not in text(administrator.get(at(COUNTY, 'attendance/')))
    second = administrator.post(DUTY, typed(leader, 2, 4))
    assert (second.status_code, '已经排了带班' in text(second), Shift.objects.count()) == (409, True, 2)


def test_a_clerk_does_not_lead_nor_who_is_away_nor_in_the_past(world: World, administrator: Client) -> None:
    clerk, leader = world.person(COUNTY, Role.CLERK), world.person(COUNTY, Role.LEADER)
    assert administrator.post(DUTY, typed(clerk)).status_code == 422
    assert administrator.post(DUTY, typed(leader, -1)).status_code == 422
    Leave.objects.create(
        hall_code=COUNTY,
        person_id=leader.person_id,
        person_name='王办事',
        kind='annual',
        first_day=day(1),
        last_day=day(1),
        substitute_id=clerk.person_id,
        noted_by=1,
        noted_by_name='管理员',
        noted_at=timezone.now(),
    )
    away = administrator.post(DUTY, typed(leader))
    assert (away.status_code, '也不在' in text(away), Shift.objects.count()) == (422, True, 0)


def test_a_shift_that_has_not_begun_may_go_and_one_that_has_stays(world: World, administrator: Client) -> None:
    leader = world.person(COUNTY, Role.LEADER)
    administrator.post(DUTY, typed(leader, 1, 1))
    administrator.post(DUTY, typed(leader, 0, 0))
    later, now = Shift.objects.order_by('-first_day')
    assert administrator.post(at(COUNTY, f'attendance/duty/{later.pk}/off/')).status_code == 303
    assert administrator.post(at(COUNTY, f'attendance/duty/{now.pk}/off/')).status_code == 409
    assert administrator.post(at(COUNTY, 'attendance/duty/999999/off/')).status_code == 409
    assert list(Shift.objects.all()) == [now]


@pytest.mark.parametrize('role', [Role.CHIEF, Role.LEADER, Role.SUPERVISOR])
def test_only_administrators_keep_the_roster(world: World, signed_in: SignedIn, role: Role) -> None:
    leader = world.person(COUNTY, Role.LEADER)
    client = signed_in(world.person(COUNTY, role))
    assert client.get(DUTY).status_code == 200
    assert client.post(DUTY, typed(leader)).status_code == 403
    assert not Shift.objects.exists()
