"""Excel files as they come back: tables of text, in which every cell is judged as it was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from govhall.catalogue.exchange.cells import BadCell, as_typed
from govhall.catalogue.exchange.parts import AS_XLSX, UnreadableWorkbook, looked_at
from govhall.look.sheets import MOST_ROWS, cell_name

__all__ = ['LARGEST_BYTES', 'CellFault', 'UnreadableWorkbook', 'WorkbookRow', 'read']

LARGEST_BYTES = 1_500_000  # sealed into the preview it must be a form that may be posted back
LONGEST_CELL = 4_000
# Excel keeps fifteen digits of a number: a longer code typed as a number is already spoilt.
DIGITS_KEPT = 11


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in one cell, named as Excel names it (B7); the sentence says what to do."""

    cell: str
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class WorkbookRow:
    """One row of the file: its number in Excel, its cells by column title, and where each column stands (from 0)."""

    number: int
    cells: dict[str, str]
    places: dict[str, int]

    def cell(self, title: str) -> str:
        """The cell of a column as Excel names it; of a column that the file lacks the row's first."""
        return cell_name(self.number, self.places.get(title, 0))


def read(
    content: bytes, columns: Sequence[str], beside: Sequence[str] = ()
) -> tuple[list[WorkbookRow], list[CellFault]]:
    """The rows of the sheet with these columns, empty ones left out, and the cells that can't be taken.

    Hidden sheets are not read. Columns `beside` may be missing, and are then empty. Raises UnreadableWorkbook.
    """
    rows, marks = _listed(content, columns)
    header = [str(cell).strip() for cell in rows[0]]
    if len(rows) > MOST_ROWS + 1 and any(cell != '' for row in rows[MOST_ROWS + 1 :] for cell in row):
        raise UnreadableWorkbook(field='file', why=f'一次最多 {MOST_ROWS} 行，请分几次导入。')
    places = {title: header.index(title) for title in (*columns, *beside) if title in header}
    lines, faults = [], []
    for number, row in enumerate(rows[1 : MOST_ROWS + 1], 2):
        cells = dict.fromkeys(beside, '')
        for title, place in places.items():
            cells[title], why = _cell(title, row[place] if place < len(row) else '')
            why = marks.get((number, place + 1), why)
            if why:
                faults.append(CellFault(cell_name(number, place), title, why))
        if any(cells.values()):
            lines.append(WorkbookRow(number, cells, places))
    return lines, faults


def _listed(content: bytes, columns: Sequence[str]) -> tuple[list[list[Any]], dict[tuple[int, int], str]]:
    """The rows of the one sheet that shows the columns, and its cells that can't be read."""
    if len(content) > LARGEST_BYTES:
        raise UnreadableWorkbook(field='file', why='文件超过 1.5 MB，请分几次导入。')
    packed, sheets = looked_at(content)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(packed))
        found = [(kind, book.get_sheet_by_name(kind.name).to_python(skip_empty_area=False)) for kind in sheets]
    except (CalamineError, ValueError, KeyError) as error:
        raise UnreadableWorkbook(field='file', why=AS_XLSX) from error
    headers = [[str(cell).strip() for cell in rows[0]] if rows else [] for _, rows in found]
    fit = [place for place, header in enumerate(headers) if set(columns) <= set(header)]
    if len(fit) > 1:
        names = '”“'.join(found[place][0].name for place in fit)
        raise UnreadableWorkbook(field='file', why=f'有几张同样的工作表：“{names}”，请只留下要导入的一张。')
    if not fit:
        missing = [title for title in columns if not headers or title not in headers[0]]
        raise UnreadableWorkbook(field='file', why=f'第一行缺少列“{"”“".join(missing)}”，请用导出的表格填写。')
    sheet, rows = found[fit[0]]
    header = headers[fit[0]]
    twice = [title for title in columns if header.count(title) > 1]
    if twice:
        raise UnreadableWorkbook(field='file', why=f'第一行有两列“{twice[0]}”，请删去一列。')
    return rows, sheet.marks


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
    plain = _words(value)
    if len(plain) > LONGEST_CELL:
        return plain[:LONGEST_CELL], f'内容太长，最多 {LONGEST_CELL} 个字。'
    return plain, ''


def _words(value: object) -> str:
    """A cell that is no number in the words of a list."""
    if isinstance(value, bool):
        return '是' if value else '否'
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=' ', timespec='minutes')
    if isinstance(value, date):
        return value.isoformat()
    return '' if value is None else str(value).strip()
