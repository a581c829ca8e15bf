"""What must be known of an application to say where it is decided: the same questions at every page that asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from govhall.catalogue.authority import grants_in_force
from govhall.catalogue.models import Matter
from govhall.catalogue.places import places_around
from govhall.catalogue.selectors import usable_form
from govhall.doors.fields import LineField
from govhall.doors.forms import Form
from govhall.forms.facts import FACTS

UNSURE = ('', '不确定')
ALWAYS = ('area', 'applicant')


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """A fact that decides where an application goes, as it is asked: number with its unit, or one of a few."""

    name: str
    label: str
    unit: str
    choices: list[tuple[str, str]]


def fact_questions(matter: str, at: datetime) -> list[FactQuestion]:
    """What the form of the matter marks as facts, and what conditions of its grants read, beside who and where."""
    row = Matter.objects.filter(code=matter).only('form').first()
    form = usable_form(row.form) if row else None
    marked = {one.fact: one for one in form.fields if one.fact} if form else {}
    rows = grants_in_force(at).filter(matter_code=matter).exclude(conditions=[]).values_list('conditions', flat=True)
    read = {condition['fact'] for conditions in rows for condition in conditions}
    found = []
    for name, fact in FACTS.items():
        if name in ALWAYS or name not in read | marked.keys():
            continue
        one = marked.get(name)
        choices = {choice.value: choice.label for choice in one.choices} if one else {}
        offered = choices or fact.choices or {}
        found.append(FactQuestion(name, one.label if one else fact.word, fact.unit, list(offered.items())))
    return found


class FactsForm(Form):
    """Who applies, where the object lies, and the facts of the chosen matter; each may be left out."""

    area = forms.ChoiceField(
        label='办理对象在哪里', required=False, help_text='房屋、土地、店铺所在的地方，不是窗口所在的地方。'
    )
    applicant = forms.ChoiceField(
        label='谁来申请', required=False, choices=[UNSURE, ('person', '个人'), ('organisation', '单位')]
    )

    def __init__(self, data: Mapping[str, Any] | None, *, hall: str, matter: str, at: datetime) -> None:
        super().__init__(data)
        self.fields['area'].choices = [('', '请选择'), *places_around(hall)]  # type: ignore[attr-defined]
        self.questions = fact_questions(matter, at) if matter else []
        for one in self.questions:
            label = f'{one.label}（{one.unit}）' if one.unit else one.label
            self.fields[one.name] = (
                forms.ChoiceField(label=label, required=False, choices=[UNSURE, *one.choices])
                if one.choices
                else LineField(label=label, required=False, max_length=16)
            )

    @property
    def asked(self) -> list[forms.BoundField]:
        """The questions of the matter, for a page."""
        return [self[one.name] for one in self.questions]

    def facts(self) -> dict[str, str]:
        """What was answered, from a valid form."""
        return {name: str(self.cleaned_data.get(name) or '') for name in FACTS}
