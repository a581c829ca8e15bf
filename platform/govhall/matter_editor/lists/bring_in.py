"""Bringing in own matters and their materials: a preview by row, then all or nothing, as drafts of the editor."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from django.db import transaction
from msgspec.structs import replace

from govhall.catalogue.exchange.cells import BadCell
from govhall.catalogue.exchange.import_plan import ImportPlan, NotYourList, RowChange, confirmed
from govhall.catalogue.exchange.kinds import ExportList
from govhall.catalogue.exchange.names import NameColumn, check_names, organ_names
from govhall.catalogue.exchange.own_lists import OwnList, register
from govhall.catalogue.exchange.workbook import CellFault, WorkbookRow, read
from govhall.matter_editor.edits import new_material_code, with_material
from govhall.matter_editor.lists import about_rows, material_rows
from govhall.matter_editor.lists.about_rows import CODE, PlannedMatter
from govhall.matter_editor.lists.material_rows import PAPER, PlannedMaterial
from govhall.matter_editor.new_matter import begin_matter, may_begin
from govhall.matter_editor.selectors import Parts, edited_own_matters, published_codes
from govhall.matter_editor.services import change_matter
from tenants.access import Actor
from tenants.models import Hall, Person
from tenants.selectors import hall_by_code

log = structlog.get_logger(__name__)
AFTER = '都是草稿，请在“事项和材料”里看过再公布。'


def matter_rows(hall: str) -> list[list[str]]:
    """The hall's own matters as they stand in the editor."""
    known = _known(hall_by_code(hall))
    return [about_rows.cells_of(code, one.parts, known.organ_of.get(code, '')) for code, one in known.matters.items()]


def paper_rows(hall: str) -> list[list[str]]:
    """Their materials."""
    return [
        material_rows.material_cells(one.code, paper) for one in edited_own_matters(hall) for paper in one.materials
    ]


def _choices(fields: Mapping[str, str], words: Mapping[str, Mapping[str, str]]) -> Callable[[str], Any]:
    return lambda hall: {fields[name]: [word for word in found if word] for name, found in words.items()}


MATTERS = ExportList(
    'own-matters',
    '本级事项',
    about_rows.COLUMNS,
    matter_rows,
    about_rows.WHO,
    (NameColumn('实施机关名称', about_rows.ORGAN, organ_names),),
    _choices(about_rows.FIELDS, about_rows.WORDS),
)
PAPERS = ExportList(
    'own-materials',
    '本级事项的材料',
    material_rows.COLUMNS,
    paper_rows,
    material_rows.WHO,
    choices=_choices(material_rows.FIELDS, material_rows.WORDS),
)


def plan_matters(hall: str, content: bytes, person_id: int = 0) -> ImportPlan[PlannedMatter]:
    """What a file would change, every fault named by its cell. Raises NotYourList, UnreadableWorkbook."""
    lines, plan = _opened(hall, content, MATTERS)
    known, seen = _known(hall_by_code(hall)), dict[str, int]()
    for line in lines:
        try:
            wanted = about_rows.read_matter(hall, line.cells, known)
        except BadCell as refusal:
            _fault(plan, line, refusal)
            continue
        _refuse_twice(plan, line, wanted.code or str(wanted.parts['name']), seen, CODE)
        kept, organ = known.matters.get(wanted.code), line.cells[about_rows.ORGAN]
        old = about_rows.cells_of(wanted.code, kept.parts, known.organ_of.get(wanted.code, '')) if kept else None
        new = about_rows.cells_of(wanted.code, wanted.parts, organ)
        _add(plan, MATTERS, line, old, new, wanted)
    return plan


def plan_papers(hall: str, content: bytes, person_id: int = 0) -> ImportPlan[PlannedMaterial]:
    """The same of materials."""
    lines, plan = _opened(hall, content, PAPERS)
    matters, seen = {one.code: one for one in edited_own_matters(hall)}, dict[str, int]()
    for line in lines:
        try:
            wanted = material_rows.read_material(line.cells, matters)
        except BadCell as refusal:
            _fault(plan, line, refusal)
            continue
        one = wanted.material
        _refuse_twice(plan, line, f'{wanted.matter} {one.code or one.name}', seen, PAPER)
        kept = next((paper for paper in matters[wanted.matter].materials if paper.code == one.code), None)
        old = material_rows.material_cells(wanted.matter, kept) if kept else None
        new = material_rows.material_cells(wanted.matter, one)
        _add(plan, PAPERS, line, old, new, wanted)
    return plan


def carry_out_matters(*, sealed: str, shown: str, kind: str, hall: str, person_id: int) -> int:
    """Keep what the preview showed as drafts, all or nothing; how many rows. Raises PreviewGone, MatterChanged."""
    place, actor = hall_by_code(hall), _actor(person_id, hall)
    with transaction.atomic():
        plan = confirmed(sealed, shown, (kind, hall, person_id), lambda content: plan_matters(hall, content))
        for one in plan.entries:
            if one.code:
                change_matter(matter=one.code, version=one.version, actor=actor, edit=_putting(one.parts))
            else:
                begin_matter(hall=place, actor=actor, parts=one.parts)
    return _said(kind, hall, person_id, len(plan.entries))


def carry_out_papers(*, sealed: str, shown: str, kind: str, hall: str, person_id: int) -> int:
    """The same of materials: one change of each matter."""
    actor = _actor(person_id, hall)
    with transaction.atomic():
        plan = confirmed(sealed, shown, (kind, hall, person_id), lambda content: plan_papers(hall, content))
        for matter in dict.fromkeys(one.matter for one in plan.entries):
            wanted = [one for one in plan.entries if one.matter == matter]
            edit = _adding(matter, wanted, published_codes(matter))
            change_matter(matter=matter, version=wanted[0].version, actor=actor, edit=edit)
    return _said(kind, hall, person_id, len(plan.entries))


def _putting(parts: Parts) -> Callable[[Parts], Parts]:
    return lambda kept: kept | {name: value for name, value in parts.items() if name != 'materials'}


def _adding(matter: str, wanted: Sequence[PlannedMaterial], published: list[str]) -> Callable[[Parts], Parts]:
    def edit(parts: Parts) -> Parts:
        for one in wanted:
            code = one.material.code or new_material_code(matter, parts, published)
            parts = with_material(parts, replace(one.material, code=code))
        return parts

    return edit


def _known(hall: Hall) -> about_rows.KnownOwnMatters:
    return about_rows.known_own_matters(hall.code, hall.area_code)


def _opened(hall: str, content: bytes, shown: ExportList) -> tuple[list[WorkbookRow], ImportPlan[Any]]:
    if not may_begin(hall_by_code(hall)):
        raise NotYourList(list=shown.label, who='本级事项由市、县政务服务中心设立。')
    lines, faults = read(content, shown.columns, [one.title for one in shown.beside])
    return lines, ImportPlan[Any](faults=faults + check_names(lines, shown.beside))


def _fault(plan: ImportPlan[Any], line: WorkbookRow, refusal: BadCell) -> None:
    plan.faults.append(CellFault(line.cell(refusal.field), refusal.field, str(refusal)))


def _refuse_twice(plan: ImportPlan[Any], line: WorkbookRow, key: str, seen: dict[str, int], column: str) -> None:
    if key in seen:
        plan.faults.append(CellFault(line.cell(column), column, f'与第 {seen[key]} 行重复，请删去一行。'))
    seen[key] = line.number


def _add(
    plan: ImportPlan[Any],
    shown: ExportList,
    line: WorkbookRow,
    old: list[str] | None,
    new: list[str],
    wanted: PlannedMatter | PlannedMaterial,
) -> None:
    before = old or [''] * len(new)
    details = [(title, was, now) for title, was, now in zip(shown.columns, before, new, strict=True) if was != now]
    if old is not None and not details:
        plan.same += 1
        return
    plan.add(RowChange(line.number, '修改' if old is not None else '新增', wanted.name, details), wanted, mark=wanted)


def _actor(person_id: int, hall: str) -> Actor:
    return Actor(person_id, Person.objects.get(pk=person_id).name, hall, frozenset())


def _said(kind: str, hall: str, person_id: int, count: int) -> int:
    log.info('matters_brought_in', hall=hall, person=person_id, count=count, outcome=kind)
    return count


def writes(hall: str) -> bool:
    """Whether the hall sets up matters."""
    return may_begin(hall_by_code(hall))


register(OwnList(MATTERS, plan_matters, carry_out_matters, 20, after=AFTER, writers=writes))
register(OwnList(PAPERS, plan_papers, carry_out_papers, 21, after=AFTER, writers=writes))
