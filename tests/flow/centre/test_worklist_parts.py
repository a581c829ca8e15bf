"""The parts of a worklist: of a section, in an order, found by words; what opens first; over GraphQL alike."""

import re
from urllib.parse import quote

import pytest

from govhall.casework.models import Case
from tenants.context import hall_context
from tenants.models import Membership
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.system import System
from tests.builders.world import BIRTH, COUNTY, DISABLED, HYGIENE, ID_NUMBER, LOGGING, TOWNSHIP, World

HEALTH = 'TJWJ'
PAGE = at(COUNTY, 'worklist/')


@pytest.fixture
def cases(world: World) -> dict[str, Case]:
    """Two of the health department, one of them of its section, and one of forestry."""
    found = {name: world.receive(COUNTY, HYGIENE) for name in ('section', 'department')}
    found['forestry'] = world.receive(COUNTY, LOGGING)
    placed = {'section': (HEALTH, '医政科'), 'department': (HEALTH, '综合科'), 'forestry': ('TJLY', '医政科')}
    with hall_context(world.hall(COUNTY)):
        for name, (department, section) in placed.items():
            told = {'department': department, 'section': section, 'received_by': None}
            Case.objects.filter(uid=found[name].uid).update(**told)
    return found


def names(found: object, cases: dict[str, Case]) -> set[str]:
    return {name for name, case in cases.items() if str(case.uid) in str(found)}


def test_a_section_has_a_view_of_its_own_and_its_people_still_see_the_department(
    world: World, signed_in: SignedIn, cases: dict[str, Case]
) -> None:
    person = world.person(COUNTY, Role.CLERK)
    Membership.objects.filter(person_id=person.person_id).update(department=HEALTH, section='医政科')
    client = signed_in(person)
    for query, sees in (('', {'section', 'department'}), ('?whose=section', {'section'})):
        page = client.get(f'{PAGE}{query}')
        assert names([row.case.uid for row in page.context['rows']], cases) == sees
    assert '待办 1 件' in text(page).replace('全部待办', '待办')
    assert '>本科室</option>' in page.content.decode()
    without = signed_in(world.person(COUNTY, Role.CLERK)).get(PAGE).content.decode()
    assert '>本科室</option>' not in without


def test_graphql_narrows_as_the_page_does(world: World, cases: dict[str, Case]) -> None:
    system = System.of(world, COUNTY, Role.CLERK)
    Membership.objects.filter(person=system.person).update(department=HEALTH, section='医政科')

    def asked(arguments: str) -> set[str]:
        return names(system.ask(f'{{ cases{arguments} {{ cases {{ uid }} }} }}'), cases)

    assert asked('') == asked('(whose: DEPARTMENT)') == asked(f'(department: "{HEALTH}")') == {'section', 'department'}
    assert asked('(whose: SECTION)') == asked('(section: "医政科")') == {'section'}
    assert asked('(whose: MINE)') == asked('(department: "TJLY")') == set()  # another's stay out of sight
    office = System.of(world, COUNTY, Role.CLERK)
    assert names(office.ask('{ cases(section: "医政科") { cases { uid } } }'), cases) == {'section', 'forestry'}


def test_words_of_the_matter_and_of_the_township_find_cases(
    world: World, signed_in: SignedIn, cases: dict[str, Case]
) -> None:
    client = signed_in(world.clerk(COUNTY))
    for query, sees in (
        (f'matter={quote("林木采伐")}', {'forestry'}),
        (f'matter={HYGIENE}', {'section', 'department'}),
        (f'origin={quote("通江县")}', set(cases)),
        (f'origin={quote("诺水河")}', set()),
    ):
        page = client.get(f'{PAGE}?{query}')
        assert names([row.case.uid for row in page.context['rows']], cases) == sees, query
        assert '符合查找的' in text(page)
    assert '没有找到这样的件' in text(page)


def test_the_end_of_a_card_finds_its_cases_stays_out_of_the_address_and_is_written_down(
    world: World, signed_in: SignedIn
) -> None:
    case, clerk = world.receive(TOWNSHIP, BIRTH), signed_in(world.clerk(TOWNSHIP))
    page = at(TOWNSHIP, 'worklist/')
    for ending, number in ((ID_NUMBER[-4:], 1), (ID_NUMBER[-6:].lower(), 1), (f'99{ID_NUMBER[-4:]}', 0), ('0000', 0)):
        kept = clerk.post(page, {'ending': ending})
        assert ending not in kept.headers['Location']
        shown = clerk.get(kept.headers['Location'])
        assert [row.case.uid for row in shown.context['rows']] == [case.uid] * number, ending
    assert clerk.post(page, {'ending': '12'}).status_code == 422


def test_orders_are_by_limit_by_receipt_and_by_matter(world: World, signed_in: SignedIn) -> None:
    first, second, third = (world.receive(TOWNSHIP, matter) for matter in (BIRTH, DISABLED, BIRTH))
    client = signed_in(world.clerk(TOWNSHIP))

    def shown(query: str) -> list[object]:
        return [row.case.uid for row in client.get(at(TOWNSHIP, f'worklist/{query}')).context['rows']]

    assert shown('?order=received') == [first.uid, second.uid, third.uid]
    assert shown('?order=matter')[0] == second.uid
    assert client.get(at(TOWNSHIP, 'worklist/?show=done&order=matter')).status_code == 404


@pytest.mark.parametrize(
    ('role', 'title'),
    [
        (Role.CLERK, '全部待办'),
        (Role.REVIEWER, '待审查、待决定'),
        (Role.APPROVER, '待审查、待决定'),
        (Role.LEADER, '急件待签发'),
        (Role.SUPERVISOR, '快到期和超期'),
    ],
)
def test_each_role_opens_on_what_it_can_do_and_the_bar_counts_the_same(
    world: World, signed_in: SignedIn, role: Role, title: str
) -> None:
    world.receive(TOWNSHIP, BIRTH)
    page = signed_in(world.person(TOWNSHIP, role)).get(at(TOWNSHIP, 'worklist/'))
    found = re.search(rf'<h1>{title} (\d+) 件</h1>', page.content.decode())
    assert found, text(page)[:300]
    (todo,) = [task for task in page.context['tasks'] if task.label == '待办']
    assert todo.count == int(found[1])


def test_filters_do_not_say_that_they_may_be_left_empty(world: World, signed_in: SignedIn) -> None:
    assert '可不填' not in text(signed_in(world.clerk(COUNTY)).get(PAGE))
