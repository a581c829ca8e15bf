"""What an own matter is: name, basis, limits, and what is published of it (八公开)."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms

from govhall.catalogue.own_matters import OWN_TYPES
from govhall.catalogue.rules import CaseType
from govhall.doors.fields import LineField, ProseField, VersionField, WholeField
from govhall.doors.forms import Form
from govhall.matter_editor.selectors import GUIDE, Parts

APPLICANTS = {'': [], 'person': ['1'], 'organisation': ['2', '3', '4']}  # codes of 服务对象


class AboutMatterForm(Form):
    """All that is said of the matter itself; materials, form and certificate have pages of their own."""

    version = VersionField(label='版本', required=False)
    name = LineField(label='事项名称', max_length=200)
    short_name = LineField(label='简称', max_length=60, help_text='窗口上叫的名字')
    organ = forms.ChoiceField(label='实施机关', required=False)
    task_type = forms.ChoiceField(
        label='事项类型',
        choices=list(OWN_TYPES.items()),
        help_text='行政许可、处罚、强制等要由法律法规设定，本级不能自行设立',
    )
    legal_basis = ProseField(label='设定依据', max_length=1000, widget=forms.Textarea(attrs={'rows': 2}))
    case_type = forms.ChoiceField(
        label='办件类型', choices=[(CaseType.PROMISED.value, '承诺件'), (CaseType.INSTANT.value, '即办件')]
    )
    statutory_days = WholeField(
        label='规定时限（工作日）', min_value=1, max_value=365, required=False, help_text='文件没有规定时限的不填'
    )
    promised_days = WholeField(
        label='承诺时限（工作日）', min_value=0, max_value=365, help_text='即办件填 0；承诺件最多是规定时限的七成'
    )
    applicants = forms.ChoiceField(
        label='谁能申请', required=False, choices=[('', '不限'), ('person', '只有个人'), ('organisation', '只有单位')]
    )
    result = LineField(label='办理结果', max_length=100, required=False, help_text='例如 补贴发放通知')
    everyday_words = LineField(
        label='群众的说法', max_length=200, required=False, help_text='几个之间用顿号隔开，例如 奶羊补贴、养羊的钱'
    )
    conditions = ProseField(label='申请条件', max_length=1000, widget=forms.Textarea(attrs={'rows': 2}))
    procedure = ProseField(label='办理程序', max_length=1000, widget=forms.Textarea(attrs={'rows': 2}))
    duties = ProseField(label='办理职责', max_length=1000, widget=forms.Textarea(attrs={'rows': 2}))
    window = LineField(label='窗口', max_length=80)
    phone = LineField(label='电话', max_length=40)
    hours = LineField(label='办公时间', max_length=120)

    def __init__(
        self, data: Mapping[str, Any] | None, *, parts: Parts, version: int, organs: list[tuple[str, str]] | None
    ) -> None:
        said = {name: parts.get(name, '') for name in self.base_fields if name not in GUIDE}
        said |= parts.get('guide') or {}
        said['statutory_days'] = said['statutory_days'] or ''  # 0: 无法定时限
        said |= {'version': version, 'applicants': _who(parts.get('applicants') or [])}
        said['everyday_words'] = '、'.join(parts.get('everyday_words') or [])
        super().__init__(data, initial=said)
        if organs is None:  # whose power it is stays
            del self.fields['organ']
        else:
            field = cast(forms.ChoiceField, self.fields['organ'])
            field.required, field.choices = True, organs

    def parts(self) -> Parts:
        """The parts that a valid form says."""
        said = dict(self.cleaned_data)
        found = {name: said[name] for name in ('name', 'short_name', 'task_type', 'legal_basis', 'case_type', 'result')}
        found |= {name: int(said[name] or 0) for name in ('statutory_days', 'promised_days')}
        found['no_statutory_limit'] = not found['statutory_days']
        found['applicants'] = APPLICANTS[said['applicants']]
        found['everyday_words'] = [word[:40] for word in said['everyday_words'].split('、') if word]
        found['guide'] = {name: said[name] for name in GUIDE}
        return found | ({'organ': said['organ']} if 'organ' in said else {})


def _who(codes: list[str]) -> str:
    return next((word for word, kept in APPLICANTS.items() if kept == codes), '')
