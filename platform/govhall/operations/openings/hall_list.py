"""The list of the cell's halls (大厅) under 导入导出: what is open, and new ones with a preview.

The page enters halls into the directory only. Their tables and keys are made by `provision_halls`, which the operator
or a timer runs as the owner: no running process may make a schema.
"""

import structlog
from django.conf import settings
from django.db import transaction

from federation.contracts.directory import HallEntered
from federation.directory.models import HallEntry
from federation.inbox.publishers import is_root
from federation.outbox.services import publish_entry
from govhall.catalogue.exchange.import_plan import ImportPlan, NotYourList, confirmed
from govhall.catalogue.exchange.kinds import ExportList
from govhall.catalogue.exchange.own_lists import OwnList, register
from govhall.operations.halls import unmade
from govhall.operations.navigation import leads_the_cell
from govhall.operations.openings.hall_rows import COLUMNS, KIND, KINDS
from govhall.operations.openings.opening_plan import WORDS, plan_openings
from tenants.roles import Role
from tenants.selectors import hall_by_code

log = structlog.get_logger(__name__)
STATE, MADE, WAITING = '状态', '已开设', '等待建表'
LABEL, KEY = '大厅', 'halls'
WHO = (
    '本节点的大厅。在表里添上新开的大厅，上级排在下级前面；已有的行照旧，用过的编码不再用。'
    '只由登记大厅目录的节点里最高一级大厅的系统管理员导入。'
)
AFTER = '目录几秒钟后到达各级大厅，再由运维人员运行 provision_halls 建表。'


def rows(_hall: str) -> list[list[str]]:
    """The open halls of the cell as the directory has them, and whether their tables are made."""
    waiting = set(unmade(settings.CELL))
    halls = HallEntry.objects.filter(cell=settings.CELL, valid_to__isnull=True).order_by('code')
    return [
        [
            entry.code,
            entry.name,
            entry.short_name,
            WORDS[entry.kind],
            entry.parent_code,
            entry.area_code,
            entry.slug,
            WAITING if entry.code in waiting else MADE,
        ]
        for entry in halls
    ]


def may_open(hall: str) -> bool:
    """Whether this hall's administrator opens halls: the highest of the cell that keeps the directory."""
    return is_root(settings.CELL) and leads_the_cell(hall_by_code(hall))


def plan(hall: str, content: bytes) -> ImportPlan[HallEntered]:
    """What a file would open. Raises NotYourList and UnreadableWorkbook."""
    if not may_open(hall):
        raise NotYourList(list=LABEL, who=WHO)
    return plan_openings(cell=settings.CELL, content=content)


def carry_out(*, sealed: str, shown: str, kind: str, hall: str, person_id: int) -> int:
    """Publish what the preview showed, all or nothing; how many halls. Raises PreviewGone and NotYourList."""
    with transaction.atomic():
        found = confirmed(sealed, shown, (kind, hall, person_id), lambda content: plan(hall, content))
        for entry in found.entries:
            publish_entry('directory', key=entry.code, message=entry)
    log.info('halls_entered', hall=hall, person=person_id, count=len(found.entries), outcome='done')
    return len(found.entries)


HALLS = register(
    OwnList(
        ExportList(KEY, LABEL, (*COLUMNS, STATE), rows, WHO, choices=lambda hall: {KIND: list(KINDS)}),
        lambda hall, content, _: plan(hall, content),
        carry_out,
        place=90,
        roles=frozenset({Role.ADMINISTRATOR}),
        after=AFTER,
        writers=may_open,
    )
)
