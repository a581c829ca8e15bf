"""People as a list: taken out on the page, brought in by an operator, as roles are given by nobody who works online."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from govhall.catalogue.exchange.cells import BadCell, required
from govhall.catalogue.exchange.workbook import Fault, cell_name, read
from tenants.models import Hall, Membership, Person
from tenants.roles import Role

COLUMNS = ('登录名', '姓名', '岗位', '派出部门')
ROLES = {role.label: role for role in Role}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as the list wants them in the hall."""

    username: str
    name: str
    roles: list[Role]
    department: str


def people_rows(hall: str) -> list[list[str]]:
    """Who works in the hall now: login, name, roles and the department that sent them."""
    found = Membership.objects.live(timezone.now()).filter(hall__code=hall).select_related('person')
    return [
        [one.person.username, one.person.name, '、'.join(Role(role).label for role in one.roles), one.department]
        for one in found.order_by('person__username')
    ]


def read_people(content: bytes) -> tuple[list[PersonRow], list[Fault]]:
    """The people of a file, and what is wrong by cell. Raises UnreadableWorkbook."""
    lines, faults = read(content, COLUMNS)
    rows: list[PersonRow] = []
    for line in lines:
        try:
            words = [word for word in required(line.cells, '岗位').split('、') if word]
            strange = [word for word in words if word not in ROLES]
            if strange:
                raise BadCell(field='岗位', why=f'没有“{strange[0]}”这个岗位，应为：{"、".join(ROLES)}。')
            username, name = required(line.cells, '登录名'), required(line.cells, '姓名')
            if username in {row.username for row in rows}:
                raise BadCell(field='登录名', why=f'登录名 {username} 重复，请删去一行。')
            rows.append(PersonRow(username, name, [ROLES[word] for word in words], line.cells['派出部门']))
        except BadCell as refusal:
            place = COLUMNS.index(refusal.field)
            faults.append(Fault(cell_name(line.number, place), refusal.field, str(refusal)))
    return rows, faults


def bring_in(rows: list[PersonRow], *, hall: str) -> int:
    """Give the people their roles in the hall, in one transaction; how many were new or changed.

    A new person has no password, so nobody can sign in as them until one is set.
    """
    now, changed = timezone.now(), 0
    with transaction.atomic():
        place = Hall.objects.get(code=hall)
        for row in rows:
            person = Person.objects.filter(username=row.username).first()
            person = person or Person.objects.create_user(row.username, row.name)
            live = Membership.objects.live(now).filter(person=person, hall=place)
            wanted = {'roles': [role.value for role in row.roles], 'department': row.department}
            if live.filter(**wanted).exists():
                continue
            live.update(valid_to=now)
            Membership.objects.create(person=person, hall=place, valid_from=now, **wanted)
            changed += 1
    return changed
