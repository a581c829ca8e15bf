"""People as a list: the rows that go out, and what the cells of one that comes in say."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from govhall.catalogue.departments import department_code
from govhall.catalogue.exchange.cells import BadCell, Cells, required
from govhall.catalogue.exchange.names import OF_PEOPLE, check_names
from govhall.catalogue.exchange.workbook import CellFault, WorkbookRow, read
from tenants.models import Hall, Membership, Person, Point
from tenants.offices import check_offices
from tenants.roles import Role
from tenants.staff_import import StaffRow

COLUMNS = ('登录名', '姓名', '岗位', '派出部门', '村点')
ROLES = {role.label: role for role in Role}
LEAVES, WAITS = '离岗', '待安排'
LONGEST = {'登录名': 40, '姓名': 40, '派出部门': 40}


def people_rows(hall: str) -> list[list[str]]:
    """Who works in the hall now: login, name, roles, the department that sent them, and an agent's village point."""
    found = Membership.objects.live(timezone.now()).filter(hall__code=hall).select_related('person')
    return [
        [
            membership.person.username,
            membership.person.name,
            '、'.join(Role(role).label for role in membership.roles) or WAITS,
            membership.department,
            membership.point,
        ]
        for membership in found.order_by('person__username')
    ]


def people_choices(hall: str) -> dict[str, list[str]]:
    """The columns that take one of a list; 岗位 may be several, and so is typed."""
    return {'村点': [point.code for point in Point.objects.filter(hall__code=hall, active=True).order_by('code')]}


def read_people(content: bytes) -> tuple[list[tuple[WorkbookRow, StaffRow]], list[CellFault]]:
    """The people of a file with their lines, and what is wrong by cell. Raises UnreadableWorkbook."""
    lines, faults = read(content, COLUMNS, [kind.title for kind in OF_PEOPLE])
    faults += check_names(lines, OF_PEOPLE)
    rows: list[tuple[WorkbookRow, StaffRow]] = []
    seen: set[str] = set()
    for line in lines:
        try:
            rows.append((line, _row(line.cells, seen)))
        except BadCell as refusal:
            faults.append(fault_at(line, refusal))
    return rows, faults


def fault_at(line: WorkbookRow, refusal: BadCell) -> CellFault:
    """A refusal at its cell."""
    return CellFault(line.cell(refusal.field), refusal.field, str(refusal))


def bring_in(rows: Collection[StaffRow], *, hall: str) -> int:
    """Give the people their roles in the hall, in one transaction; how many were new or changed. An operator's way.

    A new person has no password, so nobody can sign in as them until one is set. Raises UnknownDepartment, TwoOffices.
    """
    now, changed = timezone.now(), 0
    with transaction.atomic():
        place = Hall.objects.get(code=hall)
        for row in rows:
            check_offices(row.roles, place)
            person = Person.objects.filter(username=row.username).first()
            if person is None and not row.roles and not row.waits:
                continue
            person = person or Person.objects.create_user(row.username, row.name)
            live = Membership.objects.live(now).filter(person=person, hall=place)
            department = department_code(row.department)
            wanted = {'roles': [role.value for role in row.roles], 'department': department, 'point': row.point}
            if live.filter(**wanted).exists() or not (row.roles or row.waits or live.exists()):
                continue
            live.update(valid_to=now)
            if row.roles or row.waits:
                Membership.objects.create(person=person, hall=place, valid_from=now, **wanted)
            changed += 1
    return changed


def _row(cells: Cells, seen: set[str]) -> StaffRow:
    words = [word for word in required(cells, '岗位').split('、') if word]
    alone = words in ([LEAVES], [WAITS])
    strange = [word for word in words if word not in ROLES and not alone]
    if strange:
        known = '、'.join([*ROLES, LEAVES, WAITS])
        raise BadCell(field='岗位', why=f'没有“{strange[0]}”这个岗位，应为：{known}。')
    username, name = required(cells, '登录名'), required(cells, '姓名')
    for title, most in LONGEST.items():
        if len(cells[title]) > most:
            raise BadCell(field=title, why=f'{title}最多 {most} 个字。')
    if username in seen:
        raise BadCell(field='登录名', why=f'登录名 {username} 重复，请删去一行。')
    seen.add(username)
    roles = [] if alone else [ROLES[word] for word in dict.fromkeys(words)]
    return StaffRow(username, name, roles, cells['派出部门'], cells['村点'], waits=words == [WAITS])
