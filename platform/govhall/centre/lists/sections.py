"""部门和审批科: the departments of a hall with their approval sections, as a list."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from govhall.casework.acts.move_department import cases_in_hand
from govhall.catalogue.centre import sections_of, title_of
from govhall.catalogue.days import is_open
from govhall.catalogue.exchange.cells import BadCell, Cells, chosen, required
from govhall.catalogue.exchange.names import department_names
from govhall.catalogue.models import CentreItem, Section, SectionForm
from govhall.centre.lists.day_cells import begins_and_ends, days_of, one_day_in

COLUMNS = ('部门代码', '部门名称', '审批科', '归并方式', '归并日期', '进驻日期', '撤出日期')
WHO = '哪些部门在本大厅，由哪个科室集中审批，从哪天起。先导入这张，再导入窗口和进驻清单。'
FORMS = {str(label): str(value) for value, label in SectionForm.choices}
LONGEST = {'部门代码': 20, '部门名称': 100, '审批科': 100}


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """A department as its row wants it."""

    code: str
    title: str
    name: str
    form: str
    form_on: date | None
    entered_days: Sequence[date]

    @property
    def key(self) -> str:
        """What tells it from the other rows."""
        return self.code

    def cells(self) -> list[str]:
        """The row as it goes out."""
        form = str(SectionForm(self.form).label) if self.form else ''
        since = self.form_on.isoformat() if self.form_on else ''
        return [self.code, self.title, self.name, form, since, *begins_and_ends(self.entered_days)]


@dataclass(frozen=True, slots=True)
class KnownSections:
    """What the hall has: its departments by code, how many items of each are in, and how many cases are in hand."""

    kept: Mapping[str, PlannedSection]
    names: Mapping[str, str]
    inside: Mapping[str, int]
    in_hand: Mapping[str, int]


def known_sections(hall: str, codes: Collection[str] = ()) -> KnownSections:
    """The list as it is kept, and what the catalogue calls the departments `codes`. Four statements."""
    kept = {
        one.department_code: PlannedSection(
            one.department_code, title_of(one), one.name, one.form, one.form_on, one.entered_days
        )
        for one in sections_of(hall)
    }
    items = CentreItem.objects.filter(hall_code=hall).values_list('department_code', 'entered_days')
    inside = Counter(department for department, days in items if is_open(days))
    return KnownSections(kept, department_names(codes), inside, cases_in_hand())


def section_rows(hall: str) -> list[list[str]]:
    """All departments of the hall, also those that have left."""
    return [section.cells() for section in known_sections(hall).kept.values()]


def section_choices(hall: str) -> dict[str, list[str]]:
    """The column that takes one of a list."""
    return {'归并方式': [word for word, value in FORMS.items() if value]}


def read_section(cells: Cells, known: KnownSections) -> PlannedSection:
    """A department. Raises BadCell."""
    code = required(cells, '部门代码')
    for title, most in LONGEST.items():
        if len(cells[title]) > most:
            raise BadCell(field=title, why=f'{title}最多 {most} 个字。')
    called = known.names.get(code, '')
    if called and cells['部门名称'] not in ('', called):
        raise BadCell(field='部门名称', why=f'目录里 {code} 是“{called}”，和这里写的不一致。请核对代码。')
    entered = days_of(cells, '进驻日期', '撤出日期')
    if not is_open(entered) and known.inside.get(code):
        why = f'这个部门还有 {known.inside[code]} 项事项进驻，请先在进驻清单里写明撤出日期。'
        raise BadCell(field='撤出日期' if entered else '进驻日期', why=why)
    if not is_open(entered) and known.in_hand.get(code):
        why = f'这个部门还有 {known.in_hand[code]} 件在办，请在“部门和窗口”里登记撤出，选好由谁接着办。'
        raise BadCell(field='撤出日期' if entered else '进驻日期', why=why)
    return PlannedSection(
        code=code,
        title=called or cells['部门名称'] or code,
        name=required(cells, '审批科'),
        form=chosen(cells, '归并方式', FORMS | {'': ''}),
        form_on=one_day_in(cells, '归并日期'),
        entered_days=entered,
    )


def keep_sections(hall: str, sections: Collection[PlannedSection]) -> None:
    """Write what the rows want; windows and chief stay. One statement."""
    Section.objects.bulk_create(
        [
            Section(
                hall_code=hall,
                department_code=one.code,
                department_name=one.title if one.title != one.code else '',
                name=one.name,
                form=one.form,
                form_on=one.form_on,
                entered_days=one.entered_days,
            )
            for one in sections
        ],
        update_conflicts=True,
        unique_fields=['hall_code', 'department_code'],
        update_fields=['department_name', 'name', 'form', 'form_on', 'entered_days'],
    )
