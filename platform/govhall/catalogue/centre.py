"""两集中、两到位 of a hall: what is in, what is not yet, by department."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from govhall.catalogue.matter_owners import HALL, owning
from govhall.catalogue.models import CentreItem, Department, Section, SectionForm
from tenants.compiled_query import CompiledQuery
from tenants.models import Membership, Person

TENTH = Decimal('0.1')


@dataclass(frozen=True, slots=True)
class Progress:
    """How many items are published, handled in the hall, and handled there with full powers."""

    published: int
    entered: int
    empowered: int

    @property
    def rate(self) -> Decimal:
        """项目进入率 in per cent, to one tenth: entered of published; 0 for a hall that publishes nothing."""
        return _percent(self.entered, self.published)

    @property
    def power_rate(self) -> Decimal:
        """窗口授权率 in per cent: with full powers, of those that are in."""
        return _percent(self.empowered, self.entered)


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


@dataclass(frozen=True, slots=True)
class Board:
    """The state of a hall on a day; departments that have something missing come first."""

    total: Progress
    departments: list[DepartmentRow]
    windows: int
    departments_in: int
    reorganised: dict[str, int]


def progress(items: Iterable[CentreItem], day: date) -> Progress:
    """Count items as they stood on a day; the day of entry counts, the day of leaving does not. Pure."""
    published = entered = empowered = 0
    for item in items:
        published += 1
        if _is_in(item, day):
            entered += 1
            empowered += item.empowered_on is not None and item.empowered_on <= day
    return Progress(published, entered, empowered)


def board(hall: str, day: date) -> Board:
    """The board of a hall on a day. Five statements, however many items there are."""
    items: dict[str, list[CentreItem]] = {}
    for item in CentreItem.objects.filter(hall_code=hall):
        items.setdefault(item.department_code, []).append(item)
    sections = {section.department_code: section for section in Section.objects.filter(hall_code=hall)}
    codes = items.keys() | sections.keys()
    names = dict(Department.objects.filter(code__in=codes).values_list('code', 'name'))
    chiefs = dict(
        Person.objects.filter(pk__in=[one.chief_person for one in sections.values()]).values_list('pk', 'name')
    )
    seconded = _seconded(hall)
    rows = [
        _row(code, names, sections.get(code), progress(items.get(code, ()), day), chiefs, seconded) for code in codes
    ]
    inside = [one for one in sections.values() if one.entered_on and one.entered_on <= day]
    forms = [one.form for one in sections.values() if one.form]
    return Board(
        total=progress((item for group in items.values() for item in group), day),
        departments=sorted(rows, key=lambda row: (row.progress.entered - row.progress.published, row.code)),
        windows=sum(len(section.windows) for section in inside),
        departments_in=len(inside),
        reorganised={SectionForm(form).label: forms.count(form) for form in SectionForm.values if form in forms},
    )


def sections_in(hall: str) -> dict[str, str]:
    """The departments that have come into a hall: code to name."""
    inside = Section.objects.filter(hall_code=hall, entered_on__isnull=False).values('department_code')
    return dict(Department.objects.filter(code__in=inside).values_list('code', 'name'))


def window_for(hall: str, matter: str) -> str:
    """The number of the window that handles a matter in a hall today; empty where none does. One statement.

    A window that names the matter comes before one that handles whatever its department has.
    """
    found = [window for (windows,) in WINDOWS(hall=hall, matter=matter, at=timezone.now()) for window in windows]
    naming = [one['number'] for one in found if matter in one.get('items', ())]
    others = [one['number'] for one in found if not one.get('items')]
    return next(iter(naming or others), '')


def items_of(hall: str, department: str) -> list[CentreItem]:
    """The items that a department publishes, by code."""
    return list(CentreItem.objects.filter(hall_code=hall, department_code=department))


def _row(
    code: str,
    names: dict[str, str],
    section: Section | None,
    counted: Progress,
    chiefs: dict[int, str],
    seconded: dict[str, list[str]],
) -> DepartmentRow:
    name = names.get(code, code)
    return DepartmentRow(
        code=code,
        name=name,
        section=section.name if section else '',
        form=SectionForm(section.form).label if section else SectionForm.NONE.label,
        windows=[window['number'] for window in section.windows] if section else [],
        chief=chiefs.get(section.chief_person or 0, '') if section else '',
        seconded=seconded.get(code, []),
        progress=counted,
    )


def _seconded(hall: str) -> dict[str, list[str]]:
    sent: dict[str, list[str]] = {}
    members = Membership.objects.live(timezone.now()).filter(hall__code=hall).exclude(department='')
    for department, name in members.values_list('department', 'person__name').order_by('person__name'):
        sent.setdefault(department, []).append(name)
    return sent


def _is_in(item: CentreItem, day: date) -> bool:
    return item.entered_on is not None and item.entered_on <= day and not (item.left_on and item.left_on <= day)


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(100 * part) / whole).quantize(TENTH, ROUND_HALF_UP) if whole else Decimal('0.0')


def _windows() -> QuerySet[Section, Any]:
    owners = owning().values('code')
    return Section.objects.filter(hall_code=HALL, department_code__in=owners).values_list('windows')


WINDOWS = CompiledQuery(_windows)
