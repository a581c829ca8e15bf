"""What stands above the fields: which published form it follows, and who may apply."""

from collections.abc import Mapping
from typing import Any

from django import forms

from federation.contracts.catalogue import WhoMayApply
from govhall.catalogue.places import places_around
from govhall.doors.fields import LineField, VersionField, WholeField
from govhall.doors.forms import Form
from govhall.form_editor.selectors import EditedForm

ANY = ('', '不限')


class AboutForm(Form):
    """Source and applicants; everything but the source may be left open."""

    version = VersionField(label='版本')
    source = LineField(label='依据哪张申请表', max_length=200, help_text='上级公布的表名，例如《临时救助申请审批表》')
    kind = forms.ChoiceField(
        label='谁能申请', required=False, choices=[ANY, ('person', '只有个人'), ('organisation', '只有单位')]
    )
    age_from = WholeField(label='年满几周岁', required=False, min_value=0, max_value=150, help_text='例如 80')
    age_below = WholeField(label='不满几周岁', required=False, min_value=0, max_value=150)
    sex = forms.ChoiceField(label='性别', required=False, choices=[ANY, ('female', '女'), ('male', '男')])
    household = forms.ChoiceField(label='户籍在', required=False)
    basis = LineField(label='谁能申请的依据', required=False, max_length=200, help_text='文件和条款')

    def __init__(self, data: Mapping[str, Any] | None, *, edited: EditedForm, hall: str) -> None:
        who = edited.who
        super().__init__(
            data,
            initial={
                'version': edited.version,
                'source': edited.form.source,
                'kind': who.kind,
                'age_from': who.age_from or '',
                'age_below': who.age_below or '',
                'sex': who.sex,
                'household': (who.household or [''])[0],
                'basis': who.basis,
            },
        )
        kept = [(code, code) for code in who.household]
        places = dict([*kept, *places_around(hall)])
        self.fields['household'].choices = [ANY, *places.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ages that leave somebody."""
        said: dict[str, Any] = super().clean() or {}
        youngest, below = said.get('age_from') or 0, said.get('age_below') or 0
        if below and below <= youngest:
            self.add_error('age_below', '“不满几周岁”要大于“年满几周岁”，不然谁也不能申请。')
        return said

    def who(self) -> WhoMayApply:
        """Who may apply, from a valid form."""
        said = self.cleaned_data
        return WhoMayApply(
            kind=said['kind'],
            sex=said['sex'],
            age_from=said['age_from'] or 0,
            age_below=said['age_below'] or 0,
            household=[said['household']] if said['household'] else [],
            basis=said['basis'],
        )
