"""Bringing in the lists of a centre: a preview by row, then all or nothing, for the own hall only."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import structlog
from django.db import transaction

from govhall.catalogue.exchange.cells import BadCell, Cells
from govhall.catalogue.exchange.import_plan import ImportPlan, RowChange, confirmed
from govhall.catalogue.exchange.kinds import ExportList
from govhall.catalogue.exchange.names import NameColumn, check_names, department_names
from govhall.catalogue.exchange.own_lists import OwnList, register
from govhall.catalogue.exchange.workbook import CellFault, WorkbookRow, read
from govhall.catalogue.models import Section
from govhall.centre.lists import items, sections, windows

log = structlog.get_logger(__name__)
OF_DEPARTMENTS = (NameColumn('部门名称', '部门代码', department_names),)


class PlannedRow(Protocol):
    """What a row of a list wants to be kept."""

    @property
    def key(self) -> str:
        """What tells it from the other rows."""

    def cells(self) -> list[str]:
        """The row as it goes out."""


P = TypeVar('P', bound=PlannedRow)


@dataclass(frozen=True, slots=True)
class CentreSheet(Generic[P]):
    """A list of a centre: how it goes out, what is known before a file is read, and how its rows are read and kept."""

    shown: ExportList
    known: Callable[[str, Collection[str]], Any]
    read: Callable[[Cells, Any], P]
    keep: Callable[[str, Collection[P]], None]


SHEETS: dict[str, CentreSheet[Any]] = {
    one.shown.key: one
    for one in (
        CentreSheet(
            ExportList(
                'centre-sections',
                '部门和审批科',
                sections.COLUMNS,
                sections.section_rows,
                sections.WHO,
                choices=sections.section_choices,
            ),
            sections.known_sections,
            sections.read_section,
            sections.keep_sections,
        ),
        CentreSheet(
            ExportList(
                'centre-windows',
                '窗口',
                windows.COLUMNS,
                windows.window_rows,
                windows.WHO,
                OF_DEPARTMENTS,
            ),
            lambda hall, codes: windows.known_windows(hall),
            windows.read_window,
            windows.keep_windows,
        ),
        CentreSheet(
            ExportList(
                'centre-items',
                '进驻清单',
                items.COLUMNS,
                items.item_rows,
                items.WHO,
                OF_DEPARTMENTS,
                items.item_choices,
            ),
            lambda hall, codes: items.known_items(hall),
            items.read_item,
            items.keep_items,
        ),
    )
}


def plan_centre(*, kind: str, hall: str, content: bytes) -> ImportPlan[Any]:
    """What a file would change, every fault named by its cell. Raises UnreadableWorkbook."""
    sheet = SHEETS[kind]
    shown = sheet.shown
    lines, faults = read(content, shown.columns, [one.title for one in shown.beside])
    plan = ImportPlan[Any](faults=faults + check_names(lines, shown.beside))
    known = sheet.known(hall, {line.cells['部门代码'] for line in lines})
    seen: dict[str, int] = {}
    for line in lines:
        try:
            wanted = sheet.read(line.cells, known)
        except BadCell as refusal:
            plan.faults.append(CellFault(line.cell(refusal.field), refusal.field, str(refusal)))
            continue
        if wanted.key in seen:
            why = f'与第 {seen[wanted.key]} 行重复，请删去一行。'
            plan.faults.append(CellFault(line.cell(shown.columns[0]), shown.columns[0], why))
        seen[wanted.key] = line.number
        _add(plan, shown, line, known.kept.get(wanted.key), wanted)
    return plan


def carry_out(*, sealed: str, shown: str, kind: str, hall: str, person_id: int) -> int:
    """Do what the preview showed, all or nothing; how many rows. Raises PreviewGone."""
    with transaction.atomic():
        # What another administrator changes at the same time is not written over.
        list(Section.objects.select_for_update().filter(hall_code=hall))
        plan = confirmed(
            sealed, shown, (kind, hall, person_id), lambda content: plan_centre(kind=kind, hall=hall, content=content)
        )
        SHEETS[kind].keep(hall, plan.entries)
    log.info('centre_brought_in', hall=hall, person=person_id, count=len(plan.entries), outcome='done')
    return len(plan.entries)


def _of(kind: str) -> Callable[[str, bytes, int], ImportPlan[Any]]:
    return lambda hall, content, _: plan_centre(kind=kind, hall=hall, content=content)


def _add(plan: ImportPlan[Any], shown: ExportList, line: WorkbookRow, kept: P | None, wanted: P) -> None:
    old, new = kept.cells() if kept else [''] * len(shown.columns), wanted.cells()
    details = [(title, was, now) for title, was, now in zip(shown.columns, old, new, strict=True) if was != now]
    if not details:
        plan.same += 1
        return
    word = '修改' if kept else '新增'
    plan.add(RowChange(line.number, word, wanted.cells()[0], details if kept else details[1:]), wanted, mark=wanted)


for place, key in enumerate(SHEETS, 10):
    register(OwnList(SHEETS[key].shown, _of(key), carry_out, place))
