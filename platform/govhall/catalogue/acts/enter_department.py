"""Taking a department into the hall, for the first time or again (部门进驻)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.days import is_open
from govhall.catalogue.models import Section
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.services.item_marks import day_field
from govhall.catalogue.services.sections import (
    DEPARTMENT,
    SECTION_FIELDS,
    DepartmentNotThen,
    department_after,
    section_changed,
)
from tenants.audit import Action

FIELDS = [
    Field(
        name='department',
        kind=FieldKind.LINE,
        label='部门代码',
        most=20,
        hint='例如 TJMZ，和目录里的一样。',
        says=DEPARTMENT.says,
        needed=True,
        must=True,
    ),
    Field(
        name='title',
        kind=FieldKind.LINE,
        label='部门名称',
        most=100,
        hint='目录里有这个代码的，显示目录里的名称。',
        says='Its name, shown where the catalogue does not know the department.',
    ),
    *SECTION_FIELDS,
    day_field('进驻日期', 'Since which day it is in the hall.'),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionDetails:
    """The approval section of a department, as an administrator writes it."""

    section: str
    title: str = ''
    form: str = ''
    form_on: date | None = None

    def put_into(self, kept: Section) -> None:
        """Change the row."""
        kept.name, kept.form = self.section, self.form
        kept.form_on = self.form_on if self.form else None
        kept.department_name = self.title or kept.department_name


def enter_department(*, hall: str, department: str, details: SectionDetails, on: date) -> None:
    """A department comes into the hall on a day. Raises DepartmentNotThen."""
    with transaction.atomic():
        kept = Section.objects.select_for_update().filter(hall_code=hall, department_code=department).first()
        kept = kept or Section(hall_code=hall, department_code=department)
        if is_open(kept.entered_days):
            raise DepartmentNotThen(field='department', department=kept.name, why='已经进驻')
        details.put_into(kept)
        kept.entered_days = department_after(kept, on)
        kept.save()


def _do(posted: HallPosted) -> HallActDone:
    names = ('section', 'title', 'form', 'form_on')
    details = SectionDetails(**{name: posted[name] for name in names})
    enter_department(hall=posted.hall.code, department=posted['department'], details=details, on=posted['since'])
    return section_changed(posted['department'], '部门已登记进驻。')


ACT = register(
    HallAct(
        word='enter-department',
        label='登记部门进驻',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=FIELDS,
        mutation='enter_department',
        does='A department comes into the hall with its approval section. DEPARTMENT_NOT_THEN.',
    )
)
