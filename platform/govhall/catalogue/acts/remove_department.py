"""Noting that a department is no longer in the hall (部门撤出)."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.days import is_open
from govhall.catalogue.models import CentreItem
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.services.item_marks import UNTIL
from govhall.catalogue.services.sections import (
    DEPARTMENT,
    DepartmentNotThen,
    department_after,
    locked_section,
    section_changed,
    window_after,
)
from govhall.catalogue.windows import CentreWindow, windows_of
from tenants.audit import Action


def remove_department(*, hall: str, department: str, on: date) -> None:
    """A department leaves the hall on a day, and its windows close. Raises UnknownSection and DepartmentNotThen.

    It does not leave while items of it are still handled here: who takes those must be said first.
    """
    with transaction.atomic():
        kept = locked_section(hall, department)
        if not is_open(kept.entered_days):
            raise DepartmentNotThen(field='since', department=kept.name, why='没有进驻')
        items = CentreItem.objects.filter(hall_code=hall, department_code=department)
        there = sum(is_open(item.entered_days) for item in items)
        if there:
            raise DepartmentNotThen(field='since', department=kept.name, why=f'还有 {there} 项进驻，请先登记撤出')
        kept.entered_days = department_after(kept, on)
        kept.windows = [_closed(window, on).row() for window in windows_of(kept.windows)]
        kept.save()


def _closed(window: CentreWindow, on: date) -> CentreWindow:
    return replace(window, days=window_after(window, on)) if is_open(window.days) else window


def _do(posted: HallPosted) -> HallActDone:
    remove_department(hall=posted.hall.code, department=posted['department'], on=posted['since'])
    return section_changed(posted['department'], '已登记部门撤出，它的窗口同一天停用。')


ACT = register(
    HallAct(
        word='remove-department',
        label='登记部门撤出',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=[replace(DEPARTMENT, label=''), UNTIL],
        mutation='remove_department',
        does='A department leaves the hall, and its windows close. UNKNOWN_SECTION, DEPARTMENT_NOT_THEN.',
    )
)
