"""The pages of a merged hall: its people are shown the way, its villagers get their answer."""

import msgspec
from django.core.cache import cache
from django.test import Client

from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.deliver import deliver_case
from govhall.operations.mergers.execution import merge
from govhall.operations.mergers.plan import MergerPlan
from tenants.models import Person
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.merging import OLD, SUCCESSOR, accepted_above, decided_above, plan_of
from tests.builders.screen import SignedIn, at, text
from tests.builders.world import BIRTH, COUNTY, HYGIENE, OTHER_TOWNSHIP, World

CLOSED = OLD[0]


def merged(*people: str) -> None:
    merge(msgspec.convert(plan_of(people=[{'username': person} for person in people]), MergerPlan))


def test_people_of_the_closed_hall_are_shown_the_way(world: World, signed_in: SignedIn) -> None:
    clerk, stranger = world.clerk(CLOSED), world.clerk(OTHER_TOWNSHIP)
    screen, other = signed_in(clerk), signed_in(stranger)
    assert screen.get(at(CLOSED, 'counter/')).status_code == 200
    merged(Person.objects.get(pk=clerk.person_id).username)
    answer = screen.get(at(CLOSED, 'counter/'))
    assert answer.status_code == 409
    assert '通江县铁溪镇便民服务中心已撤并，由通江县诺水河镇便民服务中心承接' in text(answer)
    assert f'href="/h/{world.hall(SUCCESSOR).slug}/"' in answer.content.decode()
    assert screen.get(at(SUCCESSOR, 'counter/')).status_code == 200
    assert other.get(at(CLOSED, 'counter/')).status_code == 404, 'a stranger learns nothing'


def test_supervision_reads_the_old_hall_and_is_told_that_it_is_closed(world: World, signed_in: SignedIn) -> None:
    case = world.receive(CLOSED, BIRTH)
    screen = signed_in(world.person(CLOSED, Role.SUPERVISOR))
    merged()
    page = screen.get(at(CLOSED, f'cases/{case.uid}/'))
    assert page.status_code == 200
    assert '本大厅已并入通江县诺水河镇便民服务中心，这里只能查阅旧办件' in text(page)
    assert '大厅撤并，移交承接大厅' in text(page)


def ask(number: str, word: str) -> str:
    cache.clear()
    return text(Client().post('/track/', {'number': number, 'word': word}))


def test_the_old_number_is_answered_with_the_current_state_and_the_new_address(world: World) -> None:
    here, above = Desk.of_chief(world, SUCCESSOR), Desk.of_chief(world, COUNTY)
    case = world.receive(CLOSED, HYGIENE)
    accepted_above(Desk.of_chief(world, CLOSED), above, case)
    assert '并入' not in ask(case.number, case.query_word)
    merged()
    world.carry()
    page = ask(case.number, case.query_word)
    assert '您的申请正在通江县政务服务中心审查' in page
    assert '通江县铁溪镇便民服务中心已并入通江县诺水河镇便民服务中心，编号和时限不变' in page
    above.do(decide_case, case.uid, approve=True)
    world.carry()
    assert '请带身份证到通江县诺水河镇便民服务中心领取结果' in ask(case.number, case.query_word)
    here.do(deliver_case, case.uid)
    world.carry()
    assert '结果已送达' in ask(case.number, case.query_word)


def test_what_waits_for_its_applicant_stands_in_the_list_of_the_successor(world: World, signed_in: SignedIn) -> None:
    case = world.receive(CLOSED, HYGIENE)
    decided_above(Desk.of_chief(world, CLOSED), Desk.of_chief(world, COUNTY), case)
    screen = signed_in(world.chief(SUCCESSOR))
    assert str(case.uid) not in screen.get(at(SUCCESSOR, 'worklist/?show=deliver')).content.decode()
    merged()
    world.carry()
    assert str(case.uid) in screen.get(at(SUCCESSOR, 'worklist/?show=deliver')).content.decode()
    page = screen.get(at(SUCCESSOR, f'cases/{case.uid}/'))
    assert 'data-act="deliver"' in page.content.decode() or '送达' in text(page)
