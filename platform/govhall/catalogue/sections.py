"""The departments that are in a hall, with their approval sections and windows (进驻部门)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, Q, QuerySet
from django.utils import timezone

from govhall.catalogue.centre import sections_of, title_of
from govhall.catalogue.days import holds
from govhall.catalogue.matter_owners import Placement, window_of
from govhall.catalogue.models import Section
from govhall.kernel.kept import kept
from tenants.compiled_query import Param


class SectionHere(NamedTuple):
    """A department that is in: its name, and what a case of it is told."""

    name: str
    placement: Placement


def departments_in(hall: str | Param, day: date | Param) -> ArraySubquery:
    """The codes of the departments that are in the hall on a day, as an array in a query."""
    return ArraySubquery(_in(hall, day).values('department_code'))


def has_sections(hall: str | Param, day: date | Param) -> Exists:
    """Whether any department is in the hall on a day."""
    return Exists(_in(hall, day))


def _in(hall: str | Param, day: date | Param) -> QuerySet[Section, Any]:
    """As `days.holds`: an odd number of changes by that day."""
    held = Func(
        F('entered_days'),
        day,
        template='mod((SELECT count(*) FROM unnest(%(expressions)s)), 2) = 1',
        arg_joiner=') AS change(day) WHERE (day <= ',
        output_field=BooleanField(),
    )
    return Section.objects.filter(Q(held), hall_code=hall)


def sections_in(hall: str, *, code: str = '', matter: str = '') -> list[SectionHere]:
    """The departments that are in the hall today, or the one with this code, by code; `matter` of the case. One query.

    The window is the one that handles the matter.
    """
    today, rows = timezone.localdate(), sections_of(hall).order_by('department_code')
    return [
        SectionHere(
            title_of(section),
            Placement(section.department_code, section.name, window_of(section.windows, matter, today)),
        )
        for section in (rows.filter(department_code=code) if code else rows)
        if holds(section.entered_days, today)
    ]


def choices_of(sections: Sequence[SectionHere]) -> tuple[tuple[str, str], ...]:
    """Departments to choose from: code and name."""
    return tuple((one.placement.department, one.name) for one in sections)


@kept(most=4096)
def kept_choices(hall: str) -> tuple[tuple[str, str], ...]:
    """The departments in the hall to choose from, as this process knew them a moment ago. For filters of lists."""
    return choices_of(sections_in(hall))
