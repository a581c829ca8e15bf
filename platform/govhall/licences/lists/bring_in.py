"""Bringing in licences from before this system: a preview by row, then all or nothing, for the own hall only."""

from collections.abc import Collection

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone

from govhall.catalogue.exchange.import_plan import ImportPlan, PreviewGone, RowChange, confirmed
from govhall.catalogue.exchange.kinds import ExportList
from govhall.catalogue.exchange.own_lists import OwnList, register
from govhall.catalogue.exchange.workbook import CellFault, read
from govhall.kernel.ids import new_uid
from govhall.kernel.structures import plain
from govhall.licences.lists.licence_rows import (
    COLUMNS,
    KINDS,
    MAIN,
    NUMBER,
    KnownMatters,
    PlannedLicence,
    known_matters,
    read_licence,
)
from govhall.licences.models import LicenceEntry
from govhall.look.sheets import MOST_ROWS
from tenants.bulk_write import insert_many

log = structlog.get_logger(__name__)
HOLDERS = {'持有人类型': list(KINDS)}
WHO = (
    '系统上线以前各部门发的证照。导入以后，延续、变更、补证、注销就能按编号找到它。导出的是空白表，照着填；'
    f'一次最多 {MOST_ROWS} 行。有一格不对，整张表都不导入，并列出是哪一格；同一张表再传一次，什么也不会变；'
    '台账里已有的编号不能再导入。长期有效的，“有效期至”写“长期”，不能空着。'
)


def plan_licences(*, hall: str, content: bytes) -> ImportPlan[LicenceEntry]:
    """What a file would add, every fault named by its cell. Raises UnreadableWorkbook."""
    lines, faults = read(content, COLUMNS)
    plan, now = ImportPlan[LicenceEntry](faults=faults), timezone.now()
    codes = {line.cells[MAIN] for line in lines}
    known = known_matters(hall, codes, today=timezone.localdate(now), at=now)
    marked = {fault.cell for fault in faults}
    rows = [(line, *read_licence(line, known)) for line in lines]
    kept = _kept([wanted for _, wanted, _ in rows if wanted])
    seen: dict[tuple[str, str], int] = {}
    for line, wanted, wrong in rows:
        plan.faults += [fault for fault in wrong if fault.cell not in marked]
        if wanted is None:
            continue
        key = (wanted.main, wanted.number)
        if key in seen:
            why = f'与第 {seen[key]} 行的编号重复，请删去一行。'
            plan.faults.append(CellFault(line.cell(NUMBER), NUMBER, why))
        elif key not in kept:
            change = RowChange(line.number, '新增', wanted.number, [])
            plan.add(change, _entry(wanted, known), mark=wanted)
        elif _is_same(kept[key], wanted):
            plan.same += 1
        else:
            why = '这个编号台账里已经有了，内容和这一行不一样。请核对编号；确要更正的，走更正程序。'
            plan.faults.append(CellFault(line.cell(NUMBER), NUMBER, why))
        seen.setdefault(key, line.number)
    plan.faults.sort(key=lambda fault: (int(''.join(filter(str.isdigit, fault.cell))), fault.cell))
    return plan


def carry_out(*, sealed: str, shown: str, kind: str, hall: str, person_id: int) -> int:
    """Do what the preview showed, all or nothing; how many licences. Raises PreviewGone."""
    with transaction.atomic():
        plan = confirmed(
            sealed, shown, (kind, hall, person_id), lambda content: plan_licences(hall=hall, content=content)
        )
        keep(plan)
    log.info('licences_brought_in', hall=hall, person=person_id, count=len(plan.entries), outcome='done')
    return len(plan.entries)


def keep(plan: ImportPlan[LicenceEntry]) -> None:
    """Write what a plan without faults adds. Raises PreviewGone if a number was taken meanwhile."""
    try:
        with transaction.atomic():
            if plan.entries:
                insert_many(LicenceEntry, plan.entries)
    except IntegrityError as taken:
        raise PreviewGone from taken


def _entry(wanted: PlannedLicence, known: KnownMatters) -> LicenceEntry:
    return LicenceEntry(
        uid=new_uid(),
        main=wanted.main,
        matter=wanted.main,
        name=wanted.name,
        number=wanted.number,
        organ=wanted.organ,
        department=known.department.get(wanted.main, ''),
        holder_data=plain(wanted.holder),
        valid_from=wanted.valid_from,
        valid_until=wanted.valid_until,
        brought_in_at=timezone.now(),
    )


def _kept(rows: Collection[PlannedLicence]) -> dict[tuple[str, str], LicenceEntry]:
    """What the register has under the same numbers, in one statement."""
    found = LicenceEntry.objects.filter(main__in={one.main for one in rows}, number__in=[one.number for one in rows])
    return {(entry.main, entry.number): entry for entry in found}


def _is_same(entry: LicenceEntry, wanted: PlannedLicence) -> bool:
    kept = (entry.holder, entry.name, entry.organ, entry.valid_from, entry.valid_until)
    return kept == (wanted.holder, wanted.name, wanted.organ, wanted.valid_from, wanted.valid_until)


LICENCES = register(
    OwnList(
        ExportList(
            'licences',
            '上线以前的证照',
            COLUMNS,
            lambda hall: [],
            WHO,
            choices=lambda hall: {'持有人类型': list(KINDS)},
        ),
        lambda hall, content, _: plan_licences(hall=hall, content=content),
        carry_out,
        place=60,
    )
)
