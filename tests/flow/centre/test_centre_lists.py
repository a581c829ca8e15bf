"""Departments, windows and the published list on their pages and as Excel files: what is done, and what is refused."""

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from govhall.catalogue.models import CentreItem, Section
from govhall.catalogue.services.centre_list import enter_centre
from tenants.models import AuditEntry
from tenants.roles import Role
from tests.builders.baoying import centre_list
from tests.builders.screen import SignedIn, at, text
from tests.builders.sheets import rows_of
from tests.builders.system import System
from tests.builders.world import COUNTY, World
from tests.flow.catalogue.test_list_files import confirm, upload

ITEMS, SECTIONS = at(COUNTY, 'catalogue/items/'), at(COUNTY, 'catalogue/departments/')
ITEM, DEPARTMENT = f'{ITEMS}3210230011/', f'{SECTIONS}BY01/'
NEW = {'code': 'N1', 'name': '新许可', 'department': 'BY01', 'task_type': '01', 'since': '2026-02-01'}


@pytest.fixture
def administrator(world: World, signed_in: SignedIn) -> Client:
    enter_centre(centre_list(COUNTY))
    return signed_in(world.person(COUNTY, Role.ADMINISTRATOR))


@pytest.fixture
def leader(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.LEADER))


def post(client: Client, address: str, act: str, **fields: Any) -> HttpResponse:
    return client.post(address, {'act': act, **fields})  # type: ignore[return-value]


def said(client: Client, answer: HttpResponse) -> str:
    assert answer.status_code == 303, text(answer)
    return text(client.get(answer.headers['Location']))


def test_an_item_is_published_comes_in_leaves_is_changed_and_taken_off(administrator: Client) -> None:
    page = said(administrator, administrator.post(ITEMS, NEW))
    assert '已登记公布事项“新许可”' in page and '没有进驻' in page
    address = f'{ITEMS}N1/'
    assert '2026-03-01 起' in said(administrator, post(administrator, address, 'enter', since='2026-03-01'))
    assert '2026-04-01 止' in said(administrator, post(administrator, address, 'remove', since='2026-04-01'))
    said(administrator, post(administrator, address, 'enter', since='2026-05-01'))
    changed = {'name': '改名许可', 'department': 'BY02', 'task_type': '07'}
    assert '改名许可' in said(administrator, post(administrator, address, 'change-item', **changed))
    page = said(administrator, post(administrator, address, 'end-item', since='2026-06-01'))
    assert '已取消公布' in page and '登记公布' in page
    item = CentreItem.objects.get(hall_code=COUNTY, code='N1')
    assert (item.name, item.department_code, item.task_type) == ('改名许可', 'BY02', '07')
    assert item.published_days == [date(2026, 2, 1), date(2026, 6, 1)]
    assert [day.month for day in item.entered_days] == [3, 4, 5, 6]
    assert AuditEntry.objects.filter(action='centre_changed').count() == 6
    assert '新许可' not in text(administrator.get(f'{ITEMS}?state=in')) and '改名许可' in text(
        administrator.get(f'{ITEMS}?state=ended')
    )


def test_a_department_comes_opens_and_closes_windows_and_leaves(administrator: Client) -> None:
    assert f'name="since" value="{timezone.localdate()}"' in administrator.get(SECTIONS).content.decode()
    new = {'department': 'TJQX', 'title': '县气象局', 'section': '审批股', 'form': 'sign', 'since': '2026-02-01'}
    assert '县气象局' in said(administrator, administrator.post(SECTIONS, new))
    address = f'{SECTIONS}TJQX/'
    said(administrator, administrator.post(ITEMS, NEW | {'department': 'TJQX'}))
    opened = {'number': '99', 'name': '气象窗口', 'items': ['N1'], 'since': '2026-02-02'}
    assert '99 气象窗口' in said(administrator, post(administrator, address, 'open-window', **opened))
    window = f'{address}windows/99/'
    assert '新许可' in text(administrator.get(window))
    assert '防雷窗口' in said(administrator, post(administrator, window, 'change-window', name='防雷窗口'))
    assert '停用' in said(administrator, post(administrator, window, 'close-window', since='2026-03-01'))
    again = {'number': '99', 'name': '防雷窗口', 'since': '2026-04-01'}
    assert '在用' in said(administrator, post(administrator, window, 'open-window', **again))
    changed = {'section': '行政审批科', 'form': 'shared', 'form_on': '2026-03-03'}
    assert '行政审批科' in said(administrator, post(administrator, address, 'change-section', **changed))
    said(administrator, post(administrator, f'{ITEMS}N1/', 'enter', since='2026-03-01'))
    answer = post(administrator, address, 'remove-department', since='2026-05-01')
    assert (answer.status_code, '还有 1 项进驻，请先登记撤出' in text(answer)) == (422, True)
    said(administrator, post(administrator, address, 'remove', items=['N1'], since='2026-05-01'))
    said(administrator, post(administrator, address, 'remove-department', since='2026-05-01'))
    kept = Section.objects.get(department_code='TJQX')
    assert kept.entered_days == [date(2026, 2, 1), date(2026, 5, 1)]
    assert kept.windows[0]['days'] == ['2026-02-02', '2026-03-01', '2026-04-01', '2026-05-01']
    assert (kept.name, kept.form, kept.form_on) == ('行政审批科', 'shared', date(2026, 3, 3))
    assert '没有进驻' in text(administrator.get(SECTIONS))


@pytest.mark.parametrize(
    ('address', 'posted', 'why'),
    [
        (ITEMS, NEW | {'code': '321023001001'}, ''),
        (ITEMS, NEW | {'department': 'NONE'}, ''),
        (ITEMS, NEW | {'since': ''}, '请填写公布日期'),
        (SECTIONS, {'department': 'BY01', 'section': '科', 'since': '2026-02-01'}, '已经进驻'),
        (DEPARTMENT, {'act': 'open-window', 'number': '02-1', 'name': '窗', 'since': '2026-02-01'}, '另一个部门的窗口'),
        (DEPARTMENT, {'act': 'open-window', 'number': '01-1', 'name': '窗', 'since': '2026-02-01'}, '已经在用'),
        (DEPARTMENT, {'act': 'open-window', 'number': 'X', 'name': '窗', 'since': '2006-01-01'}, '还没有进驻'),
        (f'{SECTIONS}BY40/', {'act': 'open-window', 'number': 'X', 'name': '窗', 'since': '2026-01-01'}, '还没有进驻'),
        (f'{DEPARTMENT}windows/01-1/', {'act': 'close-window', 'since': '2006-12-01'}, '新的日期要比它晚'),
        (f'{DEPARTMENT}windows/01-1/', {'act': 'change-window', 'name': ''}, '窗口名称'),
        (DEPARTMENT, {'act': 'change-section', 'section': '', 'form': ''}, '审批科'),
    ],
)
def test_what_can_not_be_is_said_and_changes_nothing(
    administrator: Client, address: str, posted: dict[str, str], why: str
) -> None:
    before = state()
    if not why:
        posted = posted | {'code': CentreItem.objects.all()[0].code} if posted['department'] == 'BY01' else posted
        why = '已经在清单中' if posted['department'] == 'BY01' else '部门'
    answer = administrator.post(address, posted)
    assert (answer.status_code, why in text(answer)) == (422, True), text(answer)
    assert state() == before


def state() -> list[Any]:
    return [*CentreItem.objects.values_list(), *Section.objects.values_list()]


def test_a_leader_looks_and_changes_nothing(administrator: Client, leader: Client, world: World) -> None:
    before = state()
    for address, posted in [
        (ITEMS, NEW),
        (SECTIONS, {'department': 'X', 'section': '科', 'since': '2026-02-01'}),
        (DEPARTMENT, {'act': 'change-section', 'section': '科', 'form': ''}),
        (f'{DEPARTMENT}windows/01-1/', {'act': 'close-window', 'since': '2026-02-01'}),
    ]:
        page = leader.get(address)
        assert (page.status_code, 'class="primary"' in page.content.decode().partition('id="new"')[2]) == (200, False)
        assert leader.post(address, posted).status_code == 403
    answer = System.of(world, COUNTY, Role.LEADER).ask(
        'mutation ($input: PublishItemInput!) { publishItem(input: $input) { code } }',
        input={'code': 'N1', 'name': '新', 'department': 'BY01', 'taskType': '01', 'since': '2026-02-01'},
    )
    assert answer['publishItem']['code'] == 'NOT_YOUR_ROLE'
    assert state() == before
    assert leader.get(f'{DEPARTMENT}windows/nothing/').status_code == 404
    assert leader.get(f'{ITEMS}nothing/').status_code == 404


def test_programs_do_what_the_pages_do(administrator: Client, world: World) -> None:
    system = System.of(world, COUNTY, Role.ADMINISTRATOR)

    def told(mutation: str, **given: object) -> str | None:
        kind = f'{mutation[0].upper()}{mutation[1:]}Input'
        query = f'mutation ($input: {kind}!) {{ {mutation}(input: $input) {{ code }} }}'
        return str(system.ask(query, input=given)[mutation]['code'])

    item = {'code': 'N1', 'name': '新', 'department': 'BY01', 'taskType': '01'}
    assert told('publishItem', **item, since='2026-02-01') == 'None'
    assert told('publishItem', **item, since='2026-02-02') == 'NOT_THEN'
    assert told('publishItem', **(item | {'department': 'X'}), since='2026-02-02') == 'UNKNOWN_SECTION'
    window = {'department': 'BY01', 'number': 'Z', 'name': '窗', 'items': ['N1']}
    assert told('openWindow', **window, since='2026-02-01') == 'None'
    assert told('changeWindow', **(window | {'items': ['nothing']})) == 'WINDOW_ITEMS'
    assert told('closeWindow', department='BY01', number='Y', since='2026-02-01') == 'WINDOW_NOT_THEN'
    assert told('removeDepartment', department='BY40', since='2026-02-01') == 'DEPARTMENT_NOT_THEN'
    assert Section.objects.get(department_code='BY01').windows[-1]['items'] == ['N1']


def sheet_of(client: Client, kind: str) -> list[list[Any]]:
    return rows_of(client.get(at(COUNTY, f'catalogue/files/{kind}.xlsx')).content)


@pytest.mark.parametrize(
    ('kind', 'changes', 'faults'),
    [
        (
            'centre-items',
            {(1, '进驻日期'): '2007-13-01', (2, '部门代码'): 'NONE', (3, '事项类型'): '许可', (4, '公布日期'): ''},
            ['H2', 'D3', 'C4', 'F5'],
        ),
        ('centre-items', {(1, '进驻日期'): '2001-01-01', (2, '撤出日期'): '2006-01-01'}, ['H2', 'H3']),
        (
            'centre-sections',
            {(1, '审批科'): '', (2, '撤出日期'): '2026-01-01', (3, '归并方式'): '合并'},
            ['C2', 'G3', 'D4'],
        ),
        (
            'centre-windows',
            {(1, '只办的事项'): 'nothing', (2, '启用日期'): '2001-01-01', (3, '窗口号'): ''},
            ['E2', 'F3', 'A4'],
        ),
    ],
)
def test_a_fault_is_named_by_its_cell_and_nothing_is_brought_in(
    administrator: Client, kind: str, changes: dict[tuple[int, str], str], faults: list[str]
) -> None:
    rows, before = sheet_of(administrator, kind), state()
    for (row, column), value in changes.items():
        rows[row][rows[0].index(column)] = value
    rows[-1][1] = '改过的名称'  # a good change beside the faults
    preview = upload(administrator, COUNTY, kind, rows)
    page = text(preview)
    assert (preview.status_code, f'有 {len(faults)} 处要改，还没有导入任何内容' in page) == (422, True), page
    assert all(cell in page for cell in faults), page
    assert confirm(administrator, COUNTY, kind, preview).status_code == 409
    assert state() == before


def test_a_list_changes_only_its_rows_and_not_after_another_change(administrator: Client) -> None:
    rows = sheet_of(administrator, 'centre-items')
    code, place = rows[1][0], rows[0].index('撤出日期')
    rows[1][place] = '2026-02-01'
    preview = upload(administrator, COUNTY, 'centre-items', rows[:2])
    assert '将导入 1 条' in text(preview) and '2026-02-01' in text(preview)
    item = CentreItem.objects.get(code=code)
    CentreItem.objects.filter(code=code).update(name='别人刚改的名称')
    assert confirm(administrator, COUNTY, 'centre-items', preview).status_code == 409
    CentreItem.objects.filter(code=code).update(name=item.name)
    assert confirm(administrator, COUNTY, 'centre-items', preview).status_code == 303
    item.refresh_from_db()
    assert item.entered_days[-1] == date(2026, 2, 1)
    assert CentreItem.objects.count() == 470
    entry = AuditEntry.objects.filter(action='list_imported').get()
    assert (entry.subject, entry.detail['count']) == ('进驻清单', 1)
