"""One field of a form on a page: only the questions of its kind, and the field that the answers make."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from federation.contracts.catalogue import Material
from federation.contracts.forms import FormChoice, FormColumn, FormField, MatterForm
from govhall.doors.fields import LineField, ProseField, VersionField, WholeField
from govhall.doors.forms import Form
from govhall.form_editor.column_rows import ColumnRows
from govhall.form_editor.condition_rows import ConditionRows
from govhall.form_editor.edits import new_name
from govhall.forms.definition import FACT_KINDS, NAMES_PEOPLE, NUMBERS, TODAY, AnswerKind
from govhall.forms.facts import FACTS

BOUNDED = NUMBERS | {AnswerKind.DAY}
LONG = frozenset({AnswerKind.TEXT, AnswerKind.ADDRESS, AnswerKind.ROWS})
PRINTABLE = frozenset(AnswerKind) - {AnswerKind.ROWS, AnswerKind.FILE}


class FieldForm(Form):
    """A field as it is described by a person; `kind` is fixed when the field is added."""

    version = VersionField(label='版本')
    label = LineField(label='问什么', max_length=60, help_text='照申请表上的写法，例如“经营场所面积”')
    required = forms.BooleanField(label='必须填', required=False)
    help = LineField(label='填写说明', required=False, max_length=200, help_text='写在格子下面，告诉群众怎么填')

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        form: MatterForm,
        field: FormField,
        materials: Iterable[Material],
        version: int,
    ) -> None:
        self.field, self.kind, self.before = field, AnswerKind(field.kind), form
        super().__init__(data, initial={**_initial(field), 'version': version})
        self._add_numbers()
        self._add_words(materials)
        self._add_facts()
        self.conditions = ConditionRows(data, form=form, field=field)
        self.columns = ColumnRows(data, field.columns) if self.kind is AnswerKind.ROWS else None

    def _add_numbers(self) -> None:
        if self.kind is AnswerKind.NUMBER:
            self.fields['unit'] = LineField(label='单位', required=False, max_length=20, help_text='例如 平方米、人')
            self.fields['decimals'] = WholeField(label='小数位数', required=False, min_value=0, max_value=6)
        if self.kind in BOUNDED:
            says = '例如 2026-01-01，也可以写“今天”' if self.kind is AnswerKind.DAY else '不限就空着'
            self.fields['at_least'] = LineField(label='不小于（不早于）', required=False, max_length=20, help_text=says)
            self.fields['at_most'] = LineField(label='不大于（不晚于）', required=False, max_length=20, help_text=says)

    def _add_words(self, materials: Iterable[Material]) -> None:
        if self.kind in LONG:
            label = '最多几行' if self.kind is AnswerKind.ROWS else '最多几个字'
            self.fields['longest'] = WholeField(label=label, required=False, min_value=1, max_value=2000)
        if self.kind is AnswerKind.CHOICE:
            self.fields['choices'] = ProseField(label='选项', max_length=2000, help_text='一行写一个')
        if self.kind is AnswerKind.FILE:
            papers = [(paper.code, paper.name) for paper in materials]
            self.fields['paper'] = forms.ChoiceField(label='是哪一份材料', choices=papers)
        if self.kind in NAMES_PEOPLE:
            says = '里面不会有姓名、号码时才勾；不勾时只有说明用途才能看全'
            self.fields['open'] = forms.BooleanField(label='不用遮挡', required=False, help_text=says)
        if self.kind in PRINTABLE:
            self.fields['printed'] = forms.BooleanField(label='印在文书上', required=False)

    def _add_facts(self) -> None:
        fitting = [(name, FACTS[name].word) for name, kinds in FACT_KINDS.items() if self.kind in kinds]
        if fitting:
            says = '由哪一级办要看这一项时选'
            choices = [('', '不是'), *fitting]
            self.fields['fact'] = forms.ChoiceField(
                label='是办理条件吗', required=False, choices=choices, help_text=says
            )

    def is_valid(self) -> bool:
        """Also what stands in its rows."""
        own = super().is_valid()
        rows = self.conditions.is_valid() and (self.columns is None or self.columns.is_valid())
        return own and rows

    def made(self, used: Iterable[str]) -> FormField:
        """The field, from a valid form; `used` are the names that any version has used."""
        said = self.cleaned_data
        day = self.kind is AnswerKind.DAY
        return FormField(
            name=self.field.name or new_name(used, 'item'),
            kind=self.kind.value,
            label=said['label'],
            help=said['help'],
            required=said['required'],
            unit=said.get('unit', ''),
            decimals=said.get('decimals') or 0,
            at_least=_bound(said.get('at_least', ''), day=day),
            at_most=_bound(said.get('at_most', ''), day=day),
            longest=said.get('longest') or 0,
            choices=self._choices(said.get('choices', ''), said.get('fact', '')),
            fact=said.get('fact', ''),
            shown_if=self.conditions.made(),
            columns=self.columns.made() if self.columns else [],
            paper=said.get('paper', ''),
            open=said.get('open', False),
            printed=said.get('printed', False),
        )

    def _choices(self, text: str, fact: str) -> list[FormChoice]:
        labels = [line.strip() for line in text.splitlines() if line.strip()]
        known = {label: value for value, label in (FACTS[fact].choices or {}).items()} if fact else {}
        return labelled(labels, self.field.choices, known)


def labelled(labels: list[str], before: list[FormChoice], known: Mapping[str, str]) -> list[FormChoice]:
    """The choices with these labels: one that was there keeps its value, also under another label at its place."""
    values = {choice.label: choice.value for choice in before} | dict(known)
    same_length = len(labels) == len(before)
    taken = {choice.value for choice in before} | set(values.values())
    found = []
    for place, label in enumerate(labels):
        renamed = before[place].value if same_length and before[place].label not in labels else ''
        value = values.get(label) or renamed or new_name(taken, 'c')
        taken.add(value)
        found.append(FormChoice(value=value, label=label))
    return found


def blank(kind: str) -> FormField | None:
    """A new field of a kind; None for what is none."""
    return FormField(name='', kind=kind, label='') if kind in list(AnswerKind) else None


def _initial(field: FormField) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(field, name) for name in FormColumn.__struct_fields__}
    told |= {'fact': field.fact, 'paper': field.paper, 'open': field.open, 'printed': field.printed}
    told['choices'] = '\n'.join(choice.label for choice in field.choices)
    told['longest'] = field.longest or ''
    for name in ('at_least', 'at_most'):
        told[name] = '今天' if told[name] == TODAY else told[name]
    return told


def _bound(text: str, *, day: bool) -> str:
    return TODAY if day and text == '今天' else text
