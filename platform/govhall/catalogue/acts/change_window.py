"""Changing the name of a window, or what is handled there."""

from collections.abc import Collection
from dataclasses import replace

from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.models import Section
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.services.sections import (
    DEPARTMENT,
    NUMBER,
    WINDOW_FIELDS,
    WindowNotThen,
    change_windows,
    check_items,
    section_changed,
)
from govhall.catalogue.windows import CentreWindow
from tenants.audit import Action


def change_window(*, hall: str, department: str, number: str, name: str, items: Collection[str]) -> None:
    """Change a window. Raises UnknownSection, WindowItems, and WindowNotThen for one that is not there."""
    wanted = check_items(hall, department, items)

    def changed(section: Section, windows: dict[str, CentreWindow]) -> CentreWindow:
        if number not in windows:
            raise WindowNotThen(field='number', number=number, why='不在这个部门的清单中')
        return replace(windows[number], name=name, items=wanted)

    change_windows(hall, department, changed)


def _do(posted: HallPosted) -> HallActDone:
    department, number = posted['department'], posted['number']
    change_window(
        hall=posted.hall.code, department=department, number=number, name=posted['name'], items=posted['items']
    )
    return section_changed(department, f'窗口 {number} 已改。')


ACT = register(
    HallAct(
        word='change-window',
        label='修改窗口',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=[replace(DEPARTMENT, label=''), replace(NUMBER, label=''), *WINDOW_FIELDS],
        mutation='change_window',
        does='Change the name of a window and what it handles. UNKNOWN_SECTION, WINDOW_NOT_THEN, WINDOW_ITEMS.',
    )
)
