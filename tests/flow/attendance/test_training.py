"""培训: rounds, who signed in on the day, who was noted by hand, and who came too seldom."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from govhall.attendance.models import Trained, Training
from govhall.catalogue.models import Section
from tenants.audit import Action
from tenants.models import AuditEntry, Membership
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.sheets import rows_of
from tests.builders.system import System
from tests.builders.world import COUNTY, TOWNSHIP, World

LIST, MINE = at(COUNTY, 'attendance/training/'), at(COUNTY, 'my-trainings/')
RECORD = at(COUNTY, 'attendance/training/people/')


def day(after: int = 0) -> date:
    return timezone.localdate() + timedelta(days=after)


def typed(on: date, kind: str = 'business', subject: str = '新表单怎么填') -> dict[str, Any]:
    return {'kind': kind, 'day': on.isoformat(), 'subject': subject}


@pytest.fixture
def administrator(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.ADMINISTRATOR))


def held(administrator: Client, on: date | None = None, kind: str = 'business') -> Training:
    assert administrator.post(LIST, typed(on or day(), kind)).status_code == 303
    return Training.objects.order_by('-noted_at')[0]


def test_rounds_are_counted_by_kind_and_stand_in_list_and_audit(administrator: Client) -> None:
    for kind in ('business', 'business', 'exchange'):
        held(administrator, kind=kind)
    page = text(administrator.get(LIST))
    for title in ('第 1 轮业务培训', '第 2 轮业务培训', '第 1 轮业务交流会', '今天，可签到'):
        assert title in page
    assert AuditEntry.objects.filter(action=Action.TRAINING_CHANGED, hall=COUNTY).count() == 3


@pytest.mark.parametrize('wrong', [typed(day(-40)), typed(day(400)), typed(day(), subject=' '), typed(day(), kind='x')])
def test_a_training_without_subject_or_too_far_away_is_refused(administrator: Client, wrong: dict[str, Any]) -> None:
    assert administrator.post(LIST, wrong).status_code == 422
    assert not Training.objects.exists()


def test_everybody_signs_in_once_on_the_day(world: World, administrator: Client, signed_in: SignedIn) -> None:
    training, later = held(administrator), held(administrator, day(1))
    clerk = signed_in(world.clerk(COUNTY))
    assert '我的培训' in text(clerk.get(at(COUNTY, 'counter/')))
    assert '今天没有培训' not in text(clerk.get(MINE))
    sign = at(COUNTY, f'attendance/training/{training.pk}/sign-in/')
    assert clerk.post(sign).status_code == 303
    assert '本人签到' in text(clerk.get(MINE)) and '已签到' in text(clerk.get(MINE))
    assert clerk.post(sign).status_code == 409
    assert clerk.post(at(COUNTY, f'attendance/training/{later.pk}/sign-in/')).status_code == 409
    assert Trained.objects.count() == 1
    stranger = signed_in(world.clerk(TOWNSHIP))
    assert stranger.post(sign).status_code == 404
    assert stranger.post(at(TOWNSHIP, f'attendance/training/{training.pk}/sign-in/')).status_code == 409
    assert Trained.objects.count() == 1


def test_who_did_not_sign_in_is_noted_by_hand(world: World, administrator: Client) -> None:
    training = held(administrator)
    came, elsewhere = world.clerk(COUNTY), world.clerk(TOWNSHIP)
    address = at(COUNTY, f'attendance/training/{training.pk}/')
    assert administrator.post(address, {'people': [elsewhere.person_id]}).status_code == 422
    assert administrator.post(address, {}).status_code == 422
    assert not Trained.objects.exists()
    assert administrator.post(address, {'people': [came.person_id]}).status_code == 303
    assert '到场 1 人' in text(administrator.get(address)) and '补记' in text(administrator.get(address))
    off = at(COUNTY, f'attendance/training/{training.pk}/off/')
    assert administrator.post(off).status_code == 409, 'who came is on record'
    assert Training.objects.filter(pk=training.pk).exists()


def test_what_nobody_came_to_may_be_struck_out(administrator: Client) -> None:
    training = held(administrator, day(3))
    assert administrator.post(at(COUNTY, f'attendance/training/{training.pk}/off/')).status_code == 303
    assert not Training.objects.exists()


@pytest.mark.parametrize('role', [Role.CLERK, Role.SUPERVISOR, Role.CHIEF])
def test_others_enter_nothing(world: World, signed_in: SignedIn, administrator: Client, role: Role) -> None:
    training, other = held(administrator), signed_in(world.person(COUNTY, role))
    looks = 403 if role is Role.CLERK else 200
    assert [other.get(address).status_code for address in (LIST, RECORD)] == [looks, looks]
    for address, data in (
        (LIST, typed(day())),
        (at(COUNTY, f'attendance/training/{training.pk}/'), {'people': [1]}),
        (at(COUNTY, f'attendance/training/{training.pk}/off/'), {}),
    ):
        assert other.post(address, data).status_code == 403
    assert (Training.objects.count(), Trained.objects.count()) == (1, 0)


def liaison(world: World, count: int) -> str:
    """A liaison officer who came so often to trainings of theirs."""
    officer = world.person(COUNTY, Role.LIAISON)
    for n in range(count):
        noted = {'hall_code': COUNTY, 'noted_by_name': '管理员', 'noted_at': timezone.now()}
        one = Training.objects.create(**noted, kind='liaison', round=n + 1, day=day(), subject='帮办', noted_by=1)
        Trained.objects.create(**noted, training_id=one.pk, person_id=officer.person_id, person_name='王办事')
    name: str = Membership.objects.get(person_id=officer.person_id).person.username
    return name


def test_liaison_officers_who_came_less_than_twice_are_flagged(world: World, administrator: Client) -> None:
    once, twice = liaison(world, 1), liaison(world, 2)
    page = text(administrator.get(RECORD))
    assert '1 位审批联络员培训还不足 2 次' in page and '业务培训办了 0 轮' in page
    rows = rows_of(administrator.get(f'{RECORD}?as=xlsx').content)
    found = {cell: row[-1] for row in rows for cell in row[:2]}
    assert (found[once], found[twice]) == ('联络员培训不足 2 次', '')


def test_each_window_counts_the_people_of_its_department(world: World, administrator: Client) -> None:
    window = {'number': '3', 'name': '户籍', 'items': [], 'days': ['2026-01-05']}
    named = {'hall_code': COUNTY, 'department_code': 'D9', 'name': '审批科', 'department_name': '公安局'}
    Section.objects.create(**named, windows=[window], entered_days=[date(2026, 1, 5)])
    sent, other = world.clerk(COUNTY), world.clerk(COUNTY)
    Membership.objects.filter(person_id__in=[sent.person_id, other.person_id]).update(department='D9')
    training = held(administrator)
    address = at(COUNTY, f'attendance/training/{training.pk}/')
    assert administrator.post(address, {'people': [sent.person_id]}).status_code == 303
    page = text(administrator.get(f'{RECORD}?by=window')).replace(' ', '').replace('\n', '')
    assert '3户籍' in page and '211' in page, 'two people, one of them trained, who came once'
    assert administrator.get(f'{RECORD}?by=window&as=xlsx').status_code == 200
    assert administrator.get(f'{RECORD}?year=1999').status_code == 404


@pytest.mark.parametrize('count', [2, 30])
def test_the_record_costs_the_same_however_many_people(world: World, administrator: Client, count: int) -> None:
    for _ in range(count):
        world.clerk(COUNTY)
    held(administrator)
    administrator.get(RECORD)
    with CaptureQueriesContext(connection) as sent:
        administrator.get(RECORD)
    assert len(sent) <= 14


LISTS = {
    'leave': 'leave { id personName firstDay lastDay substituteName kind }',
    'shifts': 'shifts { id personName firstDay lastDay department }',
    'windowChanges': 'changes { id personName successorName effectiveOn }',
    'trainings': 'trainings { id kind round day subject came }',
}


@pytest.mark.parametrize('name', LISTS)
def test_systems_read_the_lists_that_their_pages_show_and_others_nothing(
    world: World, administrator: Client, name: str
) -> None:
    held(administrator)
    query = f'{{ {name} {{ {LISTS[name]} endCursor }} }}'
    told = System.of(world, COUNTY, Role.SUPERVISOR).post(query).json()
    assert 'errors' not in told
    assert bool(next(iter(told['data'][name].values()))) is (name == 'trainings')
    refused = System.of(world, COUNTY, Role.CLERK).post(query).json()
    assert refused['errors'][0]['extensions']['code'] == 'NOT_YOUR_ROLE'


def test_a_system_enters_a_training_and_signs_in(world: World) -> None:
    keeper, clerk = System.of(world, COUNTY, Role.ADMINISTRATOR), System.of(world, COUNTY, Role.CLERK)
    enters = 'mutation ($input: HoldTrainingInput!) { holdTraining(input: $input) { code } }'
    told = {'kind': 'business', 'day': f'{day()}', 'subject': '新表单'}
    assert clerk.ask(enters, input=told)['holdTraining']['code'] == 'NOT_YOUR_ROLE'
    assert not Training.objects.exists()
    assert keeper.ask(enters, input=told)['holdTraining']['code'] is None
    signs = 'mutation ($input: SignInTrainingInput!) { signInTraining(input: $input) { code } }'
    assert clerk.ask(signs, input={'training': f'{Training.objects.get().pk}'})['signInTraining']['code'] is None
    assert Trained.objects.get().noted_by is None
