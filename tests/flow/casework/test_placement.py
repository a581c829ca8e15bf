"""A case belongs to a department of its hall, its approval section and its window, from the first moment."""

import re
from datetime import date
from uuid import UUID

import pytest
from django.test import Client

from govhall.casework.acts.forward import forward_case
from govhall.casework.models import Case
from govhall.catalogue.models import CentreItem, Section
from govhall.catalogue.services.authorisations import authorise
from tenants.access import Actor
from tenants.models import Membership, Person
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, acts, at, do, text
from tests.builders.sheets import rows_of
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, LONG_AGO, TOWNSHIP, World

HEALTH, FORESTRY, FELLING = 'TJWJ', 'TJLY', '000164120000'
SINCE = {'items': [], 'days': ['2024-03-01']}
WINDOWS = [{'number': 'B04', 'name': '许可窗口', **SINCE}, {'number': 'A04', 'name': '卫生健康局窗口', **SINCE}]


@pytest.fixture
def section(world: World) -> Section:
    place = {'hall_code': COUNTY, 'department_code': HEALTH, 'entered_days': [date(2024, 3, 1)]}
    return Section.objects.create(name='行政审批股', windows=WINDOWS, **place)


def of(case: Case) -> tuple[str, str, str]:
    return case.department, case.section, case.window


def test_a_received_case_is_the_section_of_the_organ(world: World, section: Section) -> None:
    assert of(world.receive(COUNTY, HYGIENE)) == (HEALTH, '行政审批股', 'A04')


def test_the_list_of_the_centre_goes_before_the_organ(world: World, section: Section) -> None:
    item = {'hall_code': COUNTY, 'code': HYGIENE, 'name': '公共场所卫生许可', 'task_type': '01'}
    CentreItem.objects.create(department_code=FORESTRY, **item)
    assert of(world.receive(COUNTY, HYGIENE)) == (FORESTRY, '', '')


def test_a_case_that_no_department_has_is_the_whole_halls(world: World) -> None:
    assert of(world.receive(TOWNSHIP, HYGIENE)) == ('', '', '')


def test_a_hall_that_takes_custody_says_whose_it_is_there(world: World, section: Section) -> None:
    below = Desk.of_chief(world, TOWNSHIP)
    case = world.receive(TOWNSHIP, HYGIENE)
    below.do(forward_case, case.uid)
    world.carry()
    assert of(world.case(TOWNSHIP, case.uid)) == ('', '', '')
    assert of(world.case(COUNTY, case.uid)) == (HEALTH, '行政审批股', 'A04')


def test_page_list_file_and_programs_say_it(world: World, signed_in: SignedIn, section: Section) -> None:
    case, client = world.receive(COUNTY, HYGIENE), signed_in(world.chief(COUNTY))
    page = ''.join(text(client.get(at(COUNTY, f'cases/{case.uid}/'))).split())
    assert '承办科室通江县卫生健康局行政审批股A04号窗口' in page
    assert '通江县卫生健康局行政审批股A04号窗口' in ''.join(text(client.get(at(COUNTY, 'worklist/'))).split())
    header, row = rows_of(client.get(at(COUNTY, 'worklist/?as=xlsx')).content)
    told = dict(zip(header, row, strict=True))
    assert (told['承办部门'], told['科室'], told['窗口']) == ('通江县卫生健康局', '行政审批股', 'A04')
    query = 'query ($uid: UUID!) { case(uid: $uid) { department departmentName section window } }'
    assert System.of(world, COUNTY, Role.CLERK).ask(query, uid=str(case.uid))['case'] == {
        'department': HEALTH,
        'departmentName': '通江县卫生健康局',
        'section': '行政审批股',
        'window': 'A04',
    }


@pytest.fixture
def forestry(world: World, section: Section) -> Section:
    place = {'hall_code': COUNTY, 'department_code': FORESTRY, 'entered_days': [date(2024, 3, 1)]}
    return Section.objects.create(
        name='行政审批股', windows=[{'number': 'A05', 'name': '林业局窗口', **SINCE}], **place
    )


def sent_by(world: World, department: str, *roles: Role) -> Actor:
    person = world.person(COUNTY, *roles)
    Membership.objects.filter(person_id=person.person_id).update(department=department)
    return person


MOVED = {'department': FORESTRY, 'reason': '经营场所在林区，由林业局办理'}


def test_the_office_moves_a_case_to_another_department_and_the_hall_below_hears_it(
    world: World, signed_in: SignedIn, forestry: Section
) -> None:
    case = world.receive(TOWNSHIP, HYGIENE)
    Desk.of_chief(world, TOWNSHIP).send_up(case.uid)
    office, address = signed_in(world.clerk(COUNTY)), at(COUNTY, f'cases/{case.uid}/')
    health, wood = (signed_in(sent_by(world, one, Role.CLERK)) for one in (HEALTH, FORESTRY))
    assert (health.get(address).status_code, wood.get(address).status_code) == (200, 404)
    assert do(office, address, 'claim').status_code == 303
    assert do(office, address, 'move-department', **MOVED).status_code == 303
    moved = world.case(COUNTY, case.uid)
    assert (of(moved), moved.claimed_by) == ((FORESTRY, '行政审批股', 'A05'), None)
    assert (health.get(address).status_code, 'accept' in acts(wood.get(address))) == (404, True)
    told = ''.join(text(office.get(address)).split())
    assert '转部门办理' in told and '由通江县林业局办理' in told and MOVED['reason'] in told
    world.carry()
    assert world.case(TOWNSHIP, case.uid).note == f'转通江县林业局办理：{MOVED["reason"]}'


@pytest.mark.parametrize(
    ('department', 'roles', 'fields', 'status'),
    [
        (HEALTH, {Role.CLERK}, MOVED, 403),
        ('', {Role.APPROVER}, MOVED, 403),
        ('', {Role.CLERK}, MOVED | {'department': 'TJSW'}, 422),
        ('', {Role.CLERK}, MOVED | {'department': ''}, 422),
        ('', {Role.CLERK}, MOVED | {'reason': ' '}, 422),
        ('', {Role.CLERK}, MOVED | {'department': HEALTH}, 409),
    ],
)
def test_whose_case_it_is_stays_where_the_move_is_refused(
    world: World,
    signed_in: SignedIn,
    forestry: Section,
    department: str,
    roles: set[Role],
    fields: dict[str, str],
    status: int,
) -> None:
    case = world.receive(COUNTY, HYGIENE)
    client, address = signed_in(sent_by(world, department, *roles)), at(COUNTY, f'cases/{case.uid}/')
    answer = client.post(f'{address}move-department/', {'version': case.version} | fields)
    assert answer.status_code == status
    now = world.case(COUNTY, case.uid)
    assert (of(now), now.version, now.event_count) == (of(case), case.version, case.event_count)


def test_a_case_is_claimed_once_and_handed_to_a_colleague_who_may_act(
    world: World, signed_in: SignedIn, forestry: Section
) -> None:
    case, address = world.receive(COUNTY, HYGIENE), ''
    address = at(COUNTY, f'cases/{case.uid}/')
    one, other, stranger = (sent_by(world, code, Role.CLERK) for code in (HEALTH, HEALTH, FORESTRY))
    first, second = signed_in(one), signed_in(other)
    assert 'colleague' not in acts(first.get(address))
    assert do(first, address, 'claim').status_code == 303
    assert do(second, address, 'claim').status_code == 409
    assert world.case(COUNTY, case.uid).claimed_by == one.person_id
    logins = {actor: Person.objects.get(pk=actor.person_id).username for actor in (one, other, stranger)}
    assert do(second, address, 'colleague', colleague=logins[other]).status_code == 403
    page = first.get(address).content.decode()
    assert (logins[other] in page, logins[stranger] in page) == (True, False)
    assert do(first, address, 'colleague', colleague=logins[stranger]).status_code == 422
    assert world.case(COUNTY, case.uid).claimed_by == one.person_id
    assert do(first, address, 'colleague', colleague=logins[other]).status_code == 303
    assert world.case(COUNTY, case.uid).claimed_by == other.person_id


def test_programs_claim_hand_over_and_move(world: World, forestry: Section) -> None:
    case, system = world.receive(COUNTY, HYGIENE), System.of(world, COUNTY, Role.CLERK)
    colleague = Person.objects.get(pk=world.clerk(COUNTY).person_id).username
    assert system.do('claimCase', case.uid)['code'] is None
    assert system.do('passToColleague', case.uid, colleague=colleague)['code'] is None
    assert system.do('passToColleague', case.uid, colleague=colleague)['code'] == 'NOT_YOURS'
    assert system.do('moveDepartment', case.uid, **MOVED)['code'] is None
    assert of(world.case(COUNTY, case.uid))[0] == FORESTRY


def test_a_department_that_left_loses_no_case_and_the_office_sees_it(
    world: World, signed_in: SignedIn, forestry: Section
) -> None:
    case, office = world.receive(COUNTY, HYGIENE), signed_in(world.clerk(COUNTY))
    lost, path = at(COUNTY, 'worklist/?show=office'), f'cases/{case.uid}/'
    assert '待分部门' not in text(office.get(at(COUNTY, 'worklist/')))
    Section.objects.filter(department_code=HEALTH).update(entered_days=[])
    assert '待分部门 1' in text(office.get(at(COUNTY, 'worklist/')))
    assert path in office.get(lost).content.decode()
    health = signed_in(sent_by(world, HEALTH, Role.CLERK))
    assert (health.get(at(COUNTY, path)).status_code, '待分部门' in text(health.get(at(COUNTY, 'worklist/')))) == (
        200,
        False,
    )
    assert do(office, at(COUNTY, path), 'move-department', **MOVED).status_code == 303
    assert path not in office.get(lost).content.decode()


def test_the_worklist_shows_mine_my_departments_and_all_and_counts_them(
    world: World, signed_in: SignedIn, forestry: Section
) -> None:
    first, second, wood = (world.receive(COUNTY, one) for one in (HYGIENE, HYGIENE, FELLING))
    person = sent_by(world, HEALTH, Role.CLERK)
    given = {'person_id': person.person_id, 'hall': COUNTY, 'document': '授权书9号', 'valid_from': LONG_AGO}
    authorise(powers=['submit'], matters=[FELLING], **given)  # type: ignore[arg-type]
    client, office = signed_in(person), signed_in(world.clerk(COUNTY))
    assert do(client, at(COUNTY, f'cases/{second.uid}/'), 'claim').status_code == 303

    def shown(client: Client, asked: str) -> tuple[set[UUID], str]:
        page = client.get(at(COUNTY, f'worklist/?{asked}'))
        heading = re.search(r'<h1>([^<]*)</h1>', page.content.decode())
        found = {one.uid for one in (first, second, wood) if f'cases/{one.uid}/' in page.content.decode()}
        return found, heading[1] if heading else ''

    assert shown(client, '') == ({first.uid, second.uid, wood.uid}, '全部待办 3 件')
    assert shown(client, 'whose=department') == ({first.uid, second.uid}, '全部待办 2 件')
    assert shown(client, 'whose=mine') == ({second.uid}, '全部待办 1 件')
    assert shown(office, f'department={FORESTRY}') == ({wood.uid}, '全部待办 1 件')
    assert shown(office, 'whose=mine') == (set(), '全部待办 0 件')
    assert client.get(at(COUNTY, f'worklist/?department={FORESTRY}')).status_code == 200  # no field of theirs
    assert '?show=decide&amp;whose=mine' in client.get(at(COUNTY, 'worklist/?whose=mine')).content.decode()


def test_after_an_act_the_page_offers_the_next_case_of_the_same_worklist(
    world: World, signed_in: SignedIn, forestry: Section
) -> None:
    cases = [world.receive(COUNTY, HYGIENE) for _ in range(3)]
    world.receive(COUNTY, FELLING)
    office = signed_in(world.clerk(COUNTY))
    office.get(at(COUNTY, f'worklist/?show=intake&department={HEALTH}'))
    address = at(COUNTY, f'cases/{cases[1].uid}/')
    assert '下一件' not in text(office.get(address))
    page = office.get(do(office, address, 'accept').headers['Location'])
    assert '下一件（还有 2 件）' in text(page)
    assert f'cases/{cases[0].uid}/">下一件' in page.content.decode()
    assert '下一件' not in text(office.get(address))
    for case in (cases[0], cases[2]):
        page = office.get(do(office, at(COUNTY, f'cases/{case.uid}/'), 'accept').headers['Location'])
    assert '下一件' not in text(page)
