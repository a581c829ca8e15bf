"""公开告知: a village tells what it has to tell, and takes no application for it."""

from govhall.casework.models import Case
from tenants.context import hall_context
from tenants.roles import Role
from tenants.selectors import points_of
from tests.builders.screen import SignedIn, at, filled, text
from tests.builders.state import refused
from tests.builders.world import BIRTH, TOWNSHIP, World

SUBSIDY = '512000142000'


def point_of(world: World) -> str:
    return points_of(world.hall(TOWNSHIP))[0].code


def test_the_guide_with_its_ten_public_fields_stands_in_place_of_the_form(world: World, signed_in: SignedIn) -> None:
    agent = signed_in(world.person(TOWNSHIP, Role.AGENT, point=point_of(world)))
    page = agent.get(at(TOWNSHIP, f'points/{SUBSIDY}/'))
    said = text(page)
    assert page.status_code == 200
    for word in ('法定依据', '申请条件', '申报材料', '办理程序', '办理时限', '办理职责', '收费依据和标准', '联系方式'):
        assert word in said
    assert 'id="application"' not in page.content.decode()


def test_an_application_that_is_posted_all_the_same_is_not_stored(world: World, signed_in: SignedIn) -> None:
    agent = signed_in(world.person(TOWNSHIP, Role.AGENT, point=point_of(world)))
    answer = agent.post(at(TOWNSHIP, f'points/{SUBSIDY}/'), filled(SUBSIDY))
    assert (answer.status_code, '公开告知，不收件' in text(answer)) == (422, True)
    with refused('ONLY_INFORMED'):
        world.receive(TOWNSHIP, SUBSIDY, point=point_of(world))
    with hall_context(world.hall(TOWNSHIP)):
        assert not Case.objects.exists()


def test_near_miss_the_townships_counter_takes_it_and_the_point_takes_others(world: World) -> None:
    assert world.receive(TOWNSHIP, SUBSIDY).matter == SUBSIDY
    assert world.receive(TOWNSHIP, BIRTH, point=point_of(world)).matter == BIRTH
