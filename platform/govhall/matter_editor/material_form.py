"""One material of a matter: what it is, where it comes from, what may stand for it, and what is handed out."""

from collections.abc import Mapping
from typing import Any

from django import forms
from msgspec.structs import replace

from federation.contracts.catalogue import HandedOutFile, Material
from govhall.doors.fields import LineField, VersionField, WholeField
from govhall.doors.forms import Form
from govhall.kernel.filetypes import ACCEPT, NAMES
from govhall.materials.sources import CHANNELS, GRADES

BLANK = Material(code='', name='', required=True, form='原件', copies=1, source='')
TEXTS = ('name', 'form', 'source', 'channel', 'licence_grade', 'basis')


class MaterialForm(Form):
    """All of a material; the files are kept by the service."""

    version = VersionField(label='版本')
    name = LineField(label='材料名称', max_length=100)
    required = forms.BooleanField(label='必须交', required=False)
    form = LineField(label='要原件还是复印件', max_length=20, help_text='原件、复印件、电子件')
    copies = WholeField(label='各几份', min_value=0, max_value=99)
    channel = forms.ChoiceField(label='来源', required=False, choices=[('', '没有写明'), *CHANNELS.items()])
    source = LineField(label='由谁出具', max_length=100, required=False, help_text='例如 公安机关')
    licence_grade = forms.ChoiceField(
        label='可以用哪一级电子证照',
        required=False,
        choices=[('', '不用电子证照'), *GRADES.items()],
        help_text='国办函〔2016〕108号的可信等级',
    )
    valid_months = WholeField(
        label='几个月以内出具的才收',
        required=False,
        min_value=0,
        max_value=600,
        help_text='例如体检证明填 12；没有规定的不填',
    )
    later_days = WholeField(
        label='容缺：收件后几个工作日内补交', required=False, min_value=0, max_value=60, help_text='不能容缺的不填'
    )
    undertaking = forms.BooleanField(label='实行告知承诺：可以签承诺书代替', required=False)
    basis = LineField(label='容缺或告知承诺的依据', max_length=200, required=False, help_text='文件名称和文号')
    blank = forms.FileField(label='空白表格', required=False, help_text=f'{NAMES}')
    drop_blank = forms.BooleanField(label='不再提供空白表格', required=False)
    sample = forms.FileField(label='填好的样表', required=False, help_text='姓名、证件号写样例，不要用真人的')
    drop_sample = forms.BooleanField(label='不再提供样表', required=False)

    def __init__(self, data: Mapping[str, Any] | None, files: Any = None, *, material: Material, version: int) -> None:
        said = {name: getattr(material, name) for name in (*TEXTS, 'required', 'copies', 'undertaking')}
        said |= {'version': version, 'later_days': material.later_days or ''}
        said['valid_months'] = material.valid_months or ''
        super().__init__(data, files, initial=said)
        for name in ('blank', 'sample'):
            self.fields[name].widget = forms.FileInput(attrs={'accept': ACCEPT})
        self.material = material

    def clean(self) -> dict[str, Any]:
        """What the law opens is opened by a document."""
        said: dict[str, Any] = super().clean() or {}
        if (said.get('later_days') or said.get('undertaking')) and not said.get('basis'):
            self.add_error('basis', '容缺、告知承诺要有依据，请写文件名称和文号。')
        return said

    def made(self, code: str, blank: HandedOutFile | None, sample: HandedOutFile | None) -> Material:
        """The material that a valid form says, with the files that came with it."""
        said = self.cleaned_data
        kept_blank = None if said['drop_blank'] else self.material.blank
        kept_sample = None if said['drop_sample'] else self.material.sample
        return replace(
            self.material,
            code=code,
            **{name: said[name] for name in TEXTS},
            required=said['required'],
            copies=said['copies'] or 0,
            later_days=said['later_days'] or 0,
            valid_months=said['valid_months'] or 0,
            undertaking=said['undertaking'],
            blank=blank or kept_blank,
            sample=sample or kept_sample,
        )
