"""The centre's list: departments with their sections and windows, and all items that the county publishes."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from django.db import transaction

from govhall.catalogue.models import CentreItem, Section
from govhall.doors.shapes import fitted, said_of
from govhall.kernel.errors import Refused
from tenants.models import Hall


class UnreadableCentreList(Refused):
    """The file is not a centre's list."""

    code = 'UNREADABLE_CENTRE_LIST'
    sentence = '进驻清单无法读取：{why}。请更正后重新导入。'


HallCode = Annotated[str, msgspec.Meta(min_length=8, max_length=8)]
DepartmentCode = Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
WindowNumber = Annotated[str, msgspec.Meta(min_length=1, max_length=20)]


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A window of a section; its number as it stands on the sign."""

    number: WindowNumber
    name: Name


class SectionRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A department at the hall."""

    department: DepartmentCode
    name: Name
    form: Literal['', 'sign', 'replaced', 'shared'] = ''
    windows: list[Window] = []
    entered_on: date | None = None


class ItemRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item that the county publishes."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    department: DepartmentCode
    task_type: Annotated[str, msgspec.Meta(min_length=1, max_length=2)]
    entered_on: date | None = None
    empowered_on: date | None = None


class CentreList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The list of one hall."""

    hall: HallCode
    sections: list[SectionRow]
    items: list[ItemRow]


def enter_centre(data: object) -> CentreList:
    """Keep the list of a hall, all or nothing; rows known already are replaced. Raises UnreadableCentreList."""
    try:
        read = fitted(data, CentreList)
    except msgspec.ValidationError as error:
        raise UnreadableCentreList(why=said_of(error)) from error
    if not Hall.objects.filter(code=read.hall).exists():
        raise UnreadableCentreList(why=f'大厅目录里没有代码是 {read.hall} 的大厅')
    known = {section.department for section in read.sections}
    strange = sorted({item.department for item in read.items} - known)
    if strange:
        raise UnreadableCentreList(why=f'事项所属的部门 {"、".join(strange)} 没有列出')
    with transaction.atomic():
        for section in read.sections:
            values = msgspec.to_builtins(section, builtin_types=(date,))
            Section.objects.update_or_create(
                hall_code=read.hall, department_code=values.pop('department'), defaults=values
            )
        for item in read.items:
            values = msgspec.to_builtins(item, builtin_types=(date,))
            values['department_code'] = values.pop('department')
            CentreItem.objects.update_or_create(hall_code=read.hall, code=values.pop('code'), defaults=values)
    return read
