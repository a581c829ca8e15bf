"""Licences from before this system, as a department's list brings them in."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils import timezone

from govhall.licences.lists.bring_in import keep, plan_licences
from govhall.licences.lists.licence_rows import COLUMNS
from govhall.licences.models import LicenceEntry
from govhall.look.sheets import write
from tenants.context import hall_context
from tests.builders.world import HYGIENE, ID_NUMBER, World

OLD = '川通卫公证字〔2022〕第0815号'
NAME = '公共场所卫生许可证'


def old_row(**changes: str) -> list[str]:
    """A row that is right, for the applicant of the other builders; the licence ends in two hundred days."""
    today = timezone.localdate()
    values = {
        '证照编号': OLD,
        '主项编码': HYGIENE,
        '证照名称': NAME,
        '持有人类型': '个人',
        '持有人': '张小明',
        '证件号码': ID_NUMBER,
        '发证机关': '通江县卫生健康局',
        '发证日期': (today - timedelta(days=1260)).isoformat(),
        '有效期至': (today + timedelta(days=200)).isoformat(),
    }
    return list((values | changes).values())


def sheet(rows: Sequence[Sequence[str]], columns: Sequence[str] = COLUMNS) -> bytes:
    """The rows as the Excel file that a department sends."""
    return write('证照', columns, rows)


def bring_in(world: World, hall: str, *rows: Mapping[str, str]) -> list[LicenceEntry]:
    """Enter these licences in the register of a hall; each names what differs from a right row."""
    with hall_context(world.hall(hall)):
        plan = plan_licences(hall=hall, content=sheet([old_row(**row) for row in rows or ({},)]))
        assert not plan.faults, plan.faults
        keep(plan)
    return plan.entries


def entries(world: World, hall: str) -> list[LicenceEntry]:
    """The register of a hall, the oldest first."""
    with hall_context(world.hall(hall)):
        return list(LicenceEntry.objects.order_by('valid_from', 'uid'))
