"""考勤月表: working days only, each day once, for as long as somebody worked here."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from govhall.attendance.models import Leave
from govhall.attendance.month_table import month_of
from tenants.access import Actor
from tenants.models import Membership, Person
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.sheets import rows_of
from tests.builders.world import COUNTY, World

MAY = date(2026, 5, 1)  # 1 to 5 are holidays and 9 is worked, by the notice of 2026: 19 working days


@pytest.fixture
def person(world: World) -> Actor:
    person = world.person(COUNTY, Role.CLERK)
    Person.objects.filter(pk=person.person_id).update(name='张三')
    return person


def leave(person: Actor, kind: str, first: date, last: date, back: date | None = None) -> None:
    Leave.objects.create(
        hall_code=COUNTY,
        person_id=person.person_id,
        person_name='张三',
        kind=kind,
        first_day=first,
        last_day=last,
        back_on=back,
        substitute_id=None if kind == 'absent' else 1,
        noted_by=1,
        noted_by_name='管理员',
        noted_at=timezone.now(),
    )


def test_days_away_are_working_days_and_end_when_somebody_is_back(world: World, person: Actor) -> None:
    leave(person, 'annual', date(2026, 4, 29), date(2026, 5, 10))  # 6, 7, 8 and the worked Saturday
    leave(person, 'sick', date(2026, 5, 18), date(2026, 5, 29), back=date(2026, 5, 20))
    leave(person, 'absent', date(2026, 5, 22), date(2026, 5, 22))
    leave(person, 'errand', date(2026, 5, 25), date(2026, 5, 26), back=date(2026, 5, 25))  # was not taken
    (row,) = (one for one in month_of(world.hall(COUNTY), MAY) if one.name == '张三')
    assert (row.workdays, dict(row.away), row.there) == (19, {'annual': 4, 'sick': 2, 'absent': 1}, 12)


def test_who_came_or_left_in_the_month_counts_from_and_until_then(world: World, person: Actor) -> None:
    came = datetime(2026, 5, 24, 16, tzinfo=UTC)  # the 25th here
    Membership.objects.filter(person_id=person.person_id).update(valid_from=came)
    (row,) = (one for one in month_of(world.hall(COUNTY), MAY) if one.name == '张三')
    assert row.workdays == 5
    left = datetime(2026, 5, 27, 16, tzinfo=UTC)
    Membership.objects.filter(person_id=person.person_id).update(valid_to=left)
    (row,) = (one for one in month_of(world.hall(COUNTY), MAY) if one.name == '张三')
    assert row.workdays == 3


def test_the_month_is_a_page_and_a_file(world: World, signed_in: SignedIn, person: Actor) -> None:
    client, address = signed_in(world.person(COUNTY, Role.SUPERVISOR)), at(COUNTY, 'attendance/month/')
    assert '2026年5月考勤月表' in text(client.get(f'{address}?month=2026-05'))
    rows = rows_of(client.get(f'{address}?month=2026-05&as=xlsx').content)
    assert rows[0][:5] == ['姓名', '用户名', '部门', '应到天数', '在岗天数'] and any('张三' in row for row in rows)
    for wrong in ('2026-13', 'x', '1999-12', '2999-01', '0001-01'):
        assert client.get(f'{address}?month={wrong}').status_code == 404
