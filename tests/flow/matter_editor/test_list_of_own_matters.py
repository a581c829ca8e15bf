"""本级事项 and their materials as Excel files: taken out, changed, looked at, and kept as drafts."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from govhall.catalogue.models import Matter, Organ
from govhall.matter_editor.lists import about_rows, material_rows
from govhall.matter_editor.models import MatterDraft
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, signed_in, text
from tests.builders.sheets import rows_of
from tests.builders.world import COUNTY, PROVINCE, TOWNSHIP, World
from tests.flow.catalogue.test_list_files import confirm, upload
from tests.flow.matter_editor.test_own_matters import CODE, PAPER, begin, publish, save

__all__ = ['signed_in']
MATTERS = at(COUNTY, 'catalogue/matters/')
PAGE = f'{MATTERS}{CODE}/'
ROW = {
    '事项名称': '肉羊养殖奖补申请',
    '简称': '肉羊奖补',
    '事项类型': '行政给付',
    '设定依据': '《通江县肉羊产业奖补办法》',
    '办件类型': '承诺件',
    '规定时限（工作日）': '20',
    '承诺时限（工作日）': '10',
    '谁能申请': '只有个人',
    '办理结果': '奖补发放通知',
    '群众的说法': '养羊补贴、羊补贴',
    '申请条件': '存栏 30 只以上。',
    '办理程序': '收件 → 受理 → 审查 → 决定',
    '办理职责': '核实存栏数量。',
    '窗口': '农业农村窗口',
    '电话': '0827-7220000',
    '办公时间': '工作日 9:00—17:00',
}
PAPER_ROW = {'材料名称': '体检证明', '必须交': '是', '要原件还是复印件': '复印件', '各几份': '1'}
PAPER_ROW |= {'几个月以内出具的才收': '12'}


@pytest.fixture
def admin(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.ADMINISTRATOR))


def organ() -> str:
    return str(Organ.objects.filter(area_code='511921000000', name__contains='农业').values_list('credit_code')[0][0])


def sheet_of(columns: tuple[str, ...], *rows: dict[str, str]) -> list[list[Any]]:
    return [list(columns), *([row.get(title, '') for title in columns] for row in rows)]


def rows_out(client: Client, kind: str) -> list[list[str]]:
    answer = client.get(at(COUNTY, f'catalogue/files/{kind}.xlsx'))
    return [[str(cell) for cell in row] for row in rows_of(answer.content)]


def matter(**changes: str) -> dict[str, str]:
    return ROW | {'实施机关代码': organ()} | changes


def matters(*rows: dict[str, str]) -> list[list[Any]]:
    return sheet_of(about_rows.COLUMNS, *rows)


def papers(*rows: dict[str, str]) -> list[list[Any]]:
    return sheet_of(material_rows.COLUMNS, *rows)


def test_matters_are_brought_in_as_drafts_and_published_by_hand(admin: Client, client: Client) -> None:
    second = matter(事项名称='水产养殖奖补申请', 简称='水产奖补')
    preview = upload(admin, COUNTY, 'own-matters', matters(matter(), second))
    assert preview.status_code == 200, text(preview)
    assert '肉羊养殖奖补申请' in text(preview)
    assert not MatterDraft.objects.exists()
    answer = confirm(admin, COUNTY, 'own-matters', preview)
    assert answer.status_code == 303
    assert '都是草稿' in text(admin.get(answer.headers['Location']))
    drafts = MatterDraft.objects.order_by('matter')
    assert [(one.matter, one.parts['short_name']) for one in drafts] == [
        (CODE, '肉羊奖补'),
        (f'{COUNTY}-0002', '水产奖补'),
    ]
    assert not Matter.objects.filter(code__startswith=f'{COUNTY}-').exists()
    assert client.get(f'/guides/{CODE}/').status_code == 404
    preview = upload(admin, COUNTY, 'own-materials', papers(PAPER_ROW | {'事项编码': CODE}))
    assert confirm(admin, COUNTY, 'own-materials', preview).status_code == 303
    [paper] = MatterDraft.objects.get(matter=CODE).parts['materials']
    assert (paper['name'], paper['valid_months'], paper['required']) == ('体检证明', 12, True)
    assert '1年内的' in text(admin.get(PAGE))


def test_what_is_taken_out_and_sent_back_changes_nothing(world: World, admin: Client) -> None:
    begin(admin)
    save(admin, f'{PAGE}material/', **PAPER)
    assert publish(admin).status_code == 303
    world.carry()
    for kind in ('own-matters', 'own-materials'):
        rows = rows_out(admin, kind)
        assert len(rows) == 2 and rows[1][0] == CODE
        assert '表格和现在的内容一样' in text(upload(admin, COUNTY, kind, rows))
    assert not MatterDraft.objects.exists()


def test_a_published_matter_is_changed_by_a_row_and_keeps_what_no_row_names(world: World, admin: Client) -> None:
    begin(admin)
    save(admin, f'{PAGE}material/', **PAPER)
    publish(admin)
    world.carry()
    rows = rows_out(admin, 'own-matters')
    rows[1][rows[0].index('承诺时限（工作日）')] = '8'
    preview = upload(admin, COUNTY, 'own-matters', rows)
    assert confirm(admin, COUNTY, 'own-matters', preview).status_code == 303
    draft = MatterDraft.objects.get(matter=CODE)
    assert (draft.parts['promised_days'], len(draft.parts['materials'])) == (8, 1)
    assert Matter.objects.get(code=CODE).promised_days == 10
    assert '承诺时限（工作日）：10 → 8' in text(admin.get(PAGE))


@pytest.mark.parametrize(
    ('changes', 'place', 'said'),
    [
        ({'事项编码': f'{COUNTY}-0099'}, 'A2', '不是本大厅设立的事项'),
        ({'简称': ''}, 'C2', '简称'),
        ({'实施机关代码': '91350100M000100Y43'}, 'D2', '实施机关'),
        ({'事项类型': '许可'}, 'E2', '事项类型应为'),
        ({'规定时限（工作日）': '很快'}, 'H2', '规定时限'),
        ({'承诺时限（工作日）': '19'}, 'I2', '承诺'),
        ({'电话': ''}, 'Q2', '电话'),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_kept(
    admin: Client, changes: dict[str, str], place: str, said: str
) -> None:
    preview = upload(admin, COUNTY, 'own-matters', matters(matter(**changes)))
    page = text(preview)
    assert (preview.status_code, said in page) == (422, True), page
    assert confirm(admin, COUNTY, 'own-matters', preview).status_code == 409
    assert not MatterDraft.objects.exists()
    assert place in page


@pytest.mark.parametrize(
    ('changes', 'said'),
    [
        ({'事项编码': f'{COUNTY}-0099'}, '不是本大厅设立的事项'),
        ({'材料编码': 'X-01'}, '没有这份材料'),
        ({'材料名称': ''}, '材料名称'),
        ({'必须交': '也许'}, '必须交应为'),
        ({'容缺工作日': '5'}, '要有依据'),
        ({'几个月以内出具的才收': '601'}, '几个月以内'),
    ],
)
def test_a_wrong_material_is_named_and_nothing_is_kept(admin: Client, changes: dict[str, str], said: str) -> None:
    begin(admin)
    preview = upload(admin, COUNTY, 'own-materials', papers(PAPER_ROW | {'事项编码': CODE} | changes))
    assert (preview.status_code, said in text(preview)) == (422, True), text(preview)
    assert MatterDraft.objects.get(matter=CODE).parts['materials'] == []


def test_rows_that_say_the_same_twice_or_a_name_that_is_there_are_refused(admin: Client) -> None:
    twice = upload(admin, COUNTY, 'own-matters', matters(matter(), matter()))
    assert (twice.status_code, '与第 2 行重复' in text(twice)) == (422, True)
    begin(admin)
    again = upload(admin, COUNTY, 'own-matters', matters(matter()))
    assert (again.status_code, f'已经有同名的本级事项，编码 {CODE}' in text(again)) == (422, True)


def test_what_a_colleague_changed_meanwhile_is_not_written_over(admin: Client) -> None:
    begin(admin)
    rows = rows_out(admin, 'own-matters')
    rows[1][rows[0].index('电话')] = '0827-1111111'
    preview = upload(admin, COUNTY, 'own-matters', rows)
    save(admin, f'{PAGE}material/', **PAPER)
    assert confirm(admin, COUNTY, 'own-matters', preview).status_code == 409
    assert len(MatterDraft.objects.get(matter=CODE).parts['materials']) == 1


def test_a_draft_that_waits_for_its_day_is_taken_back_first(admin: Client) -> None:
    begin(admin)
    MatterDraft.objects.filter(matter=CODE).update(publish_on=timezone.localdate())
    answer = upload(admin, COUNTY, 'own-materials', papers(PAPER_ROW | {'事项编码': CODE}))
    assert (answer.status_code, '请先在“事项和材料”里撤回公布' in text(answer)) == (422, True)


@pytest.mark.parametrize('hall', [TOWNSHIP, PROVINCE])
def test_halls_that_set_up_no_matters_bring_none_in(world: World, signed_in: SignedIn, hall: str) -> None:
    other = signed_in(world.person(hall, Role.ADMINISTRATOR))
    answer = upload(other, hall, 'own-matters', matters(matter()))
    assert (answer.status_code, '由市、县政务服务中心设立' in text(answer)) == (422, True)
    assert not MatterDraft.objects.exists()


@pytest.mark.parametrize('role', [Role.CLERK, Role.CHIEF, Role.LEADER])
def test_who_keeps_no_lists_gets_none(world: World, signed_in: SignedIn, role: Role) -> None:
    other = signed_in(world.person(COUNTY, role))
    assert other.get(at(COUNTY, 'catalogue/files/own-matters.xlsx')).status_code in (403, 404)
    assert upload(other, COUNTY, 'own-matters', matters(matter())).status_code == 403
