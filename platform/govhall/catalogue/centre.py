"""两集中、两到位 of a hall: what is in, what is not yet, by department; and the entering itself."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from govhall.catalogue.models import CentreItem, Department, Section, SectionForm
from govhall.kernel.errors import Refused
from tenants.models import Membership, Person
from tenants.roles import Role

TENTH = Decimal('0.1')


class NoItemChosen(Refused):
    """No item was ticked."""

    code = 'NO_ITEM_CHOSEN'
    sentence = '请先勾选事项，再登记。'


class NotThen(Refused):
    """An item can't enter twice, get powers before it is in, or leave before it came."""

    code = 'NOT_THEN'
    sentence = '事项 {item} {why}，请核对日期后重新登记。'


class NotAChief(Refused):
    """The person does not hold the role of chief representative in the hall."""

    code = 'NOT_A_CHIEF'
    sentence = '请选择在本大厅担任首席代表的人员，并写明任命文号。'


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


def items_of(hall: str, department: str) -> list[CentreItem]:
    """The items that a department publishes, by code."""
    return list(CentreItem.objects.filter(hall_code=hall, department_code=department))


def enter_items(*, hall: str, codes: Collection[str], on: date) -> int:
    """Record that items are handled in the hall from a day on (进驻); how many. Raises NoItemChosen and NotThen."""
    return _mark(hall, codes, 'entered_on', on, lambda item: '已经进驻' if item.entered_on and not item.left_on else '')


def empower_items(*, hall: str, codes: Collection[str], on: date) -> int:
    """Record that the window decides items in full from a day on (授权到位). Raises NoItemChosen and NotThen."""

    def why(item: CentreItem) -> str:
        if item.entered_on is None or item.entered_on > on:
            return '在这一天还没有进驻'
        return '已经授权到位' if item.empowered_on else ''

    return _mark(hall, codes, 'empowered_on', on, why)


def appoint_chief(*, hall: str, department: str, person_id: int, document: str) -> None:
    """Make somebody the department's chief representative (首席代表) by a document (任命书). Raises NotAChief."""
    live = Membership.objects.live(timezone.now())
    chiefs = live.filter(hall__code=hall, person_id=person_id, roles__contains=[Role.CHIEF])
    section = Section.objects.filter(hall_code=hall, department_code=department)
    if not document.strip() or not chiefs.exists():
        raise NotAChief(field='chief')
    if not section.update(chief_person=person_id, chief_document=document.strip()):
        raise NotAChief(field='department')


def _mark(hall: str, codes: Collection[str], column: str, on: date, why: Callable[[CentreItem], str]) -> int:
    if not codes:
        raise NoItemChosen(field='items')
    with transaction.atomic():
        found = list(CentreItem.objects.select_for_update().filter(hall_code=hall, code__in=codes))
        if len(found) != len(set(codes)):
            raise NotThen(
                field='items', item='、'.join(sorted(set(codes) - {one.code for one in found})), why='不在清单中'
            )
        for item in found:
            if reason := why(item):
                raise NotThen(field='items', item=item.name, why=reason)
        changes = {column: on} | ({'left_on': None} if column == 'entered_on' else {})
        return CentreItem.objects.filter(Q(pk__in=[item.pk for item in found])).update(**changes)


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
