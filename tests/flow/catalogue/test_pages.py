"""The administrator's pages of the catalogue: the centre's board, and letters of authorisation."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from govhall.catalogue.models import CentreItem, Section
from govhall.catalogue.services.centre_list import enter_centre
from tenants.models import AuditEntry
from tenants.roles import Role
from tests.builders.baoying import centre_list
from tests.builders.screen import SignedIn, at, text
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, World

BOARD, LETTERS = at(COUNTY, 'catalogue/'), at(COUNTY, 'catalogue/letters/')
DEPARTMENT = at(COUNTY, 'catalogue/departments/BY40/')


@pytest.fixture
def administrator(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.ADMINISTRATOR))


@pytest.fixture
def security(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.SECURITY))


@pytest.fixture
def leader(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.LEADER))


def test_board_says_the_rate_in_a_sentence_and_leads_to_what_is_missing(world: World, leader: Client) -> None:
    enter_centre(centre_list(COUNTY))
    page = leader.get(BOARD)
    assert '公布事项 470 项，已进驻 236 项，项目进入率 50.2%，还有 234 项没有进驻' in text(page)
    assert '进驻部门 29 个，窗口 31 个' in text(page)
    assert '看未进驻' in text(leader.get(BOARD))
    assert '没有进驻的' in text(leader.get(DEPARTMENT))


def test_hall_without_a_list_is_told_what_to_do(leader: Client) -> None:
    assert '还没有登记公布事项' in text(leader.get(BOARD))
    assert leader.get(at(COUNTY, 'catalogue/departments/NONE/')).status_code == 404


def test_administrator_enters_an_item_and_a_leader_can_not(world: World, administrator: Client, leader: Client) -> None:
    enter_centre(centre_list(COUNTY))
    item = CentreItem.objects.filter(department_code='BY40')[0]
    posted = {'act': 'enter', 'items': [item.code], 'since': '2026-11-02'}
    assert leader.post(DEPARTMENT, posted).status_code == 403
    item.refresh_from_db()
    assert item.entered_days == []
    answer = administrator.post(DEPARTMENT, posted)
    assert (answer.status_code, answer.headers['Location']) == (303, DEPARTMENT)
    item.refresh_from_db()
    assert item.entered_days == [date(2026, 11, 2)]
    assert '已登记进驻 1 项' in text(administrator.get(DEPARTMENT))


@pytest.mark.parametrize(
    ('posted', 'said'),
    [
        ({'act': 'enter', 'since': '2026-11-02'}, '请先勾选事项'),
        ({'act': 'enter', 'items': [], 'since': 'morgen'}, '请填写从哪天起'),
        ({'act': 'chief', 'person': '', 'document': '1号'}, '首席代表'),
    ],
)
def test_what_is_missing_is_said_and_nothing_changes(
    world: World, administrator: Client, posted: dict[str, str], said: str
) -> None:
    enter_centre(centre_list(COUNTY))
    answer = administrator.post(DEPARTMENT, posted)
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert CentreItem.objects.exclude(entered_days=[]).count() == 236


def test_chief_is_appointed_on_the_page(world: World, administrator: Client) -> None:
    enter_centre(centre_list(COUNTY))
    chief = world.chief(COUNTY)
    administrator.post(DEPARTMENT, {'act': 'chief', 'person': str(chief.person_id), 'document': '任命书1号'})
    assert Section.objects.get(department_code='BY40').chief_person == chief.person_id


def test_the_page_and_the_api_say_and_write_down_the_same(world: World, administrator: Client) -> None:
    enter_centre(centre_list(COUNTY))
    first, second = [
        centre_item.code for centre_item in CentreItem.objects.filter(department_code='BY40', entered_days=[])[:2]
    ]
    since = timezone.localdate().isoformat()
    query = 'mutation ($input: EnterItemsInput!) { enterItems(input: $input) { code message } }'
    given = {'items': [first], 'since': since}
    answer = System.of(world, COUNTY, Role.ADMINISTRATOR).ask(query, input=given)['enterItems']
    assert (answer['code'], answer['message']) == (None, '已登记进驻 1 项。')
    posted = {'act': 'enter', 'items': [second], 'since': since}
    assert administrator.post(DEPARTMENT, posted).status_code == 303
    assert answer['message'] in text(administrator.get(DEPARTMENT))
    over_api, on_page = AuditEntry.objects.filter(action='centre_changed').order_by('pk')
    assert (over_api.subject, over_api.detail) == (on_page.subject, on_page.detail)
    assert over_api.detail == {'act': 'enter_items', 'said': answer['message'], 'department': 'BY40'}


def test_desk_asks_where_a_matter_is_done(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(COUNTY))
    address = at(COUNTY, 'catalogue/where/')
    assert '选好事项和地点' in text(clerk.get(address))
    asked = {'matter': HYGIENE, 'area': '511921113000'}
    page = text(clerk.get(address, asked))
    assert '到通江县诺水河镇便民服务中心交材料，由通江县政务服务中心决定' in page
    assert '以通江县卫生健康局的名义' in page
    wrong = clerk.get(address, {'matter': '510500116000', 'area': '511921113000', 'amount': '八百'})
    assert (wrong.status_code, '金额应填数字' in text(wrong)) == (422, True)
    assert clerk.get(address, {'matter': HYGIENE, 'area': '999999000000'}).status_code == 422


def test_cleaning_report_is_for_those_who_oversee(world: World, signed_in: SignedIn, leader: Client) -> None:
    address = at(COUNTY, 'catalogue/cleaning/')
    assert '需要核对' in text(leader.get(address))
    assert signed_in(world.clerk(COUNTY)).get(address).status_code == 403
