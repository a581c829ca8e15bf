"""What an .xlsx file may do to the reader: far cells, bombs, hidden sheets, formulas that left nothing."""

import resource
import subprocess
import sys
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from govhall.catalogue.exchange.workbook import UnreadableWorkbook, read
from govhall.look.sheets import write

TITLES = ('编码', '说明')
MEMORY = 3_000_000_000
READ = """
import os, sys, time
import django
django.setup()
from govhall.catalogue.exchange.workbook import UnreadableWorkbook, read
content = sys.stdin.buffer.read()
began = time.monotonic()
try:
    read(content, ('编码', '说明'))
except UnreadableWorkbook as refusal:
    print(time.monotonic() - began, refusal)
"""


def book(*fill: Any, names: tuple[str, ...] = ('甲', '乙', '丙'), hidden: tuple[str, ...] = ()) -> bytes:
    """A file with a sheet for each function that fills one."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        sheets = [made.add_worksheet(name) for name, _ in zip(names, fill, strict=False)]
        for sheet, one in zip(sheets, fill, strict=True):
            one(made, sheet)
            if sheet.get_name() in hidden:
                sheet.hide()
            elif hidden:
                sheet.activate()
                sheet.set_first_sheet()
    return buffer.getvalue()


def listed(*rows: tuple[Any, ...]) -> Any:
    """Fills a sheet with the header and these rows."""

    def fill(made: Any, sheet: Any) -> None:
        for number, row in enumerate([TITLES, *rows]):
            sheet.write_row(number, 0, row)

    return fill


def far(made: Any, sheet: Any) -> None:
    """A header, one row, and a blank in the last cell that Excel has."""
    listed(('1', '甲'))(made, sheet)
    sheet.write_blank(1_048_575, 16_383, None, made.add_format({'bold': True}))


def test_a_cell_at_the_end_of_the_sheet_is_refused_in_little_memory() -> None:
    done = subprocess.run(
        [sys.executable, '-c', READ],
        input=book(far),
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        check=True,
    )
    seconds, said = done.stdout.decode().split(' ', 1)
    assert float(seconds) < 1
    assert '第 1048576 行' in said and '请删去' in said


def test_formatted_cells_below_the_list_are_no_fault() -> None:
    def formatted(made: Any, sheet: Any) -> None:
        listed(('1', '甲'))(made, sheet)
        for row in range(2, 9_000):
            sheet.write_blank(row, 1, None, made.add_format({'bold': True}) if row == 2 else None)
        sheet.write_blank(9_000, 1, None, made.add_format({'bold': True}))

    lines, faults = read(book(formatted), TITLES)
    assert ([line.cells['编码'] for line in lines], faults) == (['1'], [])


def test_hidden_sheets_are_not_read() -> None:
    content = book(listed(('1', '藏起来的')), listed(('2', '看得见的')), hidden=('甲',))
    lines, faults = read(content, TITLES)
    assert ([line.cells['说明'] for line in lines], faults) == (['看得见的'], [])


def test_two_lists_that_can_be_seen_are_refused_by_their_names() -> None:
    with pytest.raises(UnreadableWorkbook, match='“甲”“乙”，请只留下'):
        read(book(listed(('1', 'x')), listed(('2', 'y'))), TITLES)


def test_notes_on_another_sheet_are_no_fault() -> None:
    lines, _ = read(book(lambda made, sheet: sheet.write(0, 0, '填表说明'), listed(('2', 'y'))), TITLES)
    assert [line.cells['编码'] for line in lines] == ['2']


def test_errors_and_formulas_without_a_result_are_named_by_their_cells() -> None:
    def formulas(made: Any, sheet: Any) -> None:
        listed(('1', 'x'))(made, sheet)
        sheet.write_formula(1, 1, '=VLOOKUP("x",A:B,2)', None, '#N/A')
        sheet.write_formula(2, 0, '=TEXT(DATE(2026,12,31),"yyyy-mm-dd")', None, '')
        sheet.write_formula(2, 1, '="a"&"b"', None, 'ab')
        sheet.write_formula(3, 5, '=1/0', None, '#DIV/0!')

    lines, faults = read(book(formulas), TITLES)
    assert [(fault.cell, fault.column) for fault in faults] == [('B2', '说明'), ('A3', '编码')]
    assert '#N/A' in faults[0].sentence and '没有结果' in faults[1].sentence
    assert lines[1].cells['说明'] == 'ab'


def test_values_are_said_as_a_list_says_them() -> None:
    def values(made: Any, sheet: Any) -> None:
        from datetime import datetime  # noqa: PLC0415

        listed(('1', 'x'))(made, sheet)
        sheet.write_boolean(1, 1, True)
        sheet.write_datetime(2, 1, datetime(2026, 12, 31), made.add_format({'num_format': 'yyyy-mm-dd'}))  # noqa: DTZ001
        sheet.write_number(3, 1, 20.0)

    lines, _ = read(book(values), TITLES)
    assert [line.cells['说明'] for line in lines] == ['是', '2026-12-31', '20']


def packed(**parts: bytes) -> bytes:
    """A good file with other parts."""
    made = BytesIO()
    with ZipFile(BytesIO(write('表', TITLES, [['1', 'x']]))) as good, ZipFile(made, 'w', ZIP_DEFLATED) as file:
        for one in good.infolist():
            name = one.filename.rpartition('/')[2].removesuffix('.xml')
            file.writestr(one.filename, parts.get(name, good.read(one)))
    return made.getvalue()


@pytest.mark.parametrize(
    ('content', 'why'),
    [
        (packed(sheet1=b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'), '另存为 .xlsx'),
        (packed(sheet1=b'<worksheet><sheetData><row r="99999999"/></sheetData></worksheet>'), '请删去列表以外'),
        (packed(sheet1=b'<worksheet><sheetData><row r="x"/></sheetData></worksheet>'), '另存为 .xlsx'),
        (packed(sheet1=b'not xml'), '另存为 .xlsx'),
        (packed(workbook=b'<workbook/>'), '缺少列'),
        (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(600), '旧版 Excel'),
    ],
)
def test_a_file_that_no_office_program_writes_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableWorkbook, match=why):
        read(content, TITLES)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(['sheet1', 'workbook', 'sharedStrings', 'styles']))
def test_whatever_a_part_holds_the_file_is_read_or_refused(part: bytes, name: str) -> None:
    try:
        read(packed(**{name: part}), TITLES)
    except UnreadableWorkbook as refusal:
        assert str(refusal)


def renamed(content: bytes, old: str, new: str) -> bytes:
    """The file as Excel for the web writes it: its main part has a number, and every part that names it says so."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(made, 'w') as packed:
        for name in given.namelist():
            packed.writestr(name.replace(old, new), given.read(name).replace(old.encode(), new.encode()))
    return made.getvalue()


def test_the_main_part_of_a_book_may_have_a_number() -> None:
    given = book(listed(('1', '甲')))
    assert read(renamed(given, 'workbook.xml', 'workbook2.xml'), TITLES) == read(given, TITLES)
    with pytest.raises(UnreadableWorkbook):  # near miss: a part that is no book
        read(renamed(given, 'workbook.xml', 'workbooks.xml'), TITLES)
