"""进驻清单: what the county publishes and what of it is handled in the hall, as a list."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from govhall.catalogue.days import within
from govhall.catalogue.exchange.cells import BadCell, Cells, chosen, required
from govhall.catalogue.models import CentreItem, Section
from govhall.catalogue.rules import TASK_TYPES
from govhall.centre.lists.day_cells import begins_and_ends, days_of

COLUMNS = (
    '事项编码',
    '事项名称',
    '事项类型',
    '部门代码',
    '公布日期',
    '取消公布日期',
    '进驻日期',
    '撤出日期',
)
WHO = '县里公布的全部事项，哪些已进驻；日期写明从哪天起。进入率按这张清单计算，过去任何一天都能查。'
LONGEST = {'事项编码': 50, '事项名称': 200}


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An item as its row wants it."""

    code: str
    name: str
    task_type: str
    department_code: str
    published_days: Sequence[date]
    entered_days: Sequence[date]

    @property
    def key(self) -> str:
        """What tells it from the other rows."""
        return self.code

    def cells(self) -> list[str]:
        """The row as it goes out."""
        kind = TASK_TYPES.get(self.task_type, self.task_type)
        days = (*begins_and_ends(self.published_days), *begins_and_ends(self.entered_days))
        return [self.code, self.name, kind, self.department_code, *days]


@dataclass(frozen=True, slots=True)
class KnownItems:
    """What the hall has: its items by code, and its departments. Two statements."""

    kept: Mapping[str, PlannedItem]
    departments: Collection[str]


def known_items(hall: str) -> KnownItems:
    """The list as it is kept."""
    names = ('code', 'name', 'task_type', 'department_code', 'published_days', 'entered_days')
    rows = CentreItem.objects.filter(hall_code=hall).values_list(*names)
    departments = Section.objects.filter(hall_code=hall).values_list('department_code', flat=True)
    return KnownItems({row[0]: PlannedItem(*row) for row in rows}, set(departments))


def item_rows(hall: str) -> list[list[str]]:
    """All items of the hall, also those that are published no longer."""
    return [item.cells() for item in known_items(hall).kept.values()]


def item_choices(hall: str) -> dict[str, list[str]]:
    """The column that takes one of a list."""
    return {'事项类型': list(TASK_TYPES.values())}


def read_item(cells: Cells, known: KnownItems) -> PlannedItem:
    """An item. Raises BadCell."""
    for title, most in LONGEST.items():
        if len(required(cells, title)) > most:
            raise BadCell(field=title, why=f'{title}最多 {most} 个字。')
    department = required(cells, '部门代码')
    if department not in known.departments:
        raise BadCell(field='部门代码', why=f'本大厅没有登记部门“{department}”，请先导入“部门和审批科”。')
    published = days_of(cells, '公布日期', '取消公布日期')
    if not published:
        raise BadCell(field='公布日期', why='请填写公布日期，例如 2026-01-01。')
    entered = days_of(cells, '进驻日期', '撤出日期')
    if not within(entered, published):
        raise BadCell(field='进驻日期', why='只有公布的事项能进驻：进驻不早于公布，取消公布前或当天撤出。')
    return PlannedItem(
        code=cells['事项编码'],
        name=cells['事项名称'],
        task_type=chosen(cells, '事项类型', {word: code for code, word in TASK_TYPES.items()}),
        department_code=department,
        published_days=published,
        entered_days=entered,
    )


def keep_items(hall: str, items: Collection[PlannedItem]) -> None:
    """Write what the rows want. One statement."""
    names = ['name', 'task_type', 'department_code', 'published_days', 'entered_days']
    CentreItem.objects.bulk_create(
        [CentreItem(hall_code=hall, code=one.code, **{name: getattr(one, name) for name in names}) for one in items],
        update_conflicts=True,
        unique_fields=['hall_code', 'code'],
        update_fields=names,
    )
