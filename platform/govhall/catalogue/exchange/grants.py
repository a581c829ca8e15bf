"""Grants as a list: a hall gives powers to the halls directly below it, and only those that its organs hold."""

from uuid import NAMESPACE_URL, uuid5

from django.db.models import F
from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.catalogue import GrantEntered
from federation.directory.selectors import children, entry
from govhall.catalogue.codes import task_code
from govhall.catalogue.conditions import say
from govhall.catalogue.entries import entry_of
from govhall.catalogue.exchange.cells import BadCell, Cells, chosen, day_of, matter_of, moment_of, organ_of, required
from govhall.catalogue.models import Grant, Matter
from govhall.catalogue.rules import Mode, VillageKind, check_grant, check_village

MODES = {mode.label: mode for mode in Mode}
VILLAGES = {kind.label: kind.value for kind in VillageKind}
COLUMNS = (
    '事项编码',
    '大厅代码',
    '方式',
    '实施机关代码',
    '委托或下放机关代码',
    '文号',
    '村级方式',
    '村级可收件',
    '生效日期',
    '终止日期',
    '实施编码',
    '附加条件',
)


TITLES = {
    'organ': '实施机关代码',
    'delegator': '委托或下放机关代码',
    'mode': '方式',
    'document': '文号',
    'village': '村级方式',
    'point_receipt': '村级可收件',
    'valid_from': '生效日期',
    'valid_to': '终止日期',
}
WORDS = {
    'mode': {mode.value: mode.label for mode in Mode},
    'village': {kind.value: kind.label for kind in VillageKind},
}


def is_highest(hall: str) -> bool:
    """Whether the hall is where the catalogue is owned: it has nobody above it."""
    return entry(hall).parent_code == ''


def grant_rows(hall: str) -> list[list[str]]:
    """The grants of the hall and of the halls directly below it, ended ones left out."""
    halls = [hall, *(child.code for child in children(hall))]
    found = Grant.objects.live(timezone.now()).filter(hall_code__in=halls)
    matters = {matter.code: matter for matter in Matter.objects.all()}
    return [grant_row(grant, matters[grant.matter_code]) for grant in found]


def grant_row(grant: Grant, matter: Matter) -> list[str]:
    """A grant as the columns show it."""
    return [
        grant.matter_code,
        grant.hall_code,
        Mode(grant.mode).label,
        grant.organ_code,
        grant.delegator_code,
        grant.document,
        VillageKind(grant.village).label if grant.village else '',
        '是' if grant.point_receipt else '否',
        day_of(grant.valid_from),
        day_of(grant.valid_to),
        task_code(organ=grant.organ_code, level=matter.level, basic=matter.basic_code),
        say(entry_of(GrantEntered, grant).conditions),
    ]


def grant_choices(hall: str) -> dict[str, list[str]]:
    """The columns that take one of a list."""
    below = [child.code for child in children(hall)] + ([hall] if is_highest(hall) else [])
    return {'大厅代码': below, '方式': list(MODES), '村级方式': list(VILLAGES), '村级可收件': ['是', '否']}


def read_grant(hall: str, cells: Cells) -> tuple[GrantEntered | None, GrantEntered]:
    """A grant of a hall directly below, given by this one; an own power and another county's hall are refused.

    A row that was left as it was handed out passes, whoever gave the power.
    """
    matter, below = matter_of(cells['事项编码']), required(cells, '大厅代码')
    kept = _kept(matter.code, below, cells['附加条件'])
    wanted = _wanted(matter, below, cells, kept)
    standing = entry_of(GrantEntered, kept) if kept else None
    if standing is not None and standing == replace(wanted, version=standing.version):
        return standing, wanted
    if below not in {child.code for child in children(hall)} | ({hall} if is_highest(hall) else set()):
        raise BadCell(field='大厅代码', why='只能给直接下级大厅赋权，请核对大厅代码。')
    check_grant(
        matter=matter.code,
        hall=below,
        mode=Mode(wanted.mode),
        organ=wanted.organ,
        delegator=wanted.delegator,
        document=wanted.document,
    )
    check_village(matter=matter.code, hall=below, task_type=matter.task_type, village=wanted.village)
    _check_giver(hall, wanted, kept)
    return standing, wanted


def _wanted(matter: Matter, hall: str, cells: Cells, kept: Grant | None) -> GrantEntered:
    """The grant as the row says it, with the conditions that it has."""
    return GrantEntered(
        id=kept.id if kept else uuid5(NAMESPACE_URL, f'govhall/grant/{matter.code}/{hall}'),
        matter=matter.code,
        hall=hall,
        mode=Mode(chosen(cells, '方式', MODES)),
        organ=organ_of(cells, '实施机关代码'),
        delegator=cells['委托或下放机关代码'] and organ_of(cells, '委托或下放机关代码'),
        document=cells['文号'],
        point_receipt=chosen(cells, '村级可收件', {'是': 'yes', '否': 'no', '': 'no'}) == 'yes',
        village=chosen(cells, '村级方式', VILLAGES | {'': ''}),
        valid_from=moment_of(cells, '生效日期', kept.valid_from if kept else None) or timezone.now(),
        valid_to=moment_of(cells, '终止日期', kept.valid_to if kept else None),
        version=kept.version + 1 if kept else 1,
        conditions=entry_of(GrantEntered, kept).conditions if kept else [],
    )


def _kept(matter: str, hall: str, condition: str) -> Grant | None:
    """The grant that the row speaks of: the one under the same condition, one in force before one that has ended.

    Raises BadCell for a condition that no grant has: a row must never lose it, nor can a list make one.
    """
    found = Grant.objects.filter(matter_code=matter, hall_code=hall).order_by(F('valid_to').desc(nulls_first=True))
    kept = next((grant for grant in found if say(entry_of(GrantEntered, grant).conditions) == condition), None)
    if kept is None and condition:
        raise BadCell(field='附加条件', why='附加条件由目录规定，不能在表格里新增或修改，请改回导出时的内容。')
    return kept


def _check_giver(hall: str, wanted: GrantEntered, kept: Grant | None) -> None:
    if wanted.mode not in (Mode.ENTRUSTED, Mode.DELEGATED):
        # An own power comes from the law and the catalogue, not from a neighbour's list.
        if wanted.mode == Mode.OWN and not is_highest(hall) and (kept is None or kept.mode != Mode.OWN):
            raise BadCell(field='方式', why='本级行使的权力由目录统一规定，不能由上级大厅赋予。')
        return
    held = Grant.objects.live(timezone.now()).filter(
        matter_code=wanted.matter, organ_code=wanted.delegator, mode__in=(Mode.OWN, Mode.DELEGATED)
    )
    above = {hall, *(child.code for child in children(hall) if child.kind == 'branch')}
    if not held.filter(hall_code__in=above).exists():
        raise BadCell(field='委托或下放机关代码', why='这个机关在本大厅没有该事项的权力，不得委托或转委托。')
