"""The bars above pages: what each role finds there, and that one registration brings an entry to those it is for."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from govhall.look.navigation import Entry, register, withdraw
from tenants.roles import Role
from tests.builders.charging import cashier
from tests.builders.screen import SignedIn, at
from tests.builders.world import COUNTY, PROVINCE, TOWNSHIP, World

WORK = ['待办 0', '待送达 0', '查询']
PAPERS = ['档案', '证照台账', '文号登记', '在哪办']
CENTRE = ['在岗与请假', '目录与进驻']
BARS = {
    Role.CLERK: ['受理', '网上申报 0', *WORK, '代办委托', '证照台账', '文号登记', '在哪办'],
    Role.AGENT: ['村点收件', *WORK, '代办委托', '在哪办'],
    Role.LIAISON: ['代办申报', *WORK, '代办委托', '在哪办'],
    Role.REVIEWER: [*WORK, '证照台账', '文号登记', '在哪办'],
    Role.CHIEF: [*WORK, '代办委托', *PAPERS, '在岗与请假'],
    Role.APPROVER: [*WORK, *PAPERS],
    Role.SUPERVISOR: [*WORK, *PAPERS, '统计', '收费月报', *CENTRE],
    Role.LEADER: [*WORK, *PAPERS, '统计', '收费月报', *CENTRE],
    Role.ADMINISTRATOR: ['档案', '在哪办', '统计', '收费月报', *CENTRE, '账号'],
    Role.SECURITY: ['在哪办', '账号', '授权书'],
    Role.AUDITOR: ['审计'],
}
FIRST = {Role.CLERK: '受理', Role.AGENT: '村点收件'}
FIRST |= dict.fromkeys((Role.LIAISON, Role.REVIEWER, Role.CHIEF, Role.APPROVER, Role.LEADER), '待办')
FIRST |= {Role.ADMINISTRATOR: '账号', Role.SECURITY: '账号', Role.AUDITOR: '审计'}
CATALOGUE = [
    '进驻情况',
    '进驻清单',
    '部门和窗口',
    '人员',
    '权力来源',
    '授权书',
    '事项和材料',
    '证照设置',
    '收费标准',
    '大厅信息',
    '申请表',
    '在哪办',
    '清理报告',
]


def bar(client: Client, address: str) -> tuple[list[str], str]:
    """The entries of a page's bar with their numbers, and the current one."""
    page = client.get(address, follow=True).content.decode()
    links = re.findall(r'<a href="[^"]*"( aria-current="page")?>(.*?)</a>', page.partition('class="tasks"')[2], re.S)
    shown = [(current, re.sub(r'<[^>]+>', '', words)) for current, words in links]
    end = page.partition('class="tasks"')[2].partition('</nav>')[0].count('<a ')
    return [words for _, words in shown[:end]], next((words for current, words in shown[:end] if current), '')


@pytest.mark.parametrize('role', BARS)
def test_the_bar_of_the_desks_is_that_of_the_role_and_opens_where_its_work_begins(
    world: World, signed_in: SignedIn, role: Role
) -> None:
    shown, current = bar(signed_in(world.person(COUNTY, role)), at(COUNTY))
    assert (shown, current.split()[0]) == (BARS[role], FIRST.get(role, '统计'))


def test_a_cashier_and_the_administrator_of_the_highest_hall_find_their_pages(
    world: World, signed_in: SignedIn
) -> None:
    assert '收费' in bar(signed_in(cashier(world, COUNTY)), at(COUNTY))[0]
    above = signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))
    assert bar(above, at(PROVINCE))[0] == [*BARS[Role.ADMINISTRATOR], '节假日', '报文收发']
    assert bar(above, at(PROVINCE, 'road/')) == (['返回工作台', '报文收发'], '报文收发')


@pytest.mark.parametrize(
    ('role', 'shown'),
    [
        (Role.CLERK, ['在哪办']),
        (Role.LEADER, CATALOGUE),
        (Role.ADMINISTRATOR, [*CATALOGUE[:9], '导入导出', *CATALOGUE[9:]]),
        (Role.SECURITY, ['人员', '授权书', '导入导出', '在哪办']),
    ],
)
def test_the_pages_of_the_catalogue_have_a_bar_of_their_own(
    world: World, signed_in: SignedIn, role: Role, shown: list[str]
) -> None:
    client = signed_in(world.person(COUNTY, role))
    assert bar(client, at(COUNTY, 'catalogue/where/')) == (['返回工作台', *shown], '在哪办')


@pytest.fixture
def seats() -> Iterator[Entry]:
    """An entry of this file's own, for leaders and clerks of counties."""
    roles = frozenset({Role.LEADER, Role.CLERK})
    own = Entry(key='seats', label='窗口排班', route='search', place=75, roles=roles, kinds=frozenset({'county'}))
    register(own)
    yield own
    withdraw(own)


@pytest.mark.parametrize('role', Role)
def test_one_registration_brings_an_entry_to_those_it_is_for_and_to_nobody_else(
    world: World, signed_in: SignedIn, seats: Entry, role: Role
) -> None:
    here, _ = bar(signed_in(world.person(COUNTY, role)), at(COUNTY))
    below, _ = bar(signed_in(world.person(TOWNSHIP, role)), at(TOWNSHIP))
    wanted = list(BARS[role])
    if role in seats.roles:
        wanted.insert(wanted.index('查询') + 1, '窗口排班')
    assert (here, below) == (wanted, BARS[role])
