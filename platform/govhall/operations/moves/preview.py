"""What a move would take along, and what forbids it: nothing is changed."""

from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import F

from federation.acks.models import Delivery
from federation.acks.rollback_guard import guard_state
from federation.directory.selectors import find
from federation.repair.models import CellAnswer, Fence, PeerBarrier, PostponedMessage
from federation.trust import keys
from federation.trust.models import PrivateKey, PublicKey
from govhall.operations.moves import files
from govhall.operations.moves.package_export import organs_of, unsent
from tenants.models import Hall, HallStatus

MENDING = '数据库恢复后的核对还没有结束（restored --status）'
COUNTS = {
    '办件': 'SELECT count(*) FROM "{schema}".casework_case',
    '未办结': 'SELECT count(*) FROM "{schema}".casework_case WHERE outcome_data IS NULL',
    '在途（本厅交出未确认）': 'SELECT count(*) FROM "{schema}".casework_case WHERE custody = \'in_transit\'',
    '待盖章文书': "SELECT count(*) FROM notice_waiting WHERE hall = '{code}'",
    '正在发出的附件': "SELECT count(*) FROM file_leaving WHERE hall = '{code}'",
    '正在收的附件': "SELECT count(*) FROM file_arriving WHERE hall = '{code}'",
    '暂存的报文': "SELECT count(*) FROM fed_parked WHERE recipient = '{code}'",
    '人员': 'SELECT count(DISTINCT person_id) FROM tenants_membership WHERE hall_id = {id}',
}
SHARED_ORGANS = """
SELECT DISTINCT organ_code FROM catalogue_grant
WHERE organ_code = ANY(%s) AND hall_code <> %s AND hall_code IN (SELECT code FROM fed_hall_entry WHERE cell = %s)
ORDER BY 1
"""


class MovePreview(NamedTuple):
    """Figures of the hall, what the operators of both cells must see to, and what keeps it from moving."""

    hall: Hall
    figures: dict[str, int]
    notes: list[str]
    blocks: list[str]


def preview(code: str, *, to: str) -> MovePreview:
    """Look at a hall of this cell that is to move; the caller has checked that it exists."""
    hall = Hall.objects.get(code=code)
    figures = {name: _count(query, hall) for name, query in COUNTS.items()}
    figures |= {place.name: len(files.paths(place)) for place in files.places(hall)}
    figures['未发报文'] = unsent(hall)
    open_streams = Delivery.objects.filter(sender=code, receipted_seq__lt=F('sent_seq'))
    figures['已发未确认的报文流'] = open_streams.count()
    return MovePreview(hall, figures, _notes(hall), _blocks(hall, to))


def _count(query: str, hall: Hall) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query.format(schema=hall.schema_name, code=hall.code, id=hall.pk))
        return int(cursor.fetchone()[0])


def _notes(hall: Hall) -> list[str]:
    organs = sorted(organs_of(hall))
    with connection.cursor() as cursor:
        cursor.execute(SHARED_ORGANS, [organs, hall.code, settings.CELL])
        shared = [row[0] for row in cursor.fetchall()]
    notes = [f'新节点要先导入这些机构的印章（import_seal）：{"、".join(organs)}'] if organs else []
    if shared:
        notes.append(f'这些机构在本节点还有别的大厅，迁移后两个节点各自编号：{"、".join(shared)}')
    return notes


def _blocks(hall: Hall, to: str) -> list[str]:
    held = find(hall.code)
    checks = {
        '本节点使用 direct 线路，没有别的节点': settings.LINK == 'direct',
        f'目录没有把 {hall.code} 登记在本节点': held is None or held.cell != settings.CELL,
        f'{hall.name}已经撤并': held is not None and held.valid_to is not None,
        '目标就是本节点': to == settings.CELL,
        f'节点 {to} 还没有加入（admit_cell）': not PublicKey.objects.filter(owner=to, state=keys.ACTIVE).exists(),
        '本节点没有自己的密钥（cell_key）': not PrivateKey.objects.filter(owner=settings.CELL).exists(),
        MENDING: is_being_mended(hall.code),
        '大厅正在迁移': hall.status != HallStatus.OPEN,
    }
    return [sentence for sentence, holds in checks.items() if holds]


def is_being_mended(hall: str) -> bool:
    """Whether a restore of this cell, or one that another cell has asked about, still is to be worked off."""
    return bool(
        guard_state()
        or Fence.objects.filter(hall=hall).exists()
        or PostponedMessage.objects.filter(hall=hall).exists()
        or CellAnswer.objects.filter(barred_at=None, excused='').exists()
        or PeerBarrier.objects.filter(barred_at=None).exists()
    )
