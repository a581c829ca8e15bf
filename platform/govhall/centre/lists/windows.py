"""窗口: the windows of a hall's departments, as a list."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from govhall.catalogue.days import is_open, within
from govhall.catalogue.exchange.cells import BadCell, Cells, required
from govhall.catalogue.models import CentreItem, Section
from govhall.catalogue.windows import CentreWindow, windows_of
from govhall.centre.lists.day_cells import begins_and_ends, days_of

COLUMNS = ('窗口号', '窗口名称', '部门代码', '只办的事项', '启用日期', '停用日期')
WHO = '每个窗口的号、名称、属于哪个部门、只办哪些事项（写事项编码，用“、”隔开；不填就办本部门的全部事项）。'
LONGEST = {'窗口号': 20, '窗口名称': 100}


@dataclass(frozen=True, slots=True)
class PlannedWindow:
    """A window as its row wants it."""

    department: str
    window: CentreWindow

    @property
    def key(self) -> str:
        """What tells it from the other rows: a number may have been another department's before."""
        return f'{self.department} {self.window.number}'

    def cells(self) -> list[str]:
        """The row as it goes out."""
        one = self.window
        return [one.number, one.name, self.department, '、'.join(one.items), *begins_and_ends(one.days)]


@dataclass(frozen=True, slots=True)
class KnownWindows:
    """What the hall has: its windows by key, its departments, and their items by code. Two statements."""

    kept: Mapping[str, PlannedWindow]
    sections: Mapping[str, Section]
    items: Mapping[str, str]


def known_windows(hall: str) -> KnownWindows:
    """The list as it is kept."""
    sections = {one.department_code: one for one in Section.objects.filter(hall_code=hall)}
    planned = [PlannedWindow(code, one) for code, kept in sections.items() for one in windows_of(kept.windows)]
    items = CentreItem.objects.filter(hall_code=hall).values_list('code', 'department_code')
    return KnownWindows({one.key: one for one in planned}, sections, dict(items))


def window_rows(hall: str) -> list[list[str]]:
    """All windows of the hall, also closed ones."""
    return [window.cells() for window in known_windows(hall).kept.values()]


def read_window(cells: Cells, known: KnownWindows) -> PlannedWindow:
    """A window. Raises BadCell."""
    for title, most in LONGEST.items():
        if len(required(cells, title)) > most:
            raise BadCell(field=title, why=f'{title}最多 {most} 个字。')
    department = required(cells, '部门代码')
    if department not in known.sections:
        raise BadCell(field='部门代码', why=f'本大厅没有登记部门“{department}”，请先导入“部门和审批科”。')
    items = sorted({part.strip() for part in cells['只办的事项'].split('、') if part.strip()})
    if strange := [code for code in items if known.items.get(code) != department]:
        raise BadCell(field='只办的事项', why=f'事项 {"、".join(strange)} 不是这个部门公布的，请核对编码。')
    days = days_of(cells, '启用日期', '停用日期')
    if not days:
        raise BadCell(field='启用日期', why='请填写启用日期，例如 2026-01-01。')
    if not within(days, known.sections[department].entered_days):
        raise BadCell(field='启用日期', why='部门进驻以后窗口才能启用，部门撤出前或当天停用。')
    window = PlannedWindow(department, CentreWindow(cells['窗口号'], cells['窗口名称'], items, days))
    _check_number(window, known)
    return window


def keep_windows(hall: str, windows: Collection[PlannedWindow]) -> None:
    """Write what the rows want."""
    sections = {one.department_code: one for one in Section.objects.select_for_update().filter(hall_code=hall)}
    for department in {one.department for one in windows}:
        section = sections[department]
        kept = {one.number: one for one in windows_of(section.windows)}
        kept |= {one.window.number: one.window for one in windows if one.department == department}
        section.windows = [one.row() for one in kept.values()]
        section.save(update_fields=['windows'])


def _check_number(wanted: PlannedWindow, known: KnownWindows) -> None:
    """A number stands on one sign at a time. Raises BadCell."""
    for other in known.kept.values():
        same = other.window.number == wanted.window.number and other.department != wanted.department
        if same and is_open(other.window.days) and is_open(wanted.window.days):
            why = f'窗口 {wanted.window.number} 现在属于部门 {other.department}，请先写明它的停用日期。'
            raise BadCell(field='窗口号', why=why)
