"""Special procedures, extension and hearing on the page of a case."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from govhall.casework.models import Case
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.screen import SignedIn, acts, case_data, do, take_in, text
from tests.builders.world import COUNTY, HYGIENE, World


@pytest.fixture
def chief(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.chief(COUNTY))


@pytest.fixture
def address(chief: Client) -> str:
    found = take_in(chief, COUNTY, HYGIENE)
    assert do(chief, found, 'accept').status_code == 303
    return found


def test_the_page_says_that_the_clock_stands_still_and_offers_to_end_it(chief: Client, address: str) -> None:
    assert 'procedure' in acts(chief.get(address))
    assert do(chief, address, 'procedure', kind='testing', days='5', reason='空气质量').status_code == 303
    page = chief.get(address)
    assert '特别程序期间，时限停止' in text(page)
    assert '检测，需 5 个工作日，时限停止' in text(page)
    assert case_data(page)['due'] == ''
    assert {'procedure-end'} <= acts(page)
    assert 'procedure' not in acts(page)
    assert do(chief, address, 'approve').status_code == 409
    assert do(chief, address, 'procedure-end', reason='合格').status_code == 303
    assert case_data(chief.get(address))['due'] != ''


def test_a_site_visit_is_told_not_to_stop_the_clock(chief: Client, address: str) -> None:
    due = case_data(chief.get(address))['due']
    do(chief, address, 'procedure', kind='site_visit', days='2')
    page = chief.get(address)
    assert '现场勘查，需 2 个工作日，时限照常计算' in text(page)
    assert case_data(page)['due'] == due


@pytest.mark.parametrize(
    ('fields', 'said'),
    [({'days': ''}, '几个工作日'), ({'days': 'abc'}, '请填整数'), ({'kind': 'coffee', 'days': '2'}, '')],
)
def test_what_was_typed_stays_when_it_is_refused(
    chief: Client, address: str, fields: dict[str, str], said: str
) -> None:
    answer = do(chief, address, 'procedure', **{'kind': 'testing', 'basis': '某法第一条', **fields})
    assert answer.status_code == 422
    assert said in text(answer)
    assert '某法第一条' in answer.content.decode()


def test_the_head_extends_and_sees_people_masked(
    world: World, signed_in: SignedIn, chief: Client, address: str
) -> None:
    assert 'extend' not in acts(chief.get(address))
    assert do(chief, address, 'extend', days='5', reason='忙').status_code == 403
    head = signed_in(world.head(COUNTY, HYGIENE))
    page = head.get(address)
    assert acts(page) == {'extend'}
    assert '张小明' not in text(page)
    assert do(head, address, 'extend', days='11', reason='复杂').status_code == 422
    assert do(head, address, 'extend', days='10', reason='案情复杂').status_code == 303
    page = head.get(address)
    assert '延长 10 天' in text(page)
    assert acts(page) == set()


def test_a_supervisor_extends_nothing(world: World, signed_in: SignedIn, address: str) -> None:
    assert do(signed_in(world.person(COUNTY, Role.SUPERVISOR)), address, 'extend', days='1').status_code == 403


def test_a_hearing_is_offered_step_by_step(world: World, chief: Client, address: str) -> None:
    assert do(chief, address, 'hearing-tell').status_code == 303
    assert 'hearing-ask' in acts(chief.get(address))
    assert do(chief, address, 'approve').status_code == 409
    assert do(chief, address, 'hearing-ask').status_code == 303
    assert 'hearing-call' in acts(chief.get(address))
    soon = f'{timezone.localdate() + timedelta(days=1):%Y-%m-%d}'
    refused = do(chief, address, 'hearing-call', day=soon, hour='09:30', place='三楼听证室', host='李主持')
    assert (refused.status_code, '最早可定在' in text(refused)) == (422, True)
    with hall_context(world.hall(COUNTY)):
        hearing = Case.objects.get().hearing
    assert hearing is not None
    last = f'{hearing.hold_until:%Y-%m-%d}'
    nowhere = do(chief, address, 'hearing-call', day=last, hour='09:30', host='李主持')
    assert (nowhere.status_code, '请写明听证的地点' in text(nowhere)) == (422, True)
    fixed = do(chief, address, 'hearing-call', day=last, hour='09:30', place='三楼听证室', host='李主持')
    assert fixed.status_code == 303
    assert 'hearing-hold' not in acts(chief.get(address))
    assert f'{last} 09:30，三楼听证室，主持人 李主持' in text(chief.get(address))
