"""From a granted case to the next one that builds on it."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from tests.builders.screen import SignedIn, at, case_data, do, take_in, text
from tests.builders.world import COUNTY, HYGIENE, ID_NUMBER, World, paper_codes


def granted(client: Client, **fields: str) -> str:
    address = take_in(client, COUNTY, HYGIENE)
    do(client, address, 'accept')
    assert do(client, address, 'approve', **fields).status_code == 303
    return address


def test_the_result_offers_what_may_follow_and_the_form_says_on_what_it_builds(
    world: World, signed_in: SignedIn
) -> None:
    chief = signed_in(world.chief(COUNTY))
    address = granted(chief, day=f'{timezone.localdate() + timedelta(days=365):%Y-%m-%d}')
    page = chief.get(address)
    assert '有效期至' in text(page)
    assert all(word in text(page) for word in ('变更', '延续', '补证', '更正', '注销', '撤销'))
    number = case_data(page)['number']
    form = at(COUNTY, f'counter/{HYGIENE}/?about=cancel&of={number}')
    assert f'注销（原办件 {number}）' in text(chief.get(form))
    posted = {'then': 'receive', 'submission': '0192f0c0-0000-7000-8000-000000000001', 'kind': 'person'}
    posted |= {'name': '张小明', 'id_number': ID_NUMBER, 'about': 'cancel', 'first_number': number}
    posted |= {f'paper-{code}': 'handed_in' for code in paper_codes(HYGIENE)}
    wrong = chief.post(at(COUNTY, f'counter/{HYGIENE}/'), {**posted, 'first_number': 'TJXZ0001'})
    assert (wrong.status_code, '没有找到可以注销的结果' in text(wrong)) == (422, True)
    new = chief.post(at(COUNTY, f'counter/{HYGIENE}/'), posted)
    assert new.status_code == 303
    assert '注销，原办件' in text(chief.get(new.headers['Location']))


def test_a_supervisor_and_a_refused_case_offer_nothing(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(COUNTY))
    address = take_in(chief, COUNTY, HYGIENE)
    do(chief, address, 'accept')
    do(chief, address, 'refuse', reason='不符合条件')
    assert '在这个结果上办理' not in text(chief.get(address))


def test_a_day_in_the_past_is_refused_beside_the_decision(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(COUNTY))
    address = take_in(chief, COUNTY, HYGIENE)
    do(chief, address, 'accept')
    answer = do(chief, address, 'approve', day='2020-01-01')
    assert (answer.status_code, '有效期应在今天以后' in text(answer)) == (422, True)
