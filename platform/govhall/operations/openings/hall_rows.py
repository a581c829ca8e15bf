"""Rows of halls to open, each cell judged by itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from federation.contracts.directory import HallEntered
from federation.directory.models import HallEntry
from govhall.catalogue.exchange.cells import BadCell, Cells, chosen, required
from govhall.catalogue.exchange.workbook import CellFault, WorkbookRow
from tenants.models import Area, HallKind

CODE, NAME, SHORT, KIND, PARENT, AREA, SLUG = COLUMNS = (
    '大厅编码',
    '大厅名称',
    '简称',
    '类型',
    '上级大厅编码',
    '行政区划代码',
    '网址路径',
)
KINDS = {str(kind.label): kind.value for kind in HallKind}
RANKS = {HallKind.TOWNSHIP: 0, HallKind.BRANCH: 0, HallKind.COUNTY: 1, HallKind.CITY: 2, HallKind.PROVINCE: 3}
EIGHT = re.compile(r'[0-9A-Z]{8}', re.ASCII)
PATH = re.compile(r'[a-z0-9]+(-[a-z0-9]+)*', re.ASCII)
LONGEST = {NAME: 80, SHORT: 40, SLUG: 40}


@dataclass
class KnownHalls:
    """What the directory and the register of areas have, and what rows above in the file add."""

    cell: str
    kinds: dict[str, str] = field(default_factory=dict)  # of open halls, by code
    entries: dict[str, HallEntry] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)  # of the cell: path to code
    areas: set[str] = field(default_factory=set)


def known_halls(cell: str, lines: list[WorkbookRow]) -> KnownHalls:
    """Two statements for any number of rows."""
    entries = {entry.code: entry for entry in HallEntry.objects.all()}
    areas = Area.objects.filter(code__in={line.cells[AREA] for line in lines}, valid_to__isnull=True)
    return KnownHalls(
        cell,
        {code: entry.kind for code, entry in entries.items() if entry.valid_to is None},
        entries,
        {entry.slug: code for code, entry in entries.items() if entry.cell == cell},
        set(areas.values_list('code', flat=True)),
    )


def read_hall(line: WorkbookRow, known: KnownHalls) -> tuple[HallEntered | None, list[CellFault]]:
    """The row as an entry of the directory, or every cell that has to be put right."""
    values: dict[str, Any] = {}
    faults: list[CellFault] = []
    for column, (name, read) in READERS.items():
        try:
            values[name] = read(line.cells, known)
        except BadCell as refusal:
            faults.append(CellFault(line.cell(column), column, str(refusal)))
    if faults:
        return None, faults
    return HallEntered(**values, cell=known.cell, version=1), []


def _code(cells: Cells, known: KnownHalls) -> str:
    code = required(cells, CODE)
    if not EIGHT.fullmatch(code):
        raise BadCell(field=CODE, why='大厅编码是 8 位大写字母和数字，例如 PCSL0001，用过的不再用。')
    return code


def _parent(cells: Cells, known: KnownHalls) -> str:
    parent, rank = cells[PARENT], RANKS.get(HallKind(KINDS.get(cells[KIND], HallKind.TOWNSHIP)), 0)
    if not parent:
        if rank == 0:
            raise BadCell(field=PARENT, why='便民服务中心和分中心必须有上级大厅，请填它的编码。')
        return ''
    if parent not in known.kinds:
        raise BadCell(field=PARENT, why=f'没有在办的大厅 {parent}。上级也是新开的，请排在下级的前面。')
    if RANKS[HallKind(known.kinds[parent])] <= rank:
        raise BadCell(field=PARENT, why=f'{parent} 不比这个大厅高一级，请核对类型和上级。')
    return parent


def _area(cells: Cells, known: KnownHalls) -> str:
    area = required(cells, AREA)
    if area not in known.areas:
        raise BadCell(field=AREA, why=f'行政区划代码表里没有 {area}，请填 12 位代码。')
    return area


def _slug(cells: Cells, known: KnownHalls) -> str:
    slug = _short(SLUG)(cells, known)
    if not PATH.fullmatch(slug):
        raise BadCell(field=SLUG, why='网址路径只用小写字母、数字和短横线，例如 pc-sanshierliang。')
    if known.slugs.get(slug, cells[CODE]) != cells[CODE]:
        raise BadCell(field=SLUG, why=f'网址路径 {slug} 已由 {known.slugs[slug]} 使用，请换一个。')
    return slug


def _short(column: str) -> Callable[[Cells, KnownHalls], str]:
    def read(cells: Cells, known: KnownHalls) -> str:
        text = required(cells, column)
        if len(text) > LONGEST[column]:
            raise BadCell(field=column, why=f'{column}最多 {LONGEST[column]} 个字。')
        return text

    return read


READERS: dict[str, tuple[str, Callable[[Cells, KnownHalls], str]]] = {
    CODE: ('code', _code),
    NAME: ('name', _short(NAME)),
    SHORT: ('short_name', _short(SHORT)),
    KIND: ('kind', lambda cells, known: chosen(cells, KIND, KINDS)),
    PARENT: ('parent_code', _parent),
    AREA: ('area_code', _area),
    SLUG: ('slug', _slug),
}
