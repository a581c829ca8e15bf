"""The administrator's pages of the catalogue: the centre's board, and letters of authorisation."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from govhall.catalogue.authority import require
from govhall.catalogue.models import Authorisation, CentreItem, Section
from govhall.catalogue.refusals import NoAuthorisation
from govhall.catalogue.rules import CHOICES, PersonalPower, Power
from govhall.catalogue.services.centre_list import enter_centre
from tenants.models import AuditEntry
from tenants.roles import Role
from tests.builders.baoying import centre_list
from tests.builders.screen import SignedIn, at, text
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, OTHER_TOWNSHIP, World

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


def letter(person: int, **changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        'person': str(person),
        'powers': [power.value for power in CHOICES if power is not PersonalPower.HEAD],
        'matters': [HYGIENE],
        'grantor': '通江县卫生健康局',
        'document': '授权书〔2026〕第9号',
        'valid_from': timezone.localdate().isoformat(),
    }
    return values | changes


def test_letter_of_all_powers_is_given_used_and_revoked_at_once(world: World, security: Client) -> None:
    approver = world.person(COUNTY, Role.APPROVER)
    assert security.get(LETTERS).content.decode().count('name="powers"') == len(CHOICES)
    assert security.post(LETTERS, letter(approver.person_id)).status_code == 303
    given = Authorisation.objects.get(person_id=approver.person_id)
    assert (len(given.powers), given.matters, given.grantor) == (9, [HYGIENE], '通江县卫生健康局')
    asked = {'matter': HYGIENE, 'hall': COUNTY, 'power': Power.DECIDE, 'person_id': approver.person_id}
    assert require(**asked, at=given.valid_from).authorisation_id == given.id  # type: ignore[arg-type]
    assert security.post(f'{LETTERS}{given.id}/revoke/').status_code == 303
    given.refresh_from_db()
    assert given.revoked_at is not None
    with pytest.raises(NoAuthorisation):
        require(**asked, at=given.revoked_at)  # type: ignore[arg-type]
    page = text(security.get(LETTERS))
    assert '已撤销' in page
    assert '协调处置权' in page


@pytest.mark.parametrize(
    ('changes', 'said'),
    [
        ({'powers': []}, '请选择权限'),
        ({'document': ' '}, '请填写授权书文号'),
        ({'valid_to': '2025-12-31'}, '到期日期应晚于生效日期'),
        ({'matters': ['000000000000']}, '事项'),
        ({'matters': []}, '请选择授权的事项'),
        ({'all_matters': 'on'}, '两者选一'),
        ({'valid_from': '2026-01-01'}, '生效日期不能早于今天'),
        ({'powers': ['rule-the-world']}, '权限'),
    ],
)
def test_letter_with_a_fault_is_said_beside_its_field(
    world: World, security: Client, changes: dict[str, object], said: str
) -> None:
    approver = world.person(COUNTY, Role.APPROVER)
    answer = security.post(LETTERS, letter(approver.person_id, **changes))
    assert (answer.status_code, said in text(answer)) == (422, True), text(answer)
    assert not Authorisation.objects.filter(person_id=approver.person_id).exists()


def test_letter_of_all_matters_is_chosen_as_such_and_says_who_gave_and_revoked_it(
    world: World, security: Client
) -> None:
    approver = world.person(COUNTY, Role.APPROVER)
    answer = security.post(LETTERS, letter(approver.person_id, matters=[], all_matters='on'))
    assert answer.status_code == 303, text(answer)
    given = Authorisation.objects.get(person_id=approver.person_id)
    assert (given.matters, given.given_by_name) == (None, '王办事')
    security.post(f'{LETTERS}{given.id}/revoke/')
    given.refresh_from_db()
    assert (given.revoked_by, given.revoked_by_name) == (given.given_by, '王办事')
    assert '王办事登记，王办事撤销' in text(security.get(LETTERS))
    assert [audit_entry.action for audit_entry in AuditEntry.objects.filter(who=given.given_by).order_by('pk')][
        -2:
    ] == [
        'letter_given',
        'letter_revoked',
    ]


def test_nobody_gives_a_letter_to_oneself(world: World, signed_in: SignedIn) -> None:
    me = world.person(COUNTY, Role.SECURITY, Role.CHIEF)
    client = signed_in(me)
    assert f'value="{me.person_id}"' not in client.get(LETTERS).content.decode().partition('id="letter"')[2]
    assert client.post(LETTERS, letter(me.person_id)).status_code == 422
    assert not Authorisation.objects.filter(person_id=me.person_id).exists()


def test_person_of_another_hall_gets_no_letter_here(world: World, security: Client) -> None:
    stranger = world.clerk(OTHER_TOWNSHIP)
    assert security.post(LETTERS, letter(stranger.person_id)).status_code == 422
    assert not Authorisation.objects.filter(person_id=stranger.person_id).exists()


def test_only_the_administrator_gives_and_revokes_and_only_here(
    world: World, signed_in: SignedIn, security: Client, leader: Client
) -> None:
    chief = world.chief(COUNTY)
    given = Authorisation.objects.get(person_id=chief.person_id)
    elsewhere = signed_in(world.person(OTHER_TOWNSHIP, Role.SECURITY))
    assert leader.post(LETTERS, letter(chief.person_id)).status_code == 403
    assert leader.post(f'{LETTERS}{given.id}/revoke/').status_code == 403
    answer = elsewhere.post(at(OTHER_TOWNSHIP, f'catalogue/letters/{given.id}/revoke/'))
    assert answer.status_code == 409
    given.refresh_from_db()
    assert given.revoked_at is None
    assert signed_in(world.clerk(COUNTY)).get(LETTERS).status_code == 403


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


def test_matters_of_a_letter_are_ticked_without_a_second_key(security: Client) -> None:
    page = security.get(LETTERS).content.decode()
    assert 'Ctrl' not in page
    assert f'<input type="checkbox" name="matters" value="{HYGIENE}"' in page
