"""The departments of a hall and their windows, as acts and lists change them."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from django.db import transaction

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallActDone
from govhall.catalogue.days import DaysOutOfOrder, changed
from govhall.catalogue.departments import department_name
from govhall.catalogue.models import CentreItem, Section, SectionForm
from govhall.catalogue.windows import CentreWindow, windows_of
from govhall.kernel.errors import Refused

DEPARTMENT = Field(
    name='department',
    kind=FieldKind.LINE,
    label='部门',
    most=20,
    says='Code of the department.',
    needed=True,
    must=True,
)
NUMBER = Field(
    name='number',
    kind=FieldKind.LINE,
    label='窗口号',
    most=20,
    says='Number of the window, as it stands on its sign.',
    needed=True,
    must=True,
)
SECTION_FIELDS = [
    Field(
        name='section',
        kind=FieldKind.LINE,
        label='审批科',
        most=100,
        says='Its approval section.',
        needed=True,
        must=True,
    ),
    Field(
        name='form',
        kind=FieldKind.CHOICE,
        label='审批职能归并',
        choices=tuple((str(value), str(label)) for value, label in SectionForm.choices),
        says='How its approvals were put together: sign, replaced, shared, or empty.',
        wrong='请选择归并方式。',
    ),
    Field(name='form_on', kind=FieldKind.DAY, label='归并日期', says='Since which day; none: always.'),
]
WINDOW_FIELDS = [
    Field(name='name', kind=FieldKind.LINE, label='窗口名称', most=100, says='Its name.', needed=True, must=True),
    Field(
        name='items',
        kind=FieldKind.CODES,
        label='只办这些事项',
        aside='不选就办本部门的全部事项',
        says='Codes of the items of the department that it handles; empty: all.',
        widget='many',
    ),
]


class UnknownSection(Refused):
    """The hall's list has no such department."""

    code = 'UNKNOWN_SECTION'
    sentence = '本大厅没有登记部门“{department}”，请先在“部门和窗口”里登记。'


class DepartmentNotThen(Refused):
    """A department can't come twice, or leave before it came or while items are handled here."""

    code = 'DEPARTMENT_NOT_THEN'
    sentence = '{department} {why}，请核对后重新登记。'


class WindowNotThen(Refused):
    """A window can't open twice under one number, or close before it opened."""

    code = 'WINDOW_NOT_THEN'
    sentence = '窗口 {number} {why}，请核对后重新登记。'


def check_department(hall: str, code: str) -> None:
    """Raises UnknownSection."""
    if not Section.objects.filter(hall_code=hall, department_code=code).exists():
        raise UnknownSection(field='department', department=code)


def locked_section(hall: str, code: str) -> Section:
    """A department of a hall, locked, inside a transaction. Raises UnknownSection."""
    found = Section.objects.select_for_update().filter(hall_code=hall, department_code=code).first()
    if found is None:
        raise UnknownSection(field='department', department=code)
    return found


def department_after(section: Section, on: date) -> list[date]:
    """Its days in the hall with one change more. Raises DepartmentNotThen."""
    try:
        return changed(section.entered_days, on)
    except DaysOutOfOrder as refusal:
        why = f'上一次登记的日期是 {section.entered_days[-1]:%Y-%m-%d}，新的日期要比它晚'
        raise DepartmentNotThen(field='since', department=section.name, why=why) from refusal


def window_after(window: CentreWindow, on: date) -> list[date]:
    """The days of a window with one change more. Raises WindowNotThen."""
    try:
        return changed(window.days, on)
    except DaysOutOfOrder as refusal:
        why = f'上一次登记的日期是 {window.days[-1]:%Y-%m-%d}，新的日期要比它晚'
        raise WindowNotThen(field='since', number=window.number, why=why) from refusal


def change_windows(
    hall: str, department: str, change: Callable[[Section, dict[str, CentreWindow]], CentreWindow]
) -> None:
    """Put what `change` makes of the windows of a department, by number, in its place. Raises UnknownSection."""
    with transaction.atomic():
        section = locked_section(hall, department)
        windows = {one.number: one for one in windows_of(section.windows)}
        window = change(section, windows)
        windows[window.number] = window
        section.windows = [one.row() for one in windows.values()]
        section.save()


def check_items(hall: str, department: str, items: Collection[str]) -> Sequence[str]:
    """The items of a window, which are its department's. Raises WindowItems."""
    known = set(CentreItem.objects.filter(hall_code=hall, department_code=department).values_list('code', flat=True))
    if strange := sorted(set(items) - known):
        raise WindowItems(field='items', items='、'.join(strange))
    return sorted(set(items))


class WindowItems(Refused):
    """A window handles what its department publishes."""

    code = 'WINDOW_ITEMS'
    sentence = '事项 {items} 不是这个部门公布的，请重新选择。'


def section_changed(department: str, said: str) -> HallActDone:
    """What is said, and the department for the audit."""
    return HallActDone(said=said, about=department_name(department), detail={'department': department})
