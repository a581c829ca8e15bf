"""What a hall says of itself: kept on a page by its administrator, read by everybody, the same on every page."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from govhall.catalogue.acts.keep_profile import keep_profile, typed_of
from govhall.catalogue.models import HallProfile
from govhall.desk.hall_profiles import profile_of, shown
from tenants.audit import Action
from tenants.models import AuditEntry, Hall
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.system import System
from tests.builders.world import BIRTH, COUNTY, TOWNSHIP, World

PAGE = at(TOWNSHIP, 'catalogue/profile/')
TYPED = {
    'address': '通江县诺水河镇临江路 12 号',
    'way_there': '镇车站对面',
    'telephone': '０８２７－5261234',
    'floor_area': '420',
    'weekly': '周一至周五 8:30-12:00 14:00-17:30\n周六 9:00-12:00',
    'special': '',
    'version': '1',
}
PUBLIC = f'/find-hall/{TOWNSHIP}/'


@pytest.fixture
def administrator(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(TOWNSHIP, Role.ADMINISTRATOR))


def keep(**changes: str) -> HallProfile:
    typed = {**TYPED, 'floor_area': 420, **changes}
    typed.pop('version')
    return keep_profile(hall=TOWNSHIP, person_id=1, typed=typed)


def test_what_is_entered_stands_at_once_on_every_page(administrator: Client) -> None:
    assert '还没有填写' in text(administrator.get(PAGE))
    assert '请打 12345 问' in text(Client().get('/find-hall/', {'words': '诺水河'}))
    assert administrator.post(PAGE, TYPED).status_code == 303
    for page in (administrator.get(PAGE), Client().get(PUBLIC)):
        shown_there = text(page)
        assert '临江路 12 号' in shown_there and '镇车站对面' in shown_there and '420 平方米' in shown_there
        assert '周一至周五 8:30-12:00 14:00-17:30' in shown_there and '周六 9:00-12:00' in shown_there
    listed = text(Client().get('/find-hall/', {'words': '诺水河'}))
    assert '临江路 12 号' in listed and '请打 12345 问' not in listed
    guide = Client().get(f'/guide/{BIRTH}/', {'hall': TOWNSHIP}).content.decode()
    assert PUBLIC in guide


def test_what_can_not_be_read_keeps_what_was_typed_and_stores_nothing(administrator: Client) -> None:
    answer = administrator.post(PAGE, TYPED | {'weekly': '周一到周五 上午九点'})
    assert answer.status_code == 422
    assert '“周一到周五 上午九点”读不懂' in text(answer) and '临江路 12 号' in answer.content.decode()
    assert administrator.post(PAGE, TYPED | {'telephone': '打电话'}).status_code == 422
    assert administrator.post(PAGE, TYPED | {'weekly': '周日 休息'}).status_code == 422
    assert administrator.post(PAGE, TYPED | {'floor_area': '很大'}).status_code == 422
    assert not HallProfile.objects.exists()


def test_two_administrators_do_not_overwrite_each_other(administrator: Client) -> None:
    assert administrator.post(PAGE, TYPED).status_code == 303
    late = administrator.post(PAGE, TYPED | {'address': '旧址'})
    assert late.status_code == 409 and '别人改过大厅信息' in text(late) and '旧址' in late.content.decode()
    assert HallProfile.objects.get().address == TYPED['address']
    assert administrator.post(PAGE, TYPED | {'address': '新址', 'version': '2'}).status_code == 303
    assert HallProfile.objects.get().address == '新址'


def test_who_changed_it_is_recorded(world: World, administrator: Client) -> None:
    administrator.post(PAGE, TYPED)
    entry = AuditEntry.objects.filter(action=Action.CENTRE_CHANGED).latest('pk')
    assert (
        entry.hall == TOWNSHIP and entry.detail['act'] == 'keep_profile' and '周六 9:00-12:00' in entry.detail['hours']
    )


@pytest.mark.parametrize('role', [Role.LEADER, Role.SUPERVISOR])
def test_who_looks_on_may_not_change_it(world: World, signed_in: SignedIn, role: Role) -> None:
    client = signed_in(world.person(TOWNSHIP, role))
    page = client.get(PAGE)
    assert page.status_code == 200 and 'id="profile"' not in page.content.decode()
    assert client.post(PAGE, TYPED).status_code == 403
    assert not HallProfile.objects.exists()


def test_a_clerk_and_another_hall_have_no_page_to_change_it(world: World, signed_in: SignedIn) -> None:
    assert signed_in(world.person(TOWNSHIP, Role.CLERK)).get(PAGE).status_code == 403
    assert signed_in(world.person(COUNTY, Role.ADMINISTRATOR)).get(PAGE).status_code == 404


def test_a_special_day_goes_before_the_weekday_and_is_announced(world: World) -> None:
    today = timezone.localdate()
    special = f'{today} 休息 停电检修\n{today + timedelta(days=3)} 9:00-10:00 值班'
    found = shown(keep(special=special), area=world.hall(TOWNSHIP).area_code, at=timezone.now())
    assert (found.today.hours, found.today.note, found.is_open) == ('不开门', '停电检修', False)
    assert [(day.hours, day.note) for day in found.ahead] == [('9:00-10:00', '值班')]
    page = text(Client().get(PUBLIC))
    assert '不开门（停电检修）' in page and '现在不开门' in page and '9:00-10:00（值班）' in page


def test_whether_the_doors_are_open_goes_by_the_clock_of_china(world: World) -> None:
    profile, area = keep(), world.hall(TOWNSHIP).area_code
    monday = date(2026, 10, 19)
    moments = {datetime(2026, 10, 19, 0, 29, tzinfo=UTC): False, datetime(2026, 10, 19, 0, 30, tzinfo=UTC): True}
    for at_moment, is_open in moments.items():
        found = shown(profile, area=area, at=at_moment)
        assert (found.today.day, found.is_open) == (monday, is_open)
    assert shown(profile, area=area, at=datetime(2026, 10, 1, 2, tzinfo=UTC)).today.note == '法定节假日'


def test_the_page_shows_what_was_kept_as_it_can_be_typed_again(world: World, administrator: Client) -> None:
    keep(special='2020-01-01 休息 元旦')
    again = typed_of(profile_of(TOWNSHIP))
    assert again['weekly'] == TYPED['weekly'] and again['special'] == ''
    assert administrator.post(PAGE, {name: '' if value is None else str(value) for name, value in again.items()})
    assert typed_of(profile_of(TOWNSHIP)) == again | {'version': 3}


def test_a_merged_hall_leads_to_its_successor_and_an_unknown_one_to_nothing(world: World) -> None:
    assert Client().get('/find-hall/NOWHERE1/').status_code == 404
    Hall.objects.filter(code=TOWNSHIP).update(closed_on=date(2026, 1, 1), successor_code=COUNTY)
    answer = Client().get(PUBLIC)
    assert (answer.status_code, answer['Location']) == (302, f'/find-hall/{COUNTY}/')
    assert TOWNSHIP not in Client().get('/find-hall/').content.decode()


def test_systems_read_and_keep_it(world: World) -> None:
    query = '{ hallProfile { address telephone floorArea weekly isOpen today { hours note } ahead { day } } }'
    system = System.of(world, TOWNSHIP, Role.ADMINISTRATOR)
    assert system.ask(query)['hallProfile'] is None
    given = {name: value for name, value in TYPED.items() if name != 'version'}
    given = {'address': given['address'], 'telephone': given['telephone'], 'weekly': given['weekly'], 'floorArea': 420}
    keep_it = 'mutation ($input: KeepProfileInput!) { keepProfile(input: $input) { code message field } }'
    assert system.ask(keep_it, input=given)['keepProfile']['code'] is None
    found = system.ask(query)['hallProfile']
    assert (found['address'], found['floorArea'], found['weekly']) == (TYPED['address'], 420, TYPED['weekly'])
    refused = system.ask(keep_it, input=given | {'weekly': '每天'})['keepProfile']
    assert (refused['code'], refused['field']) == ('HOURS_UNREADABLE', 'weekly')
    clerk = System.of(world, TOWNSHIP, Role.CLERK)
    assert clerk.ask(keep_it, input=given)['keepProfile']['code'] == 'NOT_YOUR_ROLE'
    assert clerk.ask(query)['hallProfile']['address'] == TYPED['address']
