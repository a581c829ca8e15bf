"""What a department's system asks before there is a case: where a matter is done, and its public guide."""

import pytest

from tenants.roles import Role
from tests.builders.system import System
from tests.builders.world import BIRTH, COUNTY, HYGIENE, PROVINCE, TOWNSHIP, World

WHERE = """query ($matter: String!, $area: String!, $amount: String) {
  whereDone(matter: $matter, area: $area, amount: $amount) { receivedAt reviewedAt decidedBy inNameOf village
  conditional warnings steps { hall name duties why } } }"""
GUIDE = """query ($matter: String!) { guide(matter: $matter) { name organ legalBasis conditions procedure limits duties
  contact materials { name } fees { name standard basis } } }"""
NUOSHUIHE, VILLAGE, RELIEF = '511921113000', '511921113201', '510500116000'


@pytest.fixture
def system(world: World) -> System:
    return System.of(world, TOWNSHIP, Role.CLERK)


def test_where_it_is_done_comes_with_its_reasons(system: System) -> None:
    way = system.ask(WHERE, matter=HYGIENE, area=NUOSHUIHE)['whereDone']
    assert [step['hall'] for step in way['steps']] == [TOWNSHIP, COUNTY]
    assert (way['decidedBy'], all(step['why'] for step in way['steps'])) == ('通江县政务服务中心', True)


def test_an_amount_changes_who_decides(system: System) -> None:
    small = system.ask(WHERE, matter=RELIEF, area=VILLAGE, amount='800')['whereDone']
    large = system.ask(WHERE, matter=RELIEF, area=VILLAGE, amount='1000.01')['whereDone']
    assert (len(small['steps']), len(large['steps'])) == (1, 2)
    assert '协办' in small['village'] and small['conditional']


def test_the_guide_has_the_ten_public_fields(system: System) -> None:
    guide = system.ask(GUIDE, matter=BIRTH)['guide']
    assert all(guide[name] for name in guide if name != 'fees')


def test_what_can_not_be_answered_says_why(world: World, system: System) -> None:
    assert system.fails(WHERE, matter='000000000000', area=NUOSHUIHE) == 'UNKNOWN_MATTER'
    assert system.fails(WHERE, matter=RELIEF, area=NUOSHUIHE, amount='八百') == 'BAD_FACT'
    assert system.fails(GUIDE, matter='000000000000') == 'UNKNOWN_MATTER'


def test_who_has_no_place_in_the_hall_is_told_nothing(system: System) -> None:
    assert system.post(WHERE, {'matter': BIRTH, 'area': NUOSHUIHE}, hall=PROVINCE).status_code in (401, 403)
    assert system.post(GUIDE, {'matter': BIRTH}, token='ght_wrong').status_code in (401, 403)
