"""The centre's list: departments with their sections and windows, and all items that the county publishes."""

from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

import msgspec
from django.db import transaction

from govhall.catalogue.models import CentreItem, Section
from govhall.catalogue.windows import CentreWindow
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
ItemCode = Annotated[str, msgspec.Meta(min_length=1, max_length=50)]


class Window(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A window of a section; its number as it stands on the sign, and when it opened and closed."""

    number: WindowNumber
    name: Name
    days: list[date]
    items: list[ItemCode] = []


class SectionRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A department at the hall; `entered_days` are, in turn, the days on which it came and left."""

    department: DepartmentCode
    name: Name
    form: Literal['', 'sign', 'replaced', 'shared'] = ''
    form_on: date | None = None
    department_name: Annotated[str, msgspec.Meta(max_length=100)] = ''
    windows: list[Window] = []
    entered_days: list[date] = []


class ItemRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item that the county publishes, with the days on which it was published, and no longer, came and left."""

    code: ItemCode
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    department: DepartmentCode
    task_type: Annotated[str, msgspec.Meta(min_length=1, max_length=2)]
    published_days: Annotated[list[date], msgspec.Meta(min_length=1)]
    entered_days: list[date] = []


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
    _check_days(read)
    with transaction.atomic():
        for section in read.sections:
            _keep_section(read.hall, section)
        for item in read.items:
            values = msgspec.structs.asdict(item)
            values['department_code'] = values.pop('department')
            CentreItem.objects.update_or_create(hall_code=read.hall, code=values.pop('code'), defaults=values)
    return read


def _keep_section(hall: str, section: SectionRow) -> None:
    values = msgspec.structs.asdict(section)
    values['windows'] = [CentreWindow(one.number, one.name, one.items, one.days).row() for one in section.windows]
    Section.objects.update_or_create(hall_code=hall, department_code=values.pop('department'), defaults=values)


def _check_days(read: CentreList) -> None:
    """Raises UnreadableCentreList for days that do not ascend."""
    lists = [(section.department, section.entered_days) for section in read.sections]
    lists += [(window.number, window.days) for section in read.sections for window in section.windows]
    for item in read.items:
        lists += [(item.code, item.published_days), (item.code, item.entered_days)]
    for name, days in lists:
        if any(later <= sooner for sooner, later in pairwise(days)):
            raise UnreadableCentreList(why=f'{name} 的日期没有一前一后')
