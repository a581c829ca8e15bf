"""两集中、两到位 of a hall on any day: what is in, what is not yet, by department."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from govhall.catalogue.days import holds
from govhall.catalogue.matter_owners import HALL, owning
from govhall.catalogue.models import CentreItem, Department, Section, SectionForm
from govhall.catalogue.window_powers import DecidingLetter, HallMember, WindowPowers, members_on, window_powers
from govhall.catalogue.windows import CentreWindow, handling, windows_of
from govhall.kernel.errors import Refused
from tenants.compiled_query import CompiledQuery

TENTH = Decimal('0.1')
YEARS = range(1949, 2101)


class NoSuchDay(Refused):
    """No centre has figures of that day."""

    code = 'NO_SUCH_DAY'
    sentence = '只能查 1949 年到 2100 年的日期，请改一下年份。'


@dataclass(frozen=True, slots=True)
class Progress:
    """How many items are published, handled in the hall, and decided there by letter."""

    published: int
    entered: int
    empowered: int

    @property
    def rate(self) -> Decimal:
        """项目进入率 in per cent, to one tenth: entered of published; 0 for a hall that publishes nothing."""
        return _percent(self.entered, self.published)

    @property
    def power_rate(self) -> Decimal:
        """窗口授权率 in per cent: those whose window holds a letter with 审批决定权, of those that are in."""
        return _percent(self.empowered, self.entered)


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """An item on a day; `letter` is the one by which its window decides it."""

    item: CentreItem
    published: bool
    entered: bool
    letter: DecidingLetter | None


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """One department of the board; `chief` is the name of its chief representative, `seconded` whom it has sent."""

    code: str
    name: str
    section: str
    form: str
    windows: list[str]
    chief: str
    seconded: list[str]
    progress: Progress
    inside: bool
    items: list[ItemStanding]
    kept: Section | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True)
class Board:
    """The state of a hall on a day; departments that have something missing come first."""

    day: date
    total: Progress
    departments: list[DepartmentRow]
    windows: int
    departments_in: int
    reorganised: dict[str, int]
    open_windows: list[tuple[str, CentreWindow]]  # with the code of the department


def progress(standings: Iterable[ItemStanding]) -> Progress:
    """Count items as they stood on a day. Pure."""
    published = entered = empowered = 0
    for one in standings:
        published += one.published
        entered += one.entered
        empowered += one.entered and one.letter is not None
    return Progress(published, entered, empowered)


def board(hall: str, day: date) -> Board:
    """The board of a hall on a day; four statements, however many items there are. Raises NoSuchDay."""
    if day.year not in YEARS:
        raise NoSuchDay(field='day')
    items: dict[str, list[CentreItem]] = {}
    for item in CentreItem.objects.filter(hall_code=hall):
        items.setdefault(item.department_code, []).append(item)
    sections = {section.department_code: section for section in sections_of(hall)}
    members = members_on(hall, day)
    powers = window_powers(hall, day, members)
    rows = [
        _row(code, sections.get(code), items.get(code, ()), day, members, powers) for code in items.keys() | sections
    ]
    there = [one for one in sections.values() if holds(one.entered_days, day)]
    opened = [(one.department_code, window) for one in there for window in _open(one, day)]
    forms = [one.form for one in sections.values() if one.form and (one.form_on is None or one.form_on <= day)]
    return Board(
        day=day,
        total=progress(one for row in rows for one in row.items),
        departments=sorted(rows, key=lambda row: (row.progress.entered - row.progress.published, row.code)),
        windows=len(opened),
        departments_in=len(there),
        reorganised={SectionForm(form).label: forms.count(form) for form in SectionForm.values if form in forms},
        open_windows=opened,
    )


def sections_of(hall: str) -> QuerySet[Section, Any]:
    """The departments of a hall, each with its `title`: what the catalogue calls it, or the hall. One statement."""
    names = Department.objects.filter(code=OuterRef('department_code')).values('name')
    return Section.objects.filter(hall_code=hall).annotate(title=Subquery(names))


def title_of(section: Section) -> str:
    """What a department of `sections_of` is called."""
    return getattr(section, 'title', None) or section.department_name or section.department_code


def window_for(hall: str, matter: str) -> str:
    """The number of the window that handles a matter in a hall today; empty where none does. One statement.

    A window that names the matter comes before one that handles whatever its department has.
    """
    found = WINDOWS(hall=hall, matter=matter, at=timezone.now())
    windows = [one for (rows,) in found for one in windows_of(rows)]
    window = handling(windows, matter, timezone.localdate())
    return window.number if window else ''


def items_of(hall: str, department: str) -> list[CentreItem]:
    """The items that a department publishes, or did, by code."""
    return list(CentreItem.objects.filter(hall_code=hall, department_code=department))


def _row(
    code: str,
    section: Section | None,
    items: Sequence[CentreItem],
    day: date,
    members: Sequence[HallMember],
    powers: WindowPowers,
) -> DepartmentRow:
    windows = _open(section, day) if section else []
    standings = [_standing(item, windows, day, powers) for item in items]
    names = {member.person_id: member.name for member in members}
    return DepartmentRow(
        code=code,
        name=title_of(section) if section else code,
        section=section.name if section else '',
        form=SectionForm(section.form if section else '').label,
        windows=[window.number for window in windows],
        chief=names.get(section.chief_person or 0, '') if section else '',
        seconded=[member.name for member in members if member.department == code],
        progress=progress(standings),
        inside=section is not None and holds(section.entered_days, day),
        items=standings,
        kept=section,
    )


def _standing(item: CentreItem, windows: Sequence[CentreWindow], day: date, powers: WindowPowers) -> ItemStanding:
    published = holds(item.published_days, day)
    entered = published and holds(item.entered_days, day)
    has_window = handling(windows, item.code, day) is not None
    letter = powers.letter(item.code, item.department_code, has_window=has_window)
    return ItemStanding(item, published, entered, letter if entered else None)


def _open(section: Section, day: date) -> list[CentreWindow]:
    return [window for window in windows_of(section.windows) if window.open_on(day)]


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(100 * part) / whole).quantize(TENTH, ROUND_HALF_UP) if whole else Decimal('0.0')


def _windows() -> QuerySet[Section, Any]:
    owners = owning().values('code')
    return Section.objects.filter(hall_code=HALL, department_code__in=owners).values_list('windows')


WINDOWS = CompiledQuery(_windows)
