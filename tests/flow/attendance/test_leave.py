"""请假、销假 on their page: who stands in must be there with the same letters; what is refused changes nothing."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from govhall.attendance.models import Leave, LeaveKind
from govhall.attendance.services.leave import LeaveAsked, note_leave
from govhall.catalogue.models import Authorisation
from govhall.catalogue.services.authorisations import authorise
from tenants.access import Actor
from tenants.models import AuditEntry, Membership, Person
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.sheets import rows_of
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, LOGGING, LONG_AGO, World

LEAVE = at(COUNTY, 'attendance/leave/')


def day(after: int) -> date:
    return timezone.localdate() + timedelta(days=after)


@pytest.fixture
def administrator(world: World) -> Actor:
    return world.person(COUNTY, Role.ADMINISTRATOR)


@pytest.fixture
def away(world: World) -> Actor:
    return named(world.person(COUNTY, Role.APPROVER, powers=['decide', 'seal']), '张三')


@pytest.fixture
def stands_in(world: World) -> Actor:
    return named(world.person(COUNTY, Role.APPROVER, powers=['approve', 'seal']), '李四')


def named(actor: Actor, name: str) -> Actor:
    Person.objects.filter(pk=actor.person_id).update(name=name)
    return actor._replace(name=name)


def typed(person: Actor, stands_in: Actor | None, **changes: Any) -> dict[str, Any]:
    sent = {
        'person': person.person_id,
        'kind': 'annual',
        'first_day': day(1).isoformat(),
        'last_day': day(3).isoformat(),
        'substitute': stands_in.person_id if stands_in else '',
    }
    return sent | changes


def noted(world: World, by: Actor, person: Actor, substitute: Actor, first: int = 1, last: int = 3) -> Leave:
    asked = LeaveAsked(
        person=person.person_id,
        kind=LeaveKind.ANNUAL,
        first_day=day(first),
        last_day=day(last),
        substitute=substitute.person_id,
    )
    return note_leave(hall=world.hall(COUNTY), actor=by, asked=asked)


def refused(client: Client, sent: dict[str, Any], status: int, sentence: str) -> None:
    before = list(Leave.objects.values())
    answer = client.post(LEAVE, sent)
    assert (answer.status_code, sentence in text(answer)) == (status, True), text(answer)
    assert f'value="{sent["first_day"]}"' in answer.content.decode()  # what was typed is still there
    assert list(Leave.objects.values()) == before


def test_leave_is_noted_with_who_stands_in_and_shown_on_its_days(
    world: World, signed_in: SignedIn, administrator: Actor, away: Actor, stands_in: Actor
) -> None:
    client = signed_in(administrator)
    answer = client.post(LEAVE, typed(away, stands_in, first_day=day(0).isoformat()))
    assert answer.status_code == 303, text(answer)
    page = text(client.get(LEAVE))
    assert '由李四代班' in page and '今天不在' in page
    assert '李四代班' in text(client.get(at(COUNTY, 'attendance/')))
    entry = AuditEntry.objects.get(action='leave_changed')
    assert (entry.who, entry.subject) == (administrator.person_id, str(away.person_id))
    rows = rows_of(client.get(f'{LEAVE}?as=xlsx').content)
    assert rows[1][0] == '张三' and '年休假' in rows[1]
    assert '张三' in text(client.get(f'{LEAVE}?now=on')) and '没有登记请假' not in text(client.get(f'{LEAVE}?now=on'))


@pytest.mark.parametrize(
    ('changes', 'status', 'sentence'),
    [
        ({'last_day': day(0).isoformat()}, 422, '最后一天不能早于第一天'),
        ({'last_day': day(400).isoformat()}, 422, '一次最多登记 366 天'),
        ({'first_day': day(-40).isoformat()}, 422, '最多补登 31 天以前的'),
        ({'substitute': ''}, 422, '请假要写明代班人'),
        ({'kind': 'absent'}, 422, '请假要写明代班人'),
        ({'kind': 'holiday'}, 422, '请选择请假的类别'),
    ],
)
def test_wrong_days_and_nobody_who_stands_in_are_said_beside_the_field(
    signed_in: SignedIn, administrator: Actor, away: Actor, stands_in: Actor, changes: Any, status: int, sentence: str
) -> None:
    refused(signed_in(administrator), typed(away, stands_in, **changes), status, sentence)


def test_nobody_stands_in_for_oneself(signed_in: SignedIn, administrator: Actor, away: Actor) -> None:
    refused(signed_in(administrator), typed(away, away), 422, '代班人不能是请假的本人')


def test_who_stands_in_without_the_letters_is_refused_by_the_names_of_matters_and_powers(
    world: World, signed_in: SignedIn, administrator: Actor, away: Actor
) -> None:
    client, helper = signed_in(administrator), world.person(COUNTY, Role.APPROVER)
    refused(client, typed(away, helper), 422, '没有本大厅全部事项的授权（审批决定权、电子印章使用权）')
    authorise(
        person_id=helper.person_id,
        hall=COUNTY,
        powers=['decide', 'seal'],
        matters=[HYGIENE],
        document='授权书9号',
        valid_from=LONG_AGO,
    )
    Authorisation.objects.filter(person_id=away.person_id).update(matters=[HYGIENE, LOGGING])
    refused(client, typed(away, helper), 422, '的授权（审批决定权、电子印章使用权），代不了班')
    Authorisation.objects.filter(person_id=away.person_id).update(matters=[HYGIENE])
    assert client.post(LEAVE, typed(away, helper)).status_code == 303


@pytest.mark.parametrize(('until', 'status'), [(2, 422), (3, 303)])
def test_a_letter_that_ends_before_the_leave_does_covers_nothing(
    signed_in: SignedIn, administrator: Actor, away: Actor, stands_in: Actor, until: int, status: int
) -> None:
    ends = datetime.combine(day(until), datetime.max.time(), timezone.get_current_timezone())
    Authorisation.objects.filter(person_id=stands_in.person_id).update(valid_to=ends)
    assert signed_in(administrator).post(LEAVE, typed(away, stands_in)).status_code == status


def test_who_leaves_the_hall_before_the_leave_ends_does_not_stand_in(
    signed_in: SignedIn, administrator: Actor, away: Actor, stands_in: Actor
) -> None:
    Membership.objects.filter(person_id=stands_in.person_id).update(valid_to=timezone.now() + timedelta(days=2))
    refused(signed_in(administrator), typed(away, stands_in), 422, '这几天不在本大厅工作')


def test_two_do_not_stand_in_for_each_other_and_nobody_is_away_twice(
    world: World, signed_in: SignedIn, administrator: Actor, away: Actor, stands_in: Actor
) -> None:
    client = signed_in(administrator)
    noted(world, administrator, away, stands_in)
    third = world.person(COUNTY, Role.APPROVER, powers=['decide', 'seal'])
    refused(
        client, typed(away, third, first_day=day(3).isoformat(), last_day=day(5).isoformat()), 409, '已经登记了请假'
    )
    refused(client, typed(stands_in, third), 409, '正替同事代班')
    refused(client, typed(third, away), 422, '也不在')
    assert (
        client.post(LEAVE, typed(third, away, first_day=day(4).isoformat(), last_day=day(4).isoformat())).status_code
        == 303
    )


def test_absence_is_noted_afterwards_without_anybody_who_stands_in(
    signed_in: SignedIn, administrator: Actor, away: Actor
) -> None:
    sent = typed(away, None, kind='absent', first_day=day(-1).isoformat(), last_day=day(-1).isoformat())
    assert signed_in(administrator).post(LEAVE, sent).status_code == 303
    assert Leave.objects.get().substitute_id is None


def test_who_is_back_earlier_may_stand_in_again_and_a_leave_ends_once(
    world: World, signed_in: SignedIn, administrator: Actor, away: Actor, stands_in: Actor
) -> None:
    client, leave = signed_in(administrator), noted(world, administrator, away, stands_in, 0, 3)
    address = at(COUNTY, f'attendance/leave/{leave.pk}/back/')
    assert '哪天回来上班' in text(client.get(address))
    outside = client.post(address, {'back_on': day(4).isoformat()})
    assert (outside.status_code, '回来上班的日期要在' in text(outside)) == (422, True)
    assert client.post(address, {'back_on': day(0).isoformat()}).status_code == 303
    assert '没有请成' in text(client.get(LEAVE))
    assert client.post(address, {'back_on': day(1).isoformat()}).status_code == 409
    noted(world, administrator, stands_in, away)  # was not away after all


def test_a_chief_notes_the_own_people_only(world: World, signed_in: SignedIn, away: Actor, stands_in: Actor) -> None:
    chief = world.person(COUNTY, Role.CHIEF)
    Membership.objects.filter(person_id=chief.person_id).update(department='XZWJ')
    client = signed_in(chief)
    assert '张三' not in client.get(LEAVE).content.decode().partition('id="new"')[2].partition('id_substitute')[0]
    other = client.post(LEAVE, typed(away, stands_in))
    assert (other.status_code, Leave.objects.count()) == (422, 0)  # is not among the choices
    system = System.of(world, COUNTY, Role.CHIEF)
    given = {'person': away.person_id, 'kind': 'annual', 'firstDay': f'{day(1)}', 'lastDay': f'{day(2)}'}
    query = 'mutation ($input: NoteLeaveInput!) { noteLeave(input: $input) { code } }'
    by_program = system.ask(query, input=given | {'substitute': stands_in.person_id})['noteLeave']['code']
    assert (by_program, Leave.objects.count()) == ('OTHER_DEPARTMENT', 0)
    Membership.objects.filter(person_id=away.person_id).update(department='XZWJ')
    assert client.post(LEAVE, typed(away, stands_in)).status_code == 303
    leave = Leave.objects.get()
    Membership.objects.filter(person_id=chief.person_id).update(department='XZSW')
    back = client.post(at(COUNTY, f'attendance/leave/{leave.pk}/back/'), {'back_on': day(1).isoformat()})
    leave.refresh_from_db()
    assert (back.status_code, leave.back_on) == (403, None)


@pytest.mark.parametrize('role', [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.AGENT])
def test_leave_is_closed_to_who_keeps_none(
    world: World, signed_in: SignedIn, away: Actor, stands_in: Actor, role: Role
) -> None:
    client = signed_in(world.person(COUNTY, role))
    assert client.get(LEAVE).status_code == 403
    assert client.post(LEAVE, typed(away, stands_in)).status_code == 403
    assert not Leave.objects.exists()


@pytest.mark.parametrize('role', [Role.SUPERVISOR, Role.LEADER])
def test_overseers_look_and_note_nothing(
    world: World, signed_in: SignedIn, away: Actor, stands_in: Actor, role: Role
) -> None:
    client = signed_in(world.person(COUNTY, role))
    assert 'id="new"' not in client.get(LEAVE).content.decode()
    assert client.post(LEAVE, typed(away, stands_in)).status_code == 403
    assert not Leave.objects.exists()
