"""What a list looks like as an Excel file, and how its preview speaks."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from federation.directory.selectors import names_of
from govhall.catalogue.models import Matter
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.sheets import rows_of
from tests.builders.world import COUNTY, HYGIENE, PROVINCE, TOWNSHIP, World
from tests.flow.catalogue.test_list_files import confirm, grant_row, row_of, taken_out, upload


@pytest.fixture
def administrator(world: World, signed_in: SignedIn) -> Any:
    """Signs in an administrator of a hall."""
    return lambda hall: signed_in(world.person(hall, Role.ADMINISTRATOR))


def test_a_list_has_names_beside_its_codes_and_drop_downs(administrator: Any) -> None:
    answer = administrator(COUNTY).get(at(COUNTY, 'catalogue/files/grants.xlsx'))
    header, *rows = rows_of(answer.content)
    listed = (dict(zip(header, row, strict=True)) for row in rows)
    row = next(one for one in listed if (one['事项编码'], one['大厅代码']) == (HYGIENE, COUNTY))
    assert row['事项名称'] == Matter.objects.get(code=HYGIENE).name
    assert (row['大厅名称'], row['实施机关名称']) == (names_of([COUNTY])[COUNTY], '通江县卫生健康局')
    with ZipFile(BytesIO(answer.content)) as packed:
        sheet_xml, book_xml = (packed.read(f'xl/{part}.xml').decode() for part in ('worksheets/sheet1', 'workbook'))
    assert sheet_xml.count('<dataValidation ') == 4 and 'name="可选内容" sheetId="2" state="hidden"' in book_xml


def test_a_name_that_is_not_the_codes_is_refused_at_its_cell(administrator: Any) -> None:
    client = administrator(COUNTY)
    rows = taken_out(client, COUNTY, 'grants')
    row_of(rows, HYGIENE)[3] = '另一个大厅'
    preview = upload(client, COUNTY, 'grants', rows)
    assert (preview.status_code, '和这里写的不一致' in text(preview)) == (422, True)
    assert f'D{rows.index(row_of(rows, HYGIENE)) + 1}' in text(preview)
    row_of(rows, HYGIENE)[3] = ''
    assert '不需要导入' in text(upload(client, COUNTY, 'grants', rows))


def test_the_preview_speaks_as_the_list_does(world: World, administrator: Any) -> None:
    client = administrator(COUNTY)
    confirm(
        client,
        COUNTY,
        'grants',
        upload(client, COUNTY, 'grants', grant_row(TOWNSHIP, 村级方式='代办', 村级可收件='是')),
    )
    world.carry()
    changed = grant_row(TOWNSHIP, 村级方式='', 村级可收件='否', 终止日期='2026-12-31')
    shown = text(upload(client, COUNTY, 'grants', changed))
    for said in ('村级可收件：是 → 否', '村级方式：代办 → （空）', '终止日期：（空） → 2026-12-31'):
        assert said in shown
    for word in ('True', 'False', 'None', 'carry', '00:00'):
        assert word not in shown


@pytest.mark.parametrize(('column', 'value'), [('法定时限（工作日）', '20²'), ('环节时限', '审查 ②')])
def test_what_only_looks_like_a_number_is_refused_at_its_cell(administrator: Any, column: str, value: str) -> None:
    client = administrator(PROVINCE)
    rows = taken_out(client, PROVINCE, 'matters')
    row_of(rows, HYGIENE)[rows[0].index(column)] = value
    preview = upload(client, PROVINCE, 'matters', rows)
    place = f'{"ABCDEFGHIJKLMNOPQ"[rows[0].index(column)]}{rows.index(row_of(rows, HYGIENE)) + 1}'
    assert (preview.status_code, place in text(preview)) == (422, True)
