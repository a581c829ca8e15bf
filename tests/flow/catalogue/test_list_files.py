"""Lists taken out and brought in: previewed, faults by cell, all or nothing, and effective over the topic."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from govhall.casework.acts.decline import decline_case
from govhall.catalogue.exchange.people import COLUMNS
from govhall.catalogue.models import Grant, Guide, Matter, MatterVersion
from govhall.catalogue.organs import OrganKind
from govhall.documents.models import Notice
from tenants.context import hall_context
from tenants.models import Membership, Person
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, at, text
from tests.builders.sheets import rows_of, sheet
from tests.builders.world import COUNTY, HYGIENE, PROVINCE, TOWNSHIP, World

LABELS = {'guides': '办事指南', 'matters': '事项目录', 'grants': '赋权清单', 'people': '人员', 'organs': '实施机关'}


@pytest.fixture
def administrator(world: World, signed_in: SignedIn) -> Any:
    return lambda hall: signed_in(world.person(hall, Role.ADMINISTRATOR))


def taken_out(client: Client, hall: str, kind: str) -> list[list[str]]:
    answer = client.get(at(hall, f'catalogue/files/{kind}.xlsx'))
    assert re.search(
        LABELS[kind] + r'-.+-[0-9]{4}-[0-9]{2}-[0-9]{2}\.xlsx', unquote(answer.headers['Content-Disposition'])
    )
    return [[str(cell) for cell in row] for row in rows_of(answer.content)]


def upload(client: Client, hall: str, kind: str, rows: list[list[Any]]) -> HttpResponse:
    file = SimpleUploadedFile('list.xlsx', sheet(rows))
    return client.post(at(hall, f'catalogue/files/{kind}/preview/'), {'file': file})  # type: ignore[return-value]


def confirm(client: Client, hall: str, kind: str, preview: HttpResponse) -> HttpResponse:
    fields = dict(re.findall(r'name="(sealed|shown)" value="([^"]*)"', preview.content.decode()))
    return client.post(at(hall, f'catalogue/files/{kind}/bring-in/'), fields)  # type: ignore[return-value]


def row_of(rows: list[list[str]], code: str) -> list[str]:
    return next(row for row in rows if row[0] == code)


@pytest.mark.parametrize(
    ('hall', 'kind'),
    [
        (TOWNSHIP, 'guides'),
        (COUNTY, 'guides'),
        (PROVINCE, 'guides'),
        (PROVINCE, 'matters'),
        (PROVINCE, 'organs'),
        (COUNTY, 'grants'),
        (PROVINCE, 'grants'),
    ],
)
def test_what_is_taken_out_and_brought_back_changes_nothing(administrator: Any, hall: str, kind: str) -> None:
    client = administrator(hall)
    preview = upload(client, hall, kind, taken_out(client, hall, kind))
    assert (preview.status_code, '不需要导入' in text(preview)) == (200, True), text(preview)


@pytest.mark.parametrize(('hall', 'kind'), [(TOWNSHIP, 'matters'), (TOWNSHIP, 'grants'), (COUNTY, 'matters')])
def test_hall_takes_out_but_does_not_bring_in_what_is_not_its_own(administrator: Any, hall: str, kind: str) -> None:
    client = administrator(hall)
    preview = upload(client, hall, kind, taken_out(client, hall, kind))
    assert (preview.status_code, '本大厅不能导入' in text(preview)) == (422, True)


def test_reconsideration_law_27_the_kind_of_an_organ_is_entered_and_stands_on_the_next_paper(
    world: World, administrator: Any
) -> None:
    client, desk = administrator(PROVINCE), Desk.of_chief(world, COUNTY)
    rows = taken_out(client, PROVINCE, 'organs')
    row = row_of(rows, world.organ(COUNTY, HYGIENE))
    row[4], row[5] = OrganKind.VERTICAL.label, ''
    assert '请填写它的名称' in text(upload(client, PROVINCE, 'organs', rows))
    row[5] = '巴中市海关'
    preview = upload(client, PROVINCE, 'organs', rows)
    assert confirm(client, PROVINCE, 'organs', preview).status_code == 303
    world.carry()
    case = world.receive(COUNTY, HYGIENE)
    desk.do(decline_case, case.uid, reason='不属于本机关职权')
    with hall_context(world.hall(COUNTY)):
        said = str(Notice.objects.get(case_uid=case.uid, code='03').content)
    assert '向巴中市海关申请行政复议' in said


def test_hall_changes_its_own_guide_and_everybody_reads_it(world: World, administrator: Any) -> None:
    client = administrator(TOWNSHIP)
    rows = taken_out(client, TOWNSHIP, 'guides')
    row_of(rows, HYGIENE)[8] = '0827-7300000'
    preview = upload(client, TOWNSHIP, 'guides', rows)
    assert '将导入 1 条' in text(preview)
    assert not Guide.objects.filter(matter_code=HYGIENE, hall_code=TOWNSHIP).exists()
    assert confirm(client, TOWNSHIP, 'guides', preview).status_code == 303
    world.carry()
    assert Guide.objects.get(matter_code=HYGIENE, hall_code=TOWNSHIP).phone == '0827-7300000'
    assert Guide.objects.filter(matter_code=HYGIENE, hall_kind='township', phone='12345').exists()


@pytest.mark.parametrize('column', [1, 2, 3])
def test_hall_can_not_change_what_the_upper_level_owns(administrator: Any, column: int) -> None:
    client = administrator(TOWNSHIP)
    rows = taken_out(client, TOWNSHIP, 'guides')
    row = row_of(rows, HYGIENE)
    row[column] = '自己起的名字'
    preview = upload(client, TOWNSHIP, 'guides', rows)
    assert preview.status_code == 422
    assert '由上级统一规定' in text(preview)
    assert f'{"ABCD"[column]}{rows.index(row) + 1}' in text(preview)


@pytest.mark.parametrize('column', range(4, 10))
def test_guide_that_lacks_a_public_field_is_not_published(administrator: Any, column: int) -> None:
    client = administrator(TOWNSHIP)
    rows = taken_out(client, TOWNSHIP, 'guides')
    row_of(rows, HYGIENE)[column] = ''
    row_of(rows, rows[1][0])[8] = '0827-1'
    preview = upload(client, TOWNSHIP, 'guides', rows)
    assert (preview.status_code, '八公开' in text(preview)) == (422, True)
    assert 'name="sealed"' not in preview.content.decode()


def test_province_retires_a_matter_by_list_and_no_hall_receives_it(world: World, administrator: Any) -> None:
    client = administrator(PROVINCE)
    rows = taken_out(client, PROVINCE, 'matters')
    row_of(rows, HYGIENE)[-1] = '2026-01-31'
    confirm(client, PROVINCE, 'matters', upload(client, PROVINCE, 'matters', rows))
    world.carry()
    retired = Matter.objects.get(code=HYGIENE)
    assert (retired.version, retired.valid_to is not None) == (2, True)
    assert retired.materials
    assert MatterVersion.objects.filter(code=HYGIENE).count() == 2


def test_a_list_says_what_is_made_of_a_matter_and_whether_two_officers_look_first(
    world: World, administrator: Any
) -> None:
    client = administrator(PROVINCE)
    rows = taken_out(client, PROVINCE, 'matters')
    made, looked = rows[0].index('证照名称'), rows[0].index('现场核查')
    row_of(rows, HYGIENE)[made], row_of(rows, HYGIENE)[looked] = '公共场所卫生许可证', '是'
    confirm(client, PROVINCE, 'matters', upload(client, PROVINCE, 'matters', rows))
    world.carry()
    changed = Matter.objects.get(code=HYGIENE)
    assert (changed.certificate, changed.site_check) == ('公共场所卫生许可证', True)
    row_of(rows, HYGIENE)[looked] = '也许'
    assert '现场核查应为：是、否' in text(upload(client, PROVINCE, 'matters', rows))


@pytest.mark.parametrize(
    ('column', 'value', 'said'),
    [(9, '15', '至少压缩 30%'), (5, '51010010800', '格式不对'), (3, '皇权', '应为'), (8, '二十', '应填整数')],
)
def test_matter_that_breaks_a_rule_is_named_by_its_cell(administrator: Any, column: int, value: str, said: str) -> None:
    client = administrator(PROVINCE)
    rows = taken_out(client, PROVINCE, 'matters')
    row_of(rows, HYGIENE)[column] = value
    preview = upload(client, PROVINCE, 'matters', rows)
    assert (preview.status_code, said in text(preview)) == (422, True), text(preview)


def grant_row(hall: str, **changes: str) -> list[list[str]]:
    own = Grant.objects.get(matter_code=HYGIENE, hall_code=COUNTY)
    titles = ['事项编码', '大厅代码', '方式', '实施机关代码', '委托或下放机关代码', '文号', '村级方式', '村级可收件']
    row = dict(zip(titles, [HYGIENE, hall, '委托', own.organ_code, own.organ_code, '委托书1号', '', '否'], strict=True))
    row |= {'生效日期': '2026-01-01', '终止日期': '', '实施编码': '', '附加条件': ''} | changes
    return [list(row), list(row.values())]


def test_county_entrusts_its_township_and_takes_it_back_by_date(world: World, administrator: Any) -> None:
    client = administrator(COUNTY)
    preview = upload(client, COUNTY, 'grants', grant_row(TOWNSHIP))
    assert preview.status_code == 200, text(preview)
    confirm(client, COUNTY, 'grants', preview)
    world.carry()
    given = Grant.objects.get(matter_code=HYGIENE, hall_code=TOWNSHIP)
    assert (given.mode, given.document, given.valid_to) == ('entrusted', '委托书1号', None)
    ended = grant_row(TOWNSHIP, 终止日期='2026-06-01')
    confirm(client, COUNTY, 'grants', upload(client, COUNTY, 'grants', ended))
    world.carry()
    given.refresh_from_db()
    assert given.valid_to is not None


@pytest.mark.parametrize(
    ('changes', 'said'),
    [
        ({'大厅代码': 'PCSM0001'}, '直接下级'),
        ({'大厅代码': COUNTY}, '直接下级'),
        ({'方式': '本级行使', '委托或下放机关代码': ''}, '不能由上级大厅赋予'),
        ({'文号': ''}, '写明文号'),
        ({'实施机关代码': '083372204'}, '目录中没有这个机关'),
        ({'委托或下放机关代码': '11511921108223951C', '实施机关代码': '11511921108223951C'}, '不得委托或转委托'),
        ({'村级方式': '直办'}, '不能决定行政权力'),
        ({'终止日期': '明年'}, '2026-01-01'),
    ],
)
def test_grant_that_the_law_forbids_is_refused(administrator: Any, changes: dict[str, str], said: str) -> None:
    client = administrator(COUNTY)
    preview = upload(client, COUNTY, 'grants', grant_row(TOWNSHIP, **changes))
    assert (preview.status_code, said in text(preview)) == (422, True), text(preview)


def test_preview_can_not_be_used_by_another_elsewhere_or_after_a_change(world: World, administrator: Any) -> None:
    client, other = administrator(TOWNSHIP), administrator(TOWNSHIP)
    rows = taken_out(client, TOWNSHIP, 'guides')
    row_of(rows, HYGIENE)[8] = '0827-7300000'
    preview = upload(client, TOWNSHIP, 'guides', rows)
    assert confirm(other, TOWNSHIP, 'guides', preview).status_code == 409
    assert client.post(at(TOWNSHIP, 'catalogue/files/guides/bring-in/'), {'sealed': 'x'}).status_code == 409
    assert confirm(client, TOWNSHIP, 'guides', preview).status_code == 303
    world.carry()
    again = confirm(client, TOWNSHIP, 'guides', preview)
    assert (again.status_code, '预览已过期' in text(again)) == (409, True)


def test_upload_without_a_file_or_of_something_else_says_what_to_do(administrator: Any) -> None:
    client = administrator(TOWNSHIP)
    address = at(TOWNSHIP, 'catalogue/files/guides/preview/')
    assert '请先选择文件' in text(client.post(address))
    assert '另存为 .xlsx' in text(client.post(address, {'file': SimpleUploadedFile('a.xlsx', b'nonsense')}))
    assert client.get(at(TOWNSHIP, 'catalogue/files/weather.xlsx')).status_code == 404


def test_files_are_the_administrators(world: World, signed_in: SignedIn) -> None:
    for role in (Role.CLERK, Role.LEADER, Role.CHIEF):
        client = signed_in(world.person(TOWNSHIP, role))
        for path in ('catalogue/files/', 'catalogue/files/people.xlsx', 'catalogue/files/guides.xlsx'):
            assert client.get(at(TOWNSHIP, path)).status_code == 403


def test_people_go_out_on_the_page_and_come_in_by_command(
    world: World, administrator: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client = administrator(TOWNSHIP)
    assert taken_out(client, TOWNSHIP, 'people')[1][2] == '系统管理员'
    file = tmp_path / 'people.xlsx'
    file.write_bytes(sheet([list(COLUMNS), ['tj-new', '张新', '窗口人员、审查人员', 'TJMZ', '']]))
    call_command('enter_people', str(file), '--hall', TOWNSHIP, '--preview')
    assert not Person.objects.filter(username='tj-new').exists()
    for _ in range(2):
        call_command('enter_people', str(file), '--hall', TOWNSHIP)
    assert '1 people read, 0 new or changed' in capsys.readouterr().out
    membership = Membership.objects.get(person__username='tj-new')
    assert (membership.roles, membership.department) == (['clerk', 'reviewer'], 'TJMZ')
    assert not membership.person.has_usable_password()
    file.write_bytes(sheet([list(COLUMNS), ['tj-new', '张新', '领导', '', ''], ['x', '', '领导', '', '']]))
    with pytest.raises(CommandError, match='B3 姓名'):
        call_command('enter_people', str(file), '--hall', TOWNSHIP)
    assert Membership.objects.filter(person__username='tj-new').count() == 1
