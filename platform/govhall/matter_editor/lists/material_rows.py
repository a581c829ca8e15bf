"""A row of 本级事项的材料: one material of a hall's own matter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from federation.contracts.catalogue import Material
from govhall.catalogue.exchange.cells import BadCell, Cells, chosen
from govhall.materials.sources import CHANNELS
from govhall.matter_editor.lists.about_rows import CODE, open_matter
from govhall.matter_editor.lists.cell_forms import first_fault
from govhall.matter_editor.material_form import BLANK, MaterialForm
from govhall.matter_editor.selectors import EditedMatter

PAPER = '材料编码'
FIELDS = {
    'name': '材料名称',
    'required': '必须交',
    'form': '要原件还是复印件',
    'copies': '各几份',
    'channel': '来源',
    'source': '由谁出具',
    'licence_grade': '可用电子证照',
    'valid_months': '几个月以内出具的才收',
    'later_days': '容缺工作日',
    'undertaking': '告知承诺',
    'basis': '容缺或告知承诺的依据',
}
COLUMNS = (CODE, PAPER, *FIELDS.values())
WHO = '本大厅自己设立的事项要交的材料。材料编码空着就是新加一份；表里没有的材料照旧。空白表格、样表和删除在页面上办。'
YES = {'是': 'on', '否': '', '': ''}
WORDS: dict[str, Mapping[str, str]] = {
    'required': YES,
    'undertaking': YES,
    'channel': {word: code for code, word in CHANNELS.items()} | {'': ''},
    'licence_grade': {'A': 'A', 'B': 'B', 'C': 'C', 'D': 'D', '': ''},
}


@dataclass(frozen=True, slots=True)
class PlannedMaterial:
    """A material as its row wants it; without a code it is new."""

    matter: str
    version: int  # of the matter, as it was planned
    material: Material

    @property
    def name(self) -> str:
        """What the preview calls it."""
        return f'{self.matter} {self.material.name}'


def material_cells(matter: str, one: Material) -> list[str]:
    """The row as it goes out."""
    told: dict[str, str] = {name: str(getattr(one, name)) for name in FIELDS}
    told |= {name: str(getattr(one, name) or '') for name in ('valid_months', 'later_days')}
    told |= {name: '是' if getattr(one, name) else '否' for name in ('required', 'undertaking')}
    told['channel'] = CHANNELS.get(one.channel, '')
    return [matter, one.code, *told.values()]


def read_material(cells: Cells, matters: Mapping[str, EditedMatter]) -> PlannedMaterial:
    """What a row wants. Raises BadCell."""
    edited = open_matter(cells[CODE], matters)
    kept = {one.code: one for one in edited.materials}
    if cells[PAPER] and cells[PAPER] not in kept:
        raise BadCell(field=PAPER, why='这个事项没有这份材料。新加的请把材料编码空着。')
    material = kept.get(cells[PAPER], BLANK)
    if not material.code and cells[FIELDS['name']] in {one.name for one in kept.values()}:
        raise BadCell(field=FIELDS['name'], why='这个事项已经有同名的材料。要改它，请填上材料编码。')
    data: dict[str, Any] = {name: cells[title] for name, title in FIELDS.items()}
    data |= {name: chosen(cells, FIELDS[name], words) for name, words in WORDS.items()}
    form = MaterialForm(data | {'version': '1'}, material=material, version=1)
    first_fault(form, FIELDS)
    return PlannedMaterial(edited.code, edited.version, form.made(material.code, None, None))
