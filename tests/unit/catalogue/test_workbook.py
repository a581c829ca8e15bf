"""Excel files as tables of text: codes keep their digits, and nothing becomes a formula."""

import os
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from govhall.catalogue.exchange.cells import as_typed
from govhall.catalogue.exchange.import_plan import seal
from govhall.catalogue.exchange.people import COLUMNS, read_people
from govhall.catalogue.exchange.workbook import LARGEST_BYTES, UnreadableWorkbook, read
from govhall.look.sheets import cell_name, write
from tenants.roles import Role
from tests.builders.sheets import rows_of, sheet

TITLES = ('编码', '说明')


@pytest.mark.parametrize('code', ['TJXZ0001-0001', 'TJXZ0001-0001-02'])
def test_the_code_of_an_own_matter_keeps_its_dashes(code: str) -> None:
    assert as_typed('事项编码', f' {code.lower()} ') == code
    assert as_typed('统一社会信用代码', '1244-1500') == '12441500'


def test_long_code_comes_back_with_all_its_digits() -> None:
    content = write('表', TITLES, [['000164120000', '0012'], ['12441500196720244T3442199806003', '']])
    lines, faults = read(content, TITLES)
    assert faults == []
    assert [line.cells['编码'] for line in lines] == ['000164120000', '12441500196720244T3442199806003']
    assert lines[0].cells['说明'] == '0012'


@pytest.mark.parametrize('evil', ['=1+1', '+1', '-1', '@SUM(A1)', '=HYPERLINK("http://x","y")', '\t=1+1'])
def test_text_that_looks_like_a_formula_stays_text(evil: str) -> None:
    content = write('表', TITLES, [['1', evil]])
    assert rows_of(content)[1][1] == evil
    inside = ZipFile(BytesIO(content)).read('xl/worksheets/sheet1.xml').decode()
    assert '<f>' not in inside
    assert 'quotePrefix="1"' in ZipFile(BytesIO(content)).read('xl/styles.xml').decode()


def test_address_does_not_become_a_link() -> None:
    inside = ZipFile(BytesIO(write('表', TITLES, [['1', 'https://example.org']]))).namelist()
    assert not [name for name in inside if 'rels/sheet' in name]


def test_code_typed_as_a_number_is_named_by_its_cell_unless_it_is_short() -> None:
    lines, faults = read(sheet([list(TITLES), [510100122000, 20], [5101, 'x']]), TITLES)
    assert [(fault.cell, fault.column) for fault in faults] == [('A2', '编码')]
    assert '文本' in faults[0].sentence
    assert (lines[1].cells['编码'], lines[0].cells['说明']) == ('5101', '20')


def test_columns_may_stand_in_another_order_and_empty_rows_are_left_out() -> None:
    lines, _ = read(sheet([['说明', '别的', '编码'], ['甲', 'x', '1'], ['', '', ''], ['乙', 'x', '2']]), TITLES)
    assert [(line.number, line.cells) for line in lines] == [
        (2, {'编码': '1', '说明': '甲'}),
        (4, {'编码': '2', '说明': '乙'}),
    ]


def bomb() -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, 'w', ZIP_DEFLATED) as packed:
        packed.writestr('xl/worksheets/sheet1.xml', b' ' * 61_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ('content', 'why'),
    [
        (b'code,name\n1,2', '另存为 .xlsx'),
        (b'', '另存为 .xlsx'),
        (b'x' * (LARGEST_BYTES + 1), '超过 1.5 MB'),
        (bomb(), '展开后过大'),
        (sheet([['编码'], ['1']]), '缺少列“说明”'),
        (sheet([]), '缺少列'),
        (sheet([list(TITLES), *[['1', 'x']] * 5001]), '最多 5000 行'),
    ],
)
def test_file_that_is_no_list_is_refused_with_what_to_do(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableWorkbook, match=why):
        read(content, TITLES)


def test_far_columns_have_two_letters() -> None:
    assert [cell_name(7, place) for place in (0, 1, 25, 26, 27, 701, 702)] == [
        'A7',
        'B7',
        'Z7',
        'AA7',
        'AB7',
        'ZZ7',
        'AAA7',
    ]


CELL = st.text(
    st.characters(exclude_categories=('Cs', 'Cc', 'Cn', 'Co'), exclude_characters='\ufffd'), min_size=1, max_size=40
).map(str.strip)


@given(st.lists(st.tuples(CELL.filter(bool), CELL), max_size=8))
def test_whatever_goes_out_comes_back(rows: list[tuple[str, str]]) -> None:
    lines, faults = read(write('表', TITLES, rows), TITLES)
    assert faults == []
    meant = [tuple(as_typed(title, text) for title, text in zip(TITLES, row, strict=True)) for row in rows]
    assert [tuple(line.cells.values()) for line in lines] == [row for row in meant if any(row)]


def test_cells_are_read_as_they_were_meant() -> None:
    lines, faults = read(write('表', TITLES, [('５１-19\u200b', ' 第一行\r\n第二\u202d行 '), ('1', '\ufffd')]), TITLES)
    assert list(lines[0].cells.values()) == ['5119', '第一行\n第二行']
    assert [(fault.cell, '没有存完整' in fault.sentence) for fault in faults] == [('B3', True)]


def test_people_are_read_with_their_roles_and_faults_by_cell() -> None:
    rows, faults = read_people(
        sheet(
            [
                list(COLUMNS),
                ['wang', '王办事', '窗口人员、首席代表', 'TJMZ'],
                ['li', '李四', '皇帝', ''],
                ['wang', '王五', '领导', ''],
                ['zhao', '', '领导', ''],
            ]
        )
    )
    assert [(row.username, row.roles) for _, row in rows] == [('wang', [Role.CLERK, Role.CHIEF])]
    assert [(fault.cell, fault.sentence[:5]) for fault in faults] == [
        ('C3', '没有“皇帝'),
        ('A4', '登录名 w'),
        ('B5', '请填写姓名'),
    ]


def test_the_largest_file_can_be_posted_back_with_its_preview() -> None:
    sealed = seal(kind='people', hall='TJNS0001', person_id=1, content=os.urandom(LARGEST_BYTES))
    assert len(sealed) + 10_000 < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
