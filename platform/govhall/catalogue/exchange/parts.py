"""The parts of an .xlsx file, looked at before a reader of tables gets them: how far cells lie, what formulas left.

What the reader gets is packed anew from what was looked at, so that it can't unpack anything else.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

from govhall.kernel.errors import Refused
from govhall.kernel.filetypes import LOCKED_UP, MACROS, OFFICE, SHEET, WORKBOOK, judged
from govhall.kernel.typed import whole
from govhall.kernel.zip_parts import SPOILT, DamagedZip, UnpacksTooLarge, unpacked

LARGEST_UNPACKED = 60_000_000
MOST_PARTS = 500
# Formatted cells without content may go on below and beside a list, but not to the end of the sheet.
LAST_ROW, LAST_COLUMN = 20_000, 100
# A reader of tables makes a value of every cell up to the last one, and of every cell a copy of its shared text.
LARGEST_AREA, LARGEST_TEXT, MOST_MARKS = 2_500_000, 10_000_000, 20_000
DEEPEST = 64  # elements in each other; each open one is held
ADDRESS = re.compile(r'([A-Z]{1,3})([1-9][0-9]{0,6})')
AS_XLSX = '请另存为 .xlsx 格式再上传。'
SAID = {
    LOCKED_UP: '文件有密码，打不开。请去掉密码后再上传。',
    MACROS: '文件带有宏。请另存为不带宏的 .xlsx 再上传。',
    OFFICE: '这是旧版 Excel（.xls）或有密码的文件。请另存为没有密码的 .xlsx 再上传。',
}
NO_RESULT = '这个单元格是公式，没有结果。请直接填写内容，或在 Excel 里打开、保存后再上传。'
ERROR = '这个单元格是公式错误（{error}）。请直接填写内容。'


class UnreadableWorkbook(Refused):
    """The file is no .xlsx, is too large, or its first row is not the header that was handed out."""

    code = 'UNREADABLE_WORKBOOK'
    sentence = '文件不能导入：{why}'


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as a person sees it: its name, and the cells that can't be read, by row and column from 1."""

    name: str
    marks: dict[tuple[int, int], str]


@dataclass(slots=True)
class _Book:
    """What all sheets together ask for: characters of shared texts (`lengths` has each), cells, and complaints."""

    lengths: list[int] = field(default_factory=list)
    text: int = 0
    area: int = 0
    marks: int = 0

    def check(self) -> None:
        """Raises UnreadableWorkbook for more than a process should hold."""
        if self.text > LARGEST_TEXT or self.area > LARGEST_AREA:
            raise UnreadableWorkbook(field='file', why='表格内容太多，请删去列表以外的工作表和单元格，分几次导入。')
        if self.marks > MOST_MARKS:
            raise UnreadableWorkbook(field='file', why='公式错误的单元格太多，请直接填写内容再上传。')

    def begin_text(self, name: str, _: dict[str, str]) -> None:
        """An element of the shared texts begins."""
        if name == 'si':
            self.lengths.append(0)

    def add_text(self, text: str) -> None:
        """Words of a shared text."""
        if self.lengths:
            self.lengths[-1] += len(text)


@dataclass(slots=True)
class _Reading:
    """Where a pass through a sheet stands."""

    book: _Book
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    kind: str = ''
    formula: bool = False
    text: list[str] | None = None
    last: tuple[int, int] = (0, 0)

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""
        if name == 'row':
            self.row, self.column = int(given.get('r') or self.row + 1), 0
            self._check()
        elif name == 'c':
            self.column += 1
            if found := ADDRESS.fullmatch(given.get('r', '')):
                self.row, self.column = int(found[2]), column_number(found[1])
            self._check()
            self.kind, self.formula, self.text = given.get('t', ''), False, []
        elif name == 'f':
            self.formula = True
        elif name == 'v':
            self.text = []

    def data(self, text: str) -> None:
        """Words inside an element."""
        if self.text is not None and len(self.text) < LAST_COLUMN:
            self.text.append(text)

    def end(self, name: str) -> None:
        """An element ends; only `v` leaves its words for the cell."""
        if name == 'f':
            self.text = []
        elif name == 'c':
            said = ''.join(self.text or [])
            if self.kind == 's':
                self._count_text(said)
            if self.kind == 'e':
                self.marks[self.row, self.column] = ERROR.format(error=said or '无')
            elif self.formula and not said:
                self.marks[self.row, self.column] = NO_RESULT
            self.text = None
            self.book.marks += (self.row, self.column) in self.marks
            self.book.check()

    def _count_text(self, place: str) -> None:
        number = whole(place)
        if number is not None and number < len(self.book.lengths):
            self.book.text += self.book.lengths[number]

    def _check(self) -> None:
        if self.row > LAST_ROW or self.column > LAST_COLUMN:
            raise UnreadableWorkbook(
                field='file',
                why=f'第 {self.row} 行第 {max(self.column, 1)} 列还有单元格，表格太大。请删去列表以外的行和列再上传。',
            )
        rows, columns = self.last
        self.last = max(rows, self.row), max(columns, self.column)
        self.book.area += self.last[0] * self.last[1] - rows * columns


def looked_at(content: bytes) -> tuple[bytes, list[Sheet]]:
    """The file packed anew, and the sheets that are not hidden. Raises UnreadableWorkbook."""
    parts = {_usual(name): part for name, part in _parts(content).items()}
    verdict = judged(content)
    if verdict.type != SHEET:
        raise UnreadableWorkbook(field='file', why=SAID.get(verdict.does, AS_XLSX))
    try:
        book = _texts(parts)
        marks = {name: _marks(data, book) for name, data in parts.items() if name.startswith('xl/worksheets/')}
        sheets = [Sheet(name, marks.get(part, {})) for name, part in _shown(parts)]
    except (ExpatError, ValueError, KeyError) as error:
        raise UnreadableWorkbook(field='file', why=AS_XLSX) from error
    packed = BytesIO()
    with ZipFile(packed, 'w') as file:
        for name, data in parts.items():
            file.writestr(name, data)
    packed.seek(0)
    return packed.getvalue(), sheets


def column_number(letters: str) -> int:
    """A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord('A') + 1
    return number


def _parts(content: bytes) -> dict[str, bytes]:
    """Every part by its name, unpacked no further than the limit."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            listed = packed.infolist()
            if len(listed) > MOST_PARTS:
                raise UnpacksTooLarge
            found = unpacked(packed, (member for member in listed if not member.flag_bits & 1), most=LARGEST_UNPACKED)
            return {name.lstrip('/'): part for name, part in found.items()}
    except UnpacksTooLarge as error:
        raise UnreadableWorkbook(field='file', why='文件展开后过大，请分几次导入。') from error
    except (DamagedZip, *SPOILT) as error:
        known = SAID.get(judged(content).does, AS_XLSX)
        raise UnreadableWorkbook(field='file', why=known) from error


def _usual(name: str) -> str:
    """The name of a part without the number that Excel for the web gives the book: readers know no other."""
    if WORKBOOK.fullmatch(name):
        return 'xl/workbook.xml'
    return (
        'xl/_rels/workbook.xml.rels' if WORKBOOK.fullmatch(name.replace('/_rels/', '/').removesuffix('.rels')) else name
    )


def _shown(parts: dict[str, bytes]) -> list[tuple[str, str]]:
    """Name and part of each sheet that is not hidden, in their order."""
    targets: dict[str, str] = {}
    shown: list[tuple[str, str]] = []

    def relation(name: str, given: dict[str, str]) -> None:
        if name == 'Relationship':
            targets[given.get('Id', '')] = given.get('Target', '')

    def sheet(name: str, given: dict[str, str]) -> None:
        if name == 'sheet' and given.get('state', 'visible') == 'visible':
            reference = next((value for key, value in given.items() if key.rpartition(':')[2] == 'id'), '')
            target = targets.get(reference, '')
            shown.append((given['name'], target.lstrip('/') if target.startswith('/') else f'xl/{target}'))

    _parsed(parts['xl/_rels/workbook.xml.rels'], start=relation)
    _parsed(parts['xl/workbook.xml'], start=sheet)
    return shown


def _texts(parts: dict[str, bytes]) -> _Book:
    """The lengths of the shared texts, wherever they lie."""
    book = _Book()
    for name, data in parts.items():
        if name.startswith('xl/') and b'sst' in data[:4096]:
            _parsed(data, start=book.begin_text, words=book.add_text)
    return book


def _marks(data: bytes, book: _Book) -> dict[tuple[int, int], str]:
    reading = _Reading(book)
    _parsed(data, start=reading.start, end=reading.end, words=reading.data)
    return reading.marks


def _parsed(
    data: bytes,
    *,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    words: Callable[[str], None] | None = None,
) -> None:
    depth = 0

    def local(name: str, given: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            refuse()
        start(name.rpartition(':')[2], given)

    def over(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(name.rpartition(':')[2])

    def refuse(*_: Any) -> None:
        raise UnreadableWorkbook(field='file', why=AS_XLSX)

    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse  # no office program writes one, and entities can grow without end
    parser.StartElementHandler = local
    parser.EndElementHandler = over
    if words is not None:
        parser.CharacterDataHandler = words
    parser.Parse(data, True)
