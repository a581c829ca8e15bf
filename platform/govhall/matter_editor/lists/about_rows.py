"""A row of 本级事项: what a hall's own matter is, in the words of the page that changes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from govhall.catalogue.exchange.cells import BadCell, Cells, chosen
from govhall.catalogue.models import Grant
from govhall.catalogue.own_matters import OWN_TYPES
from govhall.catalogue.rules import CaseType, Mode
from govhall.kernel.errors import Refused
from govhall.matter_editor.about_form import APPLICANTS, AboutMatterForm
from govhall.matter_editor.entries import check_about
from govhall.matter_editor.lists.cell_forms import first_fault
from govhall.matter_editor.models import MatterDraft
from govhall.matter_editor.new_matter import organs_of_area
from govhall.matter_editor.selectors import EditedMatter, Parts, edited_own_matters

CODE, ORGAN = '事项编码', '实施机关代码'
FIELDS = {
    'name': '事项名称',
    'short_name': '简称',
    'organ': ORGAN,
    'task_type': '事项类型',
    'legal_basis': '设定依据',
    'case_type': '办件类型',
    'statutory_days': '规定时限（工作日）',
    'promised_days': '承诺时限（工作日）',
    'applicants': '谁能申请',
    'result': '办理结果',
    'everyday_words': '群众的说法',
    'conditions': '申请条件',
    'procedure': '办理程序',
    'duties': '办理职责',
    'window': '窗口',
    'phone': '电话',
    'hours': '办公时间',
}
COLUMNS = (CODE, *FIELDS.values())
WHO = '本大厅自己设立的事项。事项编码空着就是新事项；导入以后都是草稿，看过再公布。删除、停办在“事项和材料”里办。'
WORDS: dict[str, Mapping[str, str]] = {
    'task_type': {word: code for code, word in OWN_TYPES.items()},
    'case_type': {'承诺件': CaseType.PROMISED.value, '即办件': CaseType.INSTANT.value},
    'applicants': {'不限': '', '只有个人': 'person', '只有单位': 'organisation'},
}


@dataclass(frozen=True, slots=True)
class KnownOwnMatters:
    """What the hall has set up, by code; its organs; and in whose name each matter is carried out."""

    matters: Mapping[str, EditedMatter]
    organs: list[tuple[str, str]]
    organ_of: Mapping[str, str]

    @property
    def names(self) -> dict[str, str]:
        """The codes by the names of matters."""
        return {str(one.parts['name']): code for code, one in self.matters.items()}


@dataclass(frozen=True, slots=True)
class PlannedMatter:
    """An own matter as its row wants it; without a code it is new."""

    code: str
    version: int
    parts: Parts

    @property
    def name(self) -> str:
        """What the preview calls it."""
        return str(self.parts['name'])


def known_own_matters(hall: str, area: str) -> KnownOwnMatters:
    """All of them with their drafts, also what is not published yet."""
    matters = {one.code: one for one in edited_own_matters(hall)}
    grants = Grant.objects.filter(matter_code__in=list(matters), hall_code=hall, mode=Mode.OWN)
    carried = dict(grants.values_list('matter_code', 'organ_code'))
    new = {code: str(one.parts.get('organ', '')) for code, one in matters.items() if one.row is None}
    return KnownOwnMatters(matters, organs_of_area(area), carried | new)


def cells_of(code: str, parts: Parts, organ: str) -> list[str]:
    """The row as it goes out."""
    guide = parts.get('guide') or {}
    told = {name: str(parts.get(name, '') or guide.get(name, '')) for name in FIELDS} | {'organ': organ}
    told['statutory_days'] = str(parts['statutory_days'] or '')
    told['promised_days'] = str(parts['promised_days'])
    told['everyday_words'] = '、'.join(parts.get('everyday_words') or [])
    told['applicants'] = next((word for word, kept in APPLICANTS.items() if kept == parts.get('applicants')), '')
    for name, words in WORDS.items():
        told[name] = next((word for word, kept in words.items() if kept == told[name]), told[name])
    return [code, *told.values()]


def read_matter(hall: str, cells: Cells, known: KnownOwnMatters) -> PlannedMatter:
    """What a row wants. Raises BadCell."""
    code = cells[CODE]
    edited = open_matter(code, known.matters) if code else None
    if edited is None and (same := known.names.get(cells[FIELDS['name']])):
        raise BadCell(field=FIELDS['name'], why=f'已经有同名的本级事项，编码 {same}。要改它，请填上事项编码。')
    organ = known.organ_of.get(code, '')
    if edited is not None and edited.row is not None and cells[ORGAN] != organ:
        raise BadCell(field=ORGAN, why=f'已公布的事项，实施机关在“权力来源”里改，这里应为 {organ}。')
    data: dict[str, Any] = {name: cells[title] for name, title in FIELDS.items()}
    data |= {name: chosen(cells, FIELDS[name], words) for name, words in WORDS.items()}
    organs = None if edited is not None and edited.row is not None else known.organs
    form = AboutMatterForm(data | {'version': '1'}, parts={}, version=1, organs=organs)
    first_fault(form, FIELDS)
    parts = (edited.parts if edited else {'materials': []}) | form.parts()
    _check(hall, code, edited, parts)
    return PlannedMatter(code, edited.version if edited else 0, parts)


def open_matter(code: str, matters: Mapping[str, EditedMatter]) -> EditedMatter:
    """The matter of a row. Raises BadCell for another hall's, and for one whose draft waits for its day."""
    if code not in matters:
        raise BadCell(field=CODE, why='这不是本大厅设立的事项，或者已经停办。新事项请把编码空着。')
    draft = matters[code].draft
    if draft is not None and draft.publish_on:
        raise BadCell(field=CODE, why=f'它的改动已定于 {draft.publish_on} 公布，要再改请先在“事项和材料”里撤回公布。')
    return matters[code]


def _check(hall: str, code: str, edited: EditedMatter | None, parts: Parts) -> None:
    draft = MatterDraft(matter=code, hall_code=hall, parts=parts)
    row = edited.row if edited else None
    try:
        check_about(EditedMatter(code or f'{hall}-0000', row, draft, parts), timezone.now())
    except Refused as refusal:
        raise BadCell(field=FIELDS.get(refusal.field or '', FIELDS['name']), why=str(refusal)) from refusal
