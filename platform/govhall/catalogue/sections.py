"""The departments that are in a hall, with their approval sections and windows (进驻部门)."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils import timezone

from govhall.catalogue.centre import sections_of, title_of
from govhall.catalogue.days import holds
from govhall.catalogue.matter_owners import Placement, window_of


class SectionHere(NamedTuple):
    """A department that is in: its name, and what a case of it is told."""

    name: str
    placement: Placement


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
