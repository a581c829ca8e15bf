"""The departments that are in a hall, with their approval sections and windows (进驻部门)."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from govhall.catalogue.matter_owners import Placement, first_window
from govhall.catalogue.models import Department, Section
from tenants.compiled_query import Param


class SectionHere(NamedTuple):
    """A department that is in: its name, and what a case of it is told."""

    name: str
    placement: Placement


def departments_in(hall: str | Param) -> ArraySubquery:
    """The codes of the departments that are in the hall, as an array in a query."""
    return ArraySubquery(_in(hall).values('department_code'))


def sections_in(hall: str, *, code: str = '') -> list[SectionHere]:
    """The departments that are in the hall, or the one with this code, by code. One query."""
    name = Subquery(Department.objects.filter(code=OuterRef('department_code')).values('name')[:1])
    rows = _in(hall).annotate(department_name=Coalesce(name, 'department_code')).order_by('department_code')
    told = (rows.filter(department_code=code) if code else rows).values_list(
        'department_name', 'department_code', 'name', 'windows'
    )
    return [SectionHere(named, Placement(own, section, first_window(windows))) for named, own, section, windows in told]


def choices_of(sections: Sequence[SectionHere]) -> tuple[tuple[str, str], ...]:
    """Departments to choose from: code and name."""
    return tuple((one.placement.department, one.name) for one in sections)


def _in(hall: str | Param) -> QuerySet[Section, Any]:
    return Section.objects.filter(hall_code=hall, entered_on__isnull=False)
