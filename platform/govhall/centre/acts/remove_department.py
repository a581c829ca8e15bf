"""Noting that a department is no longer in the hall (部门撤出), and who takes what it has in hand."""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.casework.acts.move_department import cases_in_hand, move_all
from govhall.catalogue.days import is_open
from govhall.catalogue.models import CentreItem
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.sections import choices_of, sections_in
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
from govhall.kernel.errors import Refused
from tenants.audit import Action

TAKER = Field(
    name='taker',
    kind=FieldKind.LINE,
    label='在办的件由谁接着办',
    most=20,
    hint='登记时马上转过去，时限照原来的算，经过里写明原因。',
    says='Code of the department that takes the cases in hand; not needed where there are none.',
)


class CasesInHand(Refused):
    """The department has cases in hand: without another department nobody would decide them."""

    code = 'CASES_IN_HAND'
    sentence = '{department}还有 {cases} 件在办，请选由哪个部门接着办。'


def remove_department(*, hall: str, department: str, on: date, taker: str = '', by: str = '') -> int:
    """A department leaves the hall on a day, its windows close, and its cases are given to another; how many.

    It does not leave while items of it are still handled here: who takes those must be said first. Raises
    UnknownSection, DepartmentNotThen, CasesInHand, NotInThisHall.
    """
    with transaction.atomic():
        kept = locked_section(hall, department)
        if not is_open(kept.entered_days):
            raise DepartmentNotThen(field='since', department=kept.name, why='没有进驻')
        items = CentreItem.objects.filter(hall_code=hall, department_code=department)
        there = sum(is_open(item.entered_days) for item in items)
        if there:
            raise DepartmentNotThen(field='since', department=kept.name, why=f'还有 {there} 项进驻，请先登记撤出')
        cases = cases_in_hand().get(department, 0)
        if cases and not taker:
            raise CasesInHand(field='taker', department=kept.name, cases=cases)
        kept.entered_days = department_after(kept, on)
        kept.windows = [_closed(window, on).row() for window in windows_of(kept.windows)]
        kept.save()
        return move_all(department, taker, reason=f'{kept.name}撤出本大厅，{by}登记', at=timezone.now())


def takers(hall: str, department: str) -> dict[str, list[tuple[str, str]]]:
    """What the field for who takes the cases may take, on a page."""
    cases = cases_in_hand().get(department, 0)
    others = [one for one in choices_of(sections_in(hall)) if one[0] != department]
    return {'taker': [('', f'请选择（有 {cases} 件在办）'), *others] if cases else [('', '没有在办的件')]}


def _closed(window: CentreWindow, on: date) -> CentreWindow:
    return replace(window, days=window_after(window, on)) if is_open(window.days) else window


def _do(posted: HallPosted) -> HallActDone:
    moved = remove_department(
        hall=posted.hall.code,
        department=posted['department'],
        on=posted['since'],
        taker=posted['taker'] or '',
        by=posted.actor.name,
    )
    given = f'在办的 {moved} 件已转给接办的部门。' if moved else ''
    return section_changed(posted['department'], f'已登记部门撤出，它的窗口同一天停用。{given}')


ACT = register(
    HallAct(
        word='remove-department',
        label='登记部门撤出',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=[replace(DEPARTMENT, label=''), UNTIL, TAKER],
        mutation='remove_department',
        does='A department leaves the hall, its windows close, and its cases go to another. UNKNOWN_SECTION, '
        'DEPARTMENT_NOT_THEN, CASES_IN_HAND, NOT_IN_THIS_HALL.',
    )
)
