"""Closing a window (窗口)."""

from dataclasses import replace
from datetime import date

from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.days import is_open
from govhall.catalogue.models import Section
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.services.item_marks import UNTIL
from govhall.catalogue.services.sections import (
    DEPARTMENT,
    NUMBER,
    WindowNotThen,
    change_windows,
    section_changed,
    window_after,
)
from govhall.catalogue.windows import CentreWindow
from tenants.audit import Action


def close_window(*, hall: str, department: str, number: str, on: date) -> None:
    """Close a window on a day. Raises UnknownSection and WindowNotThen."""

    def closed(section: Section, windows: dict[str, CentreWindow]) -> CentreWindow:
        if number not in windows or not is_open(windows[number].days):
            raise WindowNotThen(field='number', number=number, why='没有在用')
        return replace(windows[number], days=window_after(windows[number], on))

    change_windows(hall, department, closed)


def _do(posted: HallPosted) -> HallActDone:
    department, number = posted['department'], posted['number']
    close_window(hall=posted.hall.code, department=department, number=number, on=posted['since'])
    return section_changed(department, f'窗口 {number} 已登记停用。')


ACT = register(
    HallAct(
        word='close-window',
        label='登记停用窗口',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=[replace(DEPARTMENT, label=''), replace(NUMBER, label=''), UNTIL],
        mutation='close_window',
        does='Close a window. UNKNOWN_SECTION, WINDOW_NOT_THEN.',
    )
)
