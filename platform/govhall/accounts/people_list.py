"""Bringing people in on the page: a preview by person, then all or nothing, for the own hall and lower roles only.

The page plans and explains; who may give what is decided once more, and for good, by `tenants.staff_import`.
"""

from dataclasses import dataclass, replace

import structlog
from django.db import transaction
from django.utils import timezone

from govhall.catalogue.departments import UnknownDepartment, department_codes
from govhall.catalogue.exchange.cells import BadCell
from govhall.catalogue.exchange.import_plan import ImportPlan, RowChange, confirmed
from govhall.catalogue.exchange.kinds import ExportList
from govhall.catalogue.exchange.names import OF_PEOPLE
from govhall.catalogue.exchange.own_lists import OwnList, register
from govhall.catalogue.exchange.people import (
    COLUMNS,
    LEAVES,
    WAITS,
    fault_at,
    people_choices,
    people_rows,
    read_people,
)
from govhall.catalogue.readers import LIST_KEEPERS
from tenants.models import Membership, Person, Point
from tenants.offices import offices_of
from tenants.roles import OFFICES, Role
from tenants.staff_import import GRANTABLE, StaffRow, bring_in_people

log = structlog.get_logger(__name__)
WHO = (
    '谁在本大厅工作、什么岗位、由哪个部门派出。系统管理员开设新账号：岗位写“待安排”；安全管理员安排岗位：离开的写“离岗”。'
    '三类管理员由运维人员设置，这里不能增减。'
)
PEOPLE = ExportList('people', '人员', COLUMNS, people_rows, WHO, OF_PEOPLE, people_choices)


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """What the cell knows of the people and departments of a file, and the hall of its points; five statements."""

    names: dict[str, str]
    here: dict[str, Membership]
    points: set[str]
    departments: dict[str, str]  # their codes, by how the file names them
    offices: frozenset[Role]  # of who brings the file in


def plan_people(*, hall: str, content: bytes, importer: int) -> ImportPlan[StaffRow]:
    """What a file would change, every fault named by its cell. Raises UnreadableWorkbook."""
    rows, faults = read_people(content)
    plan, known = ImportPlan[StaffRow](faults=faults), _known(hall, [row for _, row in rows], importer)
    for line, given in rows:
        try:
            row = _by_code(given, known)
            details = _details(row, known)
        except BadCell as refusal:
            plan.faults.append(fault_at(line, refusal))
            continue
        if details is None:
            plan.same += 1
            continue
        word = '新增' if row.username not in known.here else '修改' if row.roles or row.waits else LEAVES
        plan.add(RowChange(line.number, word, row.username, details), row, mark=row)
    return plan


def carry_out(*, sealed: str, shown: str, kind: str, hall: str, person_id: int) -> int:
    """Do what the preview showed, all or nothing; how many people. Raises PreviewGone and NotYoursToGive."""
    with transaction.atomic():
        plan = confirmed(
            sealed,
            shown,
            (kind, hall, person_id),
            lambda content: plan_people(hall=hall, content=content, importer=person_id),
        )
        count = bring_in_people(plan.entries, hall=hall, importer=person_id)
    log.info('people_brought_in', hall=hall, person=person_id, count=count, outcome='done')
    return count


def _known(hall: str, rows: list[StaffRow], importer: int) -> KnownPeople:
    usernames = [row.username for row in rows]
    live = Membership.objects.live(timezone.now()).filter(hall__code=hall, person__username__in=usernames)
    return KnownPeople(
        names=dict(Person.objects.filter(username__in=usernames).values_list('username', 'name')),
        here={membership.person.username: membership for membership in live.select_related('person')},
        points=set(Point.objects.filter(hall__code=hall, active=True).values_list('code', flat=True)),
        departments=department_codes({row.department for row in rows if row.department}),
        offices=offices_of(importer, hall),
    )


def _by_code(row: StaffRow, known: KnownPeople) -> StaffRow:
    """The row with the code of its department. Raises BadCell; what stands there already is no fault of this file."""
    text, kept = row.department, known.here.get(row.username)
    if not text or (kept is not None and kept.department == text):
        return row
    if text not in known.departments:
        raise BadCell(field='派出部门', why=str(UnknownDepartment(text=text)))
    return replace(row, department=known.departments[text])


def _details(row: StaffRow, known: KnownPeople) -> list[tuple[str, str, str]] | None:
    """What would change: title, old and new text; None for nothing. Raises BadCell."""
    kept = known.here.get(row.username)
    # The name that is known is not shown: a list must not tell who works elsewhere.
    if known.names.get(row.username, row.name) != row.name:
        raise BadCell(field='登录名', why=f'登录名 {row.username} 已属于另一个人，请核对姓名，或换一个登录名。')
    old = (_words(kept.roles), kept.department, kept.point) if kept else ('', '', '')
    stays = bool(row.roles) or row.waits
    new = (_words(row.roles), row.department, row.point) if stays else (LEAVES, old[1], old[2])
    if old == new or (kept is None and not stays):
        return None
    _check(row, kept, known)
    titles = ('岗位', '派出部门', '村点')
    named = [] if kept else [('姓名', '', row.name)]
    return named + [
        (title, before, after) for title, before, after in zip(titles, old, new, strict=True) if before != after
    ]


def _check(row: StaffRow, kept: Membership | None, known: KnownPeople) -> None:
    _check_offices(row, kept, known)
    if row.point and (row.point not in known.points or Role.AGENT not in row.roles):
        raise BadCell(field='村点', why='村点应填本大厅村级便民服务点的 12 位代码，只有村级代办员才填。')


def _check_offices(row: StaffRow, kept: Membership | None, known: KnownPeople) -> None:
    """Accounts are the system administrator's, roles the security administrator's. Raises BadCell."""
    administers = kept is not None and not OFFICES.isdisjoint(kept.roles)
    if administers or not GRANTABLE.issuperset(row.roles):
        raise BadCell(field='岗位', why='管理员岗位由运维人员设置，请改回导出时的内容，或删去这一行。')
    if row.username not in known.names and Role.ADMINISTRATOR not in known.offices:
        raise BadCell(field='登录名', why=f'还没有登录名 {row.username}。请先由系统管理员开设账号，再安排岗位。')
    if Role.SECURITY not in known.offices and (kept is not None or not row.waits):
        raise BadCell(field='岗位', why=f'岗位由安全管理员安排。新账号请写“{WAITS}”，已有的人请改回导出时的内容。')


def _words(roles: list[str] | list[Role]) -> str:
    return '、'.join(Role(role).label for role in roles) or WAITS


def _plan(hall: str, content: bytes, importer: int) -> ImportPlan[StaffRow]:
    return plan_people(hall=hall, content=content, importer=importer)


register(OwnList(PEOPLE, _plan, carry_out, place=40, roles=LIST_KEEPERS))
