"""Names beside codes in a list: for the eye when it goes out, held against the code when it comes in."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from federation.directory.selectors import names_of
from govhall.catalogue.exchange.workbook import CellFault, WorkbookRow
from govhall.catalogue.models import Department, Matter, Organ
from tenants.models import Point


@dataclass(frozen=True, slots=True)
class NameColumn:
    """A column with the names of what another column gives by code."""

    title: str
    of: str
    names: Callable[[Collection[str]], Mapping[str, str]]


def matter_names(codes: Collection[str]) -> Mapping[str, str]:
    """Names of matters by code."""
    return dict(Matter.objects.filter(code__in=codes).values_list('code', 'name'))


def organ_names(codes: Collection[str]) -> Mapping[str, str]:
    """Names of organs by credit code."""
    return dict(Organ.objects.filter(credit_code__in=codes).values_list('credit_code', 'name'))


def department_names(codes: Collection[str]) -> Mapping[str, str]:
    """Names of departments by code."""
    return dict(Department.objects.filter(code__in=codes).values_list('code', 'name'))


def point_names(codes: Collection[str]) -> Mapping[str, str]:
    """Names of village points by code."""
    return dict(Point.objects.filter(code__in=codes).values_list('code', 'name'))


OF_GRANTS = (
    NameColumn('事项名称', '事项编码', matter_names),
    NameColumn('大厅名称', '大厅代码', names_of),
    NameColumn('实施机关名称', '实施机关代码', organ_names),
    NameColumn('委托或下放机关名称', '委托或下放机关代码', organ_names),
)
OF_PEOPLE = (NameColumn('部门名称', '派出部门', department_names), NameColumn('村点名称', '村点', point_names))


def with_names(
    columns: Sequence[str], rows: Sequence[Sequence[str]], beside: Sequence[NameColumn]
) -> tuple[list[str], list[list[str]]]:
    """Columns and rows with each name right of its code; what has no name stays empty there."""
    shown, filled = list(columns), [list(row) for row in rows]
    for entries in beside:
        place = shown.index(entries.of)
        names = entries.names({row[place] for row in filled})
        shown.insert(place + 1, entries.title)
        for row in filled:
            row.insert(place + 1, names.get(row[place], ''))
    return shown, filled


def check_names(lines: Sequence[WorkbookRow], beside: Sequence[NameColumn]) -> list[CellFault]:
    """The cells whose name is another than the code's. An empty one says nothing; an unknown code is refused itself."""
    faults = []
    for entries in beside:
        said_of = [line for line in lines if line.cells[entries.title]]
        names = entries.names({line.cells[entries.of] for line in said_of}) if said_of else {}
        for line in said_of:
            known = names.get(line.cells[entries.of], '')
            if known and line.cells[entries.title] != known:
                why = f'{entries.of}是“{known}”，和这里写的不一致。请核对代码；代码没错就清空这一格。'
                faults.append(CellFault(line.cell(entries.title), entries.title, why))
    return faults
