"""Opening a window (窗口) of a department, or opening it again."""

from dataclasses import replace
from datetime import date

from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.days import holds, is_open
from govhall.catalogue.models import Section
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.services.item_marks import day_field
from govhall.catalogue.services.sections import (
    DEPARTMENT,
    NUMBER,
    WINDOW_FIELDS,
    WindowNotThen,
    change_windows,
    check_items,
    section_changed,
    window_after,
)
from govhall.catalogue.windows import CentreWindow, windows_of
from tenants.audit import Action


def open_window(*, hall: str, department: str, window: CentreWindow, on: date) -> None:
    """Open a window on a day; a number stands on one sign only.

    Raises UnknownSection, WindowItems and WindowNotThen.
    """
    items = check_items(hall, department, window.items)
    _check_number(hall, department, window.number)

    def opened(section: Section, windows: dict[str, CentreWindow]) -> CentreWindow:
        kept = windows.get(window.number, window)
        if is_open(kept.days):
            raise WindowNotThen(field='number', number=window.number, why='已经在用')
        if not holds(section.entered_days, on):
            raise WindowNotThen(field='since', number=window.number, why='的部门在这一天还没有进驻')
        return replace(window, items=items, days=window_after(kept, on))

    change_windows(hall, department, opened)


def _check_number(hall: str, department: str, number: str) -> None:
    others = Section.objects.filter(hall_code=hall, windows__contains=[{'number': number}])
    for section in others.exclude(department_code=department):
        if any(one.number == number and is_open(one.days) for one in windows_of(section.windows)):
            raise WindowNotThen(field='number', number=number, why='是另一个部门的窗口')


def _do(posted: HallPosted) -> HallActDone:
    window = CentreWindow(posted['number'], posted['name'], posted['items'])
    open_window(hall=posted.hall.code, department=posted['department'], window=window, on=posted['since'])
    return section_changed(posted['department'], f'窗口 {window.number} 已登记启用。')


ACT = register(
    HallAct(
        word='open-window',
        label='登记启用窗口',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=[
            replace(DEPARTMENT, label=''),
            NUMBER,
            *WINDOW_FIELDS,
            day_field('启用日期', 'Since which day it is open.'),
        ],
        mutation='open_window',
        does='Open a window of a department. UNKNOWN_SECTION, WINDOW_NOT_THEN, WINDOW_ITEMS.',
    )
)
