"""People's data on pages: masked, in full for a purpose, found by the number of the card."""

import pytest
from django.test import Client

from tenants.models import AuditEntry
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, case_data, take_in, text
from tests.builders.world import BIRTH, HYGIENE, ID_NUMBER, TOWNSHIP, World

WHOLE = ('张小明', ID_NUMBER, '13800000000')


def hidden(page: str) -> bool:
    return not [one for one in WHOLE if one in page]


@pytest.fixture
def clerk(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.clerk(TOWNSHIP))


@pytest.fixture
def address(clerk: Client) -> str:
    return take_in(clerk, TOWNSHIP, BIRTH, phone='13800000000')


def test_the_page_of_a_case_masks_people_until_a_purpose_is_given(clerk: Client, address: str) -> None:
    page = clerk.get(address)
    assert hidden(page.content.decode())
    assert '张**' in text(page)
    shown = clerk.post(f'{address}reveal/', {'purpose': 'contact'})
    assert shown.status_code == 200
    assert all(one in text(shown) for one in WHOLE)
    assert '已记录用途：联系申请人' in text(shown)
    assert 'no-store' in shown.headers['Cache-Control']
    assert case_data(shown)['version'] == case_data(page)['version']


def test_the_next_look_is_masked_again_and_the_first_stands_in_the_course(clerk: Client, address: str) -> None:
    clerk.post(f'{address}reveal/', {'purpose': 'contact'})
    page = clerk.get(address)
    assert hidden(page.content.decode())
    assert '查看完整个人信息' in text(page)
    assert '联系申请人' in text(page)


def test_without_a_purpose_nothing_is_shown_and_the_page_says_what_to_do(clerk: Client, address: str) -> None:
    answer = clerk.post(f'{address}reveal/')
    assert answer.status_code == 422
    assert '请先选择查看完整信息的用途。' in text(answer)
    assert hidden(answer.content.decode())


def test_an_address_shows_nobody(clerk: Client, address: str) -> None:
    assert clerk.get(f'{address}reveal/', {'purpose': 'contact'}).status_code == 405


@pytest.mark.parametrize('role', [Role.SUPERVISOR, Role.LEADER])
def test_who_only_reads_sees_the_progress_until_a_purpose_is_given(
    world: World, signed_in: SignedIn, address: str, role: Role
) -> None:
    reader = signed_in(world.person(TOWNSHIP, role))
    page = reader.get(address)
    assert hidden(page.content.decode()) and '张**' not in text(page)
    assert '您看到的是办理进度' in text(page)
    assert reader.post(f'{address}reveal/').status_code == 422
    assert '查看完整个人信息' not in text(reader.get(address))
    shown = reader.post(f'{address}reveal/', {'purpose': 'inspect'})
    assert all(one in text(shown) for one in WHOLE)
    assert '监督检查、核查投诉' in text(reader.get(address))


def test_the_printed_receipt_names_the_applicant_and_is_recorded(clerk: Client, address: str) -> None:
    receipt = clerk.get(f'{address}receipt/')
    assert '张小明' in text(receipt)
    assert 'no-store' in receipt.headers['Cache-Control']
    assert '打印收件凭证' in text(clerk.get(address)).split('经过')[-1]


def test_the_only_case_of_a_card_opens_and_several_are_listed_masked(clerk: Client, address: str) -> None:
    found = clerk.post(at(TOWNSHIP, 'search/'), {'number': ID_NUMBER})
    assert (found.status_code, found.headers['Location']) == (303, address)
    other = take_in(clerk, TOWNSHIP, HYGIENE)
    listed = clerk.post(at(TOWNSHIP, 'search/'), {'number': f' {ID_NUMBER.lower()} '})
    page = listed.content.decode()
    assert listed.status_code == 200
    assert page.count(address) and page.count(other)
    assert '张小明' not in page


def test_a_search_that_leaves_older_cases_out_says_so(
    clerk: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ('services.person_search', 'views.search'):
        monkeypatch.setattr(f'govhall.desk.{module}.MOST', 2)
    for matter in (HYGIENE, BIRTH):
        take_in(clerk, TOWNSHIP, matter)
    listed = clerk.post(at(TOWNSHIP, 'search/'), {'number': ID_NUMBER})
    assert '最近的 2 件办件' in text(listed) and address not in listed.content.decode()


@pytest.mark.parametrize(
    ('typed', 'status', 'sentence'),
    [
        ('110105194912310021', 422, '身份证号最后一位应为 X'),
        ('510105199001010015', 404, '本大厅没有这件办件'),
    ],
)
def test_a_card_without_a_case_is_said_beside_the_field(clerk: Client, typed: str, status: int, sentence: str) -> None:
    answer = clerk.post(at(TOWNSHIP, 'search/'), {'number': typed})
    assert (answer.status_code, sentence in text(answer)) == (status, True)


def test_who_sees_people_masked_can_not_ask_by_their_card(world: World, signed_in: SignedIn, address: str) -> None:
    reader = signed_in(world.person(TOWNSHIP, Role.SUPERVISOR))
    assert reader.post(at(TOWNSHIP, 'search/'), {'number': ID_NUMBER}).status_code == 403


def test_an_agent_of_no_single_point_never_sees_what_the_counter_took(
    world: World, signed_in: SignedIn, address: str
) -> None:
    agent = signed_in(world.person(TOWNSHIP, Role.AGENT))
    assert agent.get(address).status_code == 404


def test_asking_by_a_card_is_written_down_without_the_number(world: World, signed_in: SignedIn) -> None:
    clerk = world.clerk(TOWNSHIP)
    client = signed_in(clerk)
    take_in(client, TOWNSHIP, BIRTH)
    client.post(at(TOWNSHIP, 'search/'), {'number': ID_NUMBER})
    client.post(at(TOWNSHIP, 'search/'), {'number': '510105199001010015'})
    entries = AuditEntry.objects.filter(action='person_searched', who=clerk.person_id).order_by('pk')
    assert [entry.detail['count'] for entry in entries] == [1, 0]
    assert ID_NUMBER not in str(AuditEntry.objects.values())
