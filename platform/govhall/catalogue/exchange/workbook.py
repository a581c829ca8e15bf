"""Excel files as tables of text: every cell is text, so that codes keep their digits and nothing is a formula."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from govhall.catalogue.exchange.cells import BadCell, as_typed
from govhall.kernel.errors import Refused

LARGEST_BYTES = 1_500_000  # sealed into the preview it must be a form that may be posted back
LARGEST_UNPACKED = 60_000_000
MOST_ROWS = 5_000
LONGEST_CELL = 4_000
# Excel keeps fifteen digits of a number: a longer code typed as a number is already spoilt.
DIGITS_KEPT = 11


class UnreadableWorkbook(Refused):
    """The file is no .xlsx, is too large, or its first row is not the header that was handed out."""

    code = 'UNREADABLE_WORKBOOK'
    sentence = '文件不能导入：{why}'


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell, named as Excel names it (B7); the sentence says what to do."""

    cell: str
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: its number in Excel and its cells by column title."""

    number: int
    cells: dict[str, str]


def write(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """An .xlsx with a header and text cells. What begins like a formula stays text, also when somebody edits it."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {'in_memory': True, 'strings_to_formulas': False, 'strings_to_urls': False, 'strings_to_numbers': False}
    )
    text = book.add_format({'num_format': '@', 'text_wrap': True, 'valign': 'top'})
    guarded = book.add_format({'num_format': '@', 'text_wrap': True, 'valign': 'top', 'quote_prefix': True})
    sheet = book.add_worksheet(title)
    sheet.set_column(0, max(0, len(columns) - 1), 22, text)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, columns, book.add_format({'bold': True, 'num_format': '@'}))
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            sheet.write_string(number, place, value, guarded if value[:1] in ('=', '+', '-', '@', '\t', '\r') else text)
    book.close()
    return buffer.getvalue()


def read(content: bytes, columns: Sequence[str]) -> tuple[list[Line], list[Fault]]:
    """The rows of the first sheet, empty ones left out, and the cells that are no text. Raises UnreadableWorkbook."""
    _check_size(content)
    try:
        rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, ValueError) as error:
        raise UnreadableWorkbook(field='file', why='请另存为 .xlsx 格式再上传。') from error
    header = [str(cell).strip() for cell in rows[0]] if rows else []
    missing = [title for title in columns if title not in header]
    if missing:
        raise UnreadableWorkbook(field='file', why=f'第一行缺少列“{"”“".join(missing)}”，请用导出的表格填写。')
    if len(rows) > MOST_ROWS + 1:
        raise UnreadableWorkbook(field='file', why=f'一次最多 {MOST_ROWS} 行，请分几次导入。')
    lines, faults = [], []
    for number, row in enumerate(rows[1:], 2):
        cells: dict[str, str] = {}
        for title in columns:
            place = header.index(title)
            cells[title], why = _cell(title, row[place] if place < len(row) else '')
            if why:
                faults.append(Fault(cell_name(number, place), title, why))
        if any(cells.values()):
            lines.append(Line(number, cells))
    return lines, faults


def cell_name(row: int, place: int) -> str:
    """The name of a cell in Excel: row 7 and the second column are B7."""
    letters = ''
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord('A') + rest) + letters
    return f'{letters}{row}'


def _check_size(content: bytes) -> None:
    if len(content) > LARGEST_BYTES:
        raise UnreadableWorkbook(field='file', why='文件超过 1.5 MB，请分几次导入。')
    try:
        with ZipFile(BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except BadZipFile as error:
        raise UnreadableWorkbook(field='file', why='请另存为 .xlsx 格式再上传。') from error
    if unpacked > LARGEST_UNPACKED:
        raise UnreadableWorkbook(field='file', why='文件展开后过大，请分几次导入。')


def _cell(title: str, value: object) -> tuple[str, str]:
    """A cell as it is meant, and why it can't be taken."""
    text, why = _text(value)
    try:
        return as_typed(title, text), why
    except BadCell as refusal:
        return '', str(refusal)


def _text(value: object) -> tuple[str, str]:
    """A cell as text, and why it can't be taken."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        plain = str(int(value)) if float(value).is_integer() else str(value)
        if len(plain.lstrip('-')) > DIGITS_KEPT:
            return plain, '这是数字格式，长编码会丢位数。请把这一列设成“文本”再重新填写。'
        return plain, ''
    plain = '' if value is None else str(value).strip()
    if len(plain) > LONGEST_CELL:
        return plain[:LONGEST_CELL], f'内容太长，最多 {LONGEST_CELL} 个字。'
    return plain, ''
