"""转办, 下派, 退回, 撤回上报 and 协办 on the page of a case: offered where they lead, what was typed is kept."""

import pytest
from django.test import Client

from tests.builders.screen import SignedIn, acts, at, case_data, do, take_in, text
from tests.builders.world import COUNTY, DISABLED, HYGIENE, TOWNSHIP, World

OTHER_COUNTY = 'PCXZ0001'
UP = [('accept', {}), ('review', {'opinion': '属实'}), ('forward', {})]


@pytest.fixture
def above(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.chief(COUNTY))


@pytest.fixture
def below(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.chief(TOWNSHIP))


def sent_up(world: World, below: Client) -> tuple[str, str]:
    """A case that the township has reported: its address there and at the county."""
    address = take_in(below, TOWNSHIP, DISABLED)
    for word, fields in UP:
        assert do(below, address, word, **fields).status_code == 303
    world.carry()
    return address, at(COUNTY, f'cases/{case_data(below.get(address))["uid"]}/')


def test_a_transfer_offers_the_other_centres_that_may_decide(world: World, above: Client) -> None:
    address = take_in(above, COUNTY, HYGIENE)
    page = above.get(address)
    assert 'transfer' in acts(page)
    assert '平昌县政务服务中心' in text(page)
    refused = do(above, address, 'transfer', to=OTHER_COUNTY, reason='')
    assert (refused.status_code, '请写明理由' in text(refused)) == (422, True)
    assert f'value="{OTHER_COUNTY}" selected' in refused.content.decode()
    assert do(above, address, 'transfer', to=OTHER_COUNTY, reason='场所在平昌').status_code == 303
    assert '等对方接收' in text(above.get(address))


def test_a_hall_that_was_made_up_is_refused(above: Client) -> None:
    address = take_in(above, COUNTY, HYGIENE)
    assert do(above, address, 'transfer', to='XX000000', reason='不归这里').status_code == 422


def test_the_county_returns_and_the_township_reads_why(world: World, below: Client, above: Client) -> None:
    address, there = sent_up(world, below)
    assert 'send-back' in acts(above.get(there))
    assert do(above, there, 'send-back', reason='意见不明确').status_code == 303
    world.carry()
    page = below.get(address)
    assert '上级退回' in text(page)
    assert '意见不明确' in text(page)
    assert {'review', 'forward'} <= acts(page)


def test_the_township_asks_back_what_nobody_has_begun(world: World, below: Client, above: Client) -> None:
    address, _ = sent_up(world, below)
    assert 'recall' in acts(below.get(address))
    assert do(below, address, 'recall', reason='材料交错').status_code == 303
    assert 'recall' not in acts(below.get(address))
    world.carry()
    assert '撤回上报，原件回来' in text(below.get(address))


def test_the_county_gives_it_down_to_a_township_of_its_own(world: World, above: Client) -> None:
    address = take_in(above, COUNTY, DISABLED)
    do(above, address, 'accept')
    page = above.get(address)
    assert '下派' in text(page)
    assert do(above, address, 'assign', to=TOWNSHIP, reason='请核实').status_code == 303
    world.carry()
    assert case_data(above.get(address))['holder'] == TOWNSHIP


def test_help_is_asked_and_answered_from_the_worklist(world: World, below: Client, above: Client) -> None:
    address = take_in(above, COUNTY, HYGIENE)
    do(above, address, 'accept')
    assert do(above, address, 'assist', to=TOWNSHIP, reason='请核实场所').status_code == 303
    world.carry()
    listed = below.get(at(TOWNSHIP, 'worklist/?show=asked'))
    there = at(TOWNSHIP, f'cases/{case_data(above.get(address))["uid"]}/')
    assert there in listed.content.decode()
    page = below.get(there)
    assert '请核实场所' in text(page)
    assert acts(page) == {'answer'}
    assert do(below, there, 'answer', opinion='').status_code == 422
    assert do(below, there, 'answer', opinion='属实').status_code == 303
    world.carry()
    assert '属实' in text(above.get(address))
    assert '属实' in text(below.get(there))


def test_a_decided_case_is_handed_to_supervision_once(world: World, above: Client) -> None:
    address = take_in(above, COUNTY, HYGIENE)
    do(above, address, 'accept')
    assert 'oversight' not in acts(above.get(address))
    do(above, address, 'approve')
    assert 'oversight' in acts(above.get(address))
    assert do(above, address, 'oversight', to=TOWNSHIP, reason='纳入检查').status_code == 303
    assert 'oversight' not in acts(above.get(address))
