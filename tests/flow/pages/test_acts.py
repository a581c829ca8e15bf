"""Each act of a case through its page: done, and refused with the right status, nothing lost."""

from uuid import uuid4

import pytest
from django.test import Client

from govhall.frontdesk.models import Rating
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.screen import SignedIn, acts, at, case_data, do, take_in, text
from tests.builders.world import (
    BIRTH,
    COUNTY,
    DISABLED,
    HYGIENE,
    LOGGING,
    OTHER_TOWNSHIP,
    TOWNSHIP,
    World,
    paper_codes,
)

REVIEWED_ROAD = [('accept', {}), ('review', {'opinion': '材料齐全，情况属实'}), ('forward', {})]


def state(client: Client, address: str) -> str:
    return case_data(client.get(address))['state']


def test_a_simple_matter_is_decided_delivered_and_rated_at_the_counter(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    address = take_in(chief, TOWNSHIP, BIRTH, then='on-the-spot')
    page = chief.get(address)
    assert (case_data(page)['state'], acts(page)) == ('approved', {'deliver', 'begin-revocation'})
    assert do(chief, address, 'deliver').status_code == 303
    assert acts(chief.get(address)) == {'rate', 'begin-revocation'}
    assert do(chief, address, 'rate', grade='1').status_code == 303
    assert acts(chief.get(address)) == {'begin-revocation'}
    with hall_context(world.hall(TOWNSHIP)):
        rating = Rating.objects.get()
    assert (rating.grade, rating.default) == (1, False)


def test_a_reviewed_case_goes_up_and_is_decided_in_the_county(world: World, signed_in: SignedIn) -> None:
    below, above = signed_in(world.chief(TOWNSHIP)), signed_in(world.chief(COUNTY))
    address = take_in(below, TOWNSHIP, DISABLED)
    for word, fields in REVIEWED_ROAD:
        assert word in acts(below.get(address))
        assert do(below, address, word, **fields).status_code == 303
    assert '等对方接收' in text(below.get(address))
    world.carry()
    there = at(COUNTY, f'cases/{case_data(below.get(address))["uid"]}/')
    page = above.get(there)
    assert '材料齐全，情况属实' in text(page)
    assert 'query-word' not in case_data(page)
    assert do(above, there, 'approve').status_code == 303
    world.carry()
    assert state(below, address) == 'approved'


def test_missing_papers_are_told_once_and_supplied(world: World, signed_in: SignedIn) -> None:
    chief, papers = signed_in(world.chief(TOWNSHIP)), paper_codes(BIRTH)
    address = take_in(chief, TOWNSHIP, BIRTH, papers=1)
    page = chief.get(address)
    assert 'accept' not in acts(page)
    assert '四川省生育登记表' in text(page)
    assert do(chief, address, 'correction', missing=papers[1:2]).status_code == 303
    assert state(chief, address) == 'correcting'
    assert do(chief, address, 'supply', papers=papers[1:2]).status_code == 303
    page = chief.get(address)
    assert case_data(page)['state'] == 'received'
    assert {'accept', 'on-the-spot'} <= acts(page)
    assert 'correction' not in acts(page)
    assert do(chief, address, 'correction', missing=papers[2:3]).status_code == 409


def test_a_withdrawal_while_the_county_holds_the_case_is_asked_and_answered(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    address = take_in(clerk, TOWNSHIP, HYGIENE, then='forward')
    world.carry()
    page = clerk.get(address)
    assert (case_data(page)['custody'], acts(page)) == ('watching', {'withdraw', 'recall'})
    assert do(clerk, address, 'withdraw', reason='申请人改变主意').status_code == 303
    assert '等答复' in text(clerk.get(address))
    world.carry()
    page = clerk.get(address)
    assert case_data(page)['state'] == 'withdrawn'
    assert '同意' in text(page)


@pytest.mark.parametrize(('word', 'ends'), [('decline', 'not_accepted'), ('withdraw', 'withdrawn')])
def test_a_received_case_is_ended_with_a_reason(world: World, signed_in: SignedIn, word: str, ends: str) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    address = take_in(chief, TOWNSHIP, BIRTH)
    assert do(chief, address, word, reason='户籍不在本镇').status_code == 303
    assert state(chief, address) == ends


@pytest.mark.parametrize('word', ['decline', 'refuse', 'review'])
def test_an_act_without_its_words_is_refused_beside_the_field(world: World, signed_in: SignedIn, word: str) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    address = take_in(chief, TOWNSHIP, BIRTH, then='receive' if word == 'decline' else 'accept')
    answer = do(chief, address, word)
    assert answer.status_code == 422
    assert '请写明理由' in text(answer)
    assert state(chief, address) in ('received', 'accepted')


def test_what_was_typed_is_kept_when_the_version_is_stale(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    address = take_in(chief, TOWNSHIP, BIRTH, then='accept')
    answer = chief.post(f'{address}refuse/', {'version': '1', 'reason': '年龄不符合规定'})
    assert answer.status_code == 409
    assert '年龄不符合规定' in text(answer)
    assert '刚刚已被同事处理过' in text(answer)
    assert case_data(answer)['version'] == '2'


def test_a_clerk_without_a_letter_may_neither_see_nor_do_the_decision(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    address = take_in(clerk, TOWNSHIP, BIRTH, then='accept')
    assert not acts(clerk.get(address)) & {'approve', 'refuse', 'on-the-spot'}
    assert do(clerk, address, 'approve').status_code == 403
    unlettered = signed_in(world.person(TOWNSHIP, Role.CHIEF))
    assert 'approve' not in acts(unlettered.get(address))
    assert do(unlettered, address, 'approve').status_code == 403


def test_an_act_on_a_concluded_case_is_refused_with_the_case_as_it_is(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    address = take_in(chief, TOWNSHIP, BIRTH, then='on-the-spot')
    answer = do(chief, address, 'accept')
    assert answer.status_code == 409
    assert '下面是这件事现在的情况' in text(answer)


def test_unknown_acts_and_cases_are_not_found(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    address = take_in(chief, TOWNSHIP, BIRTH)
    assert chief.post(f'{address}explode/', {'version': '1'}).status_code == 404
    assert chief.get(at(TOWNSHIP, f'cases/{uuid4()}/')).status_code == 404
    assert chief.post(at(TOWNSHIP, f'cases/{uuid4()}/accept/'), {'version': '1'}).status_code == 404
    assert chief.post(f'{address}accept/').status_code == 422
    assert chief.get(f'{address}accept/').status_code == 405


@pytest.mark.parametrize(
    ('fields', 'said'),
    [({}, '请先选一个等次'), ({'grade': '5'}, '请写一句哪里不满意'), ({'grade': '9'}, '请从五个等次中选择一个')],
)
def test_a_rating_that_says_too_little_is_refused(
    world: World, signed_in: SignedIn, fields: dict[str, str], said: str
) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    address = take_in(chief, TOWNSHIP, BIRTH, then='on-the-spot')
    do(chief, address, 'deliver')
    answer = do(chief, address, 'rate', **fields)
    assert answer.status_code == 422
    assert said in text(answer)


def test_a_case_is_rated_once_and_only_after_delivery(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    address = take_in(chief, TOWNSHIP, BIRTH, then='on-the-spot')
    assert do(chief, address, 'rate', grade='1').status_code == 409
    do(chief, address, 'deliver')
    assert do(chief, address, 'rate', grade='1').status_code == 303
    assert do(chief, address, 'rate', grade='2').status_code == 409


def test_a_case_that_came_back_says_why_and_is_not_sent_again_by_habit(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(world.clerk(OTHER_TOWNSHIP))
    address = take_in(clerk, OTHER_TOWNSHIP, LOGGING, then='forward')
    world.carry()
    page = clerk.get(address)
    assert (case_data(page)['custody'], page.context['first']) == ('held', None)
    assert '对方没有承接，原件退回' in text(page)
    assert acts(page) == {'claim', 'forward', 'transfer', 'withdraw'}
