"""The file of `load_people`: its shape, and what in it can be wrong without looking at the database."""

from datetime import date
from typing import Annotated, Literal

import msgspec

from govhall.catalogue.rules import PersonalPower
from govhall.doors.lists import UnreadableList, read_as
from govhall.kernel.errors import Refused
from govhall.kernel.typed import line, login
from tenants.roles import Role

Upto40 = Annotated[str, msgspec.Meta(max_length=40)]


class UnreadablePeople(Refused):
    """The file is no list of people; nobody of it was loaded."""

    code = 'UNREADABLE_PEOPLE'
    sentence = '人员文件无法读取：{why}。请更正后重新导入，现在什么也没有改。'


class Appointment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose chief representative somebody is, and by which document."""

    department: str
    document: str


class MembershipEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where somebody works, as what, and by which letter with which powers; from the day `since`, or from now on."""

    hall: str
    roles: list[Role]
    department: Upto40 = ''
    section: Annotated[str, msgspec.Meta(max_length=100)] = ''
    point: Annotated[str, msgspec.Meta(max_length=12)] = ''
    powers: list[PersonalPower] = []
    matters: list[Annotated[str, msgspec.Meta(max_length=36)]] | Literal['all'] | None = None
    document: Annotated[str, msgspec.Meta(max_length=100)] = ''
    heads: Annotated[str, msgspec.Meta(max_length=18)] | None = None
    appointment: Appointment | None = None
    since: date | None = None


class PersonEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One person."""

    username: Upto40
    name: Upto40
    password: str
    memberships: list[MembershipEntry]


def read_people_file(content: bytes) -> list[PersonEntry]:
    """The people in a file. Raises UnreadablePeople."""
    try:
        people = [_cleaned(read_a) for read_a in read_as(list[PersonEntry], content)]
    except UnreadableList as error:
        raise UnreadablePeople(why=error.why) from error
    if lacking := [place for place, person in enumerate(people, 1) if not person.username or not person.name]:
        raise UnreadablePeople(why=f'第 {lacking[0]} 个人没有登录名或姓名')
    names = [person.username for person in people]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UnreadablePeople(why=f'登录名“{"”“".join(twice)}”写了两次')
    return people


def _cleaned(one: PersonEntry) -> PersonEntry:
    return msgspec.structs.replace(one, username=login(one.username), name=line(one.name))
