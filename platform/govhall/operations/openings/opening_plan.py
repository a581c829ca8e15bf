"""What a list of halls would open: a preview by row, then all or nothing into the directory."""

from federation.contracts.directory import HallEntered
from federation.directory.models import HallEntry
from govhall.catalogue.exchange.import_plan import ImportPlan, RowChange
from govhall.catalogue.exchange.workbook import CellFault, read
from govhall.look.sheets import write
from govhall.operations.openings.hall_rows import CODE, COLUMNS, KIND, KINDS, KnownHalls, known_halls, read_hall

WORDS = {value: label for label, value in KINDS.items()}
SAME = ('name', 'short_name', 'kind', 'area_code', 'parent_code', 'slug', 'cell')


def plan_openings(*, cell: str, content: bytes) -> ImportPlan[HallEntered]:
    """What the file would open in this cell. A parent stands above its halls. Raises UnreadableWorkbook."""
    lines, faults = read(content, COLUMNS)
    plan, known = ImportPlan[HallEntered](faults=faults), known_halls(cell, lines)
    marked = {fault.cell for fault in faults}
    rows: dict[str, int] = {}
    for line in lines:
        entry, wrong = read_hall(line, known)
        plan.faults += [fault for fault in wrong if fault.cell not in marked]
        if entry is None:
            continue
        if entry.code in rows:
            why = f'与第 {rows[entry.code]} 行的编码重复，请删去一行。'
            plan.faults.append(CellFault(line.cell(CODE), CODE, why))
        elif (kept := known.entries.get(entry.code)) is None:
            plan.add(RowChange(line.number, '新开', words_of(entry), []), entry, mark=entry)
            _remember(entry, known)
        elif _is_same(kept, entry):
            plan.same += 1
        else:
            why = '这个编码用过了，内容和这一行不一样。编码不再用，请换一个；要更正大厅，走目录。'
            plan.faults.append(CellFault(line.cell(CODE), CODE, why))
        rows.setdefault(entry.code, line.number)
    return plan


def blank_sheet() -> bytes:
    """The sheet to fill, with the kinds to choose from."""
    return write('大厅', COLUMNS, [], {KIND: list(KINDS)})


def words_of(hall: HallEntered) -> str:
    """A hall to open in a line: code, name, kind, parent, area, address."""
    above = f'，上级 {hall.parent_code}' if hall.parent_code else ''
    return f'{hall.code} {hall.name}（{WORDS[hall.kind]}{above}，{hall.area_code}，/h/{hall.slug}/）'


def _remember(entry: HallEntered, known: KnownHalls) -> None:
    """Rows below may name this hall as their parent, and may not take its path."""
    known.kinds[entry.code] = entry.kind
    known.slugs[entry.slug] = entry.code


def _is_same(kept: HallEntry, entry: HallEntered) -> bool:
    return kept.valid_to is None and all(getattr(kept, name) == getattr(entry, name) for name in SAME)
