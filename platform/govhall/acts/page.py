"""The fields of an act as a page shows them, with what was typed before a refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from govhall.acts.fields import Field, FieldKind, form_field
from govhall.acts.registry import Act, Button, Described
from govhall.doors.fields import VersionField
from govhall.doors.forms import Form

Typed = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field, the id of its input, and what stands in it."""

    field: Field
    id: str
    value: Any
    is_typed: bool  # the form comes back: what stands in it was typed
    choices: Sequence[tuple[str, str]]

    @property
    def template(self) -> str:
        """The template that shows it."""
        return self.field.template


def shown(button: Button, typed: Typed | None = None) -> list[ShownField]:
    """The fields of a button, in their order; none where it asks nothing now."""
    if not button.asks:
        return []
    return [
        ShownField(
            field=field,
            id=f'{button.word}-{field.name}',
            value=typed.get(field.name, '') if typed else '',
            is_typed=typed is not None,
            choices=field.choices or button.choices,
        )
        for field in button.act.fields
    ]


def posted(act: Described, data: QueryDict) -> QueryDict:
    """What was posted, under the names of the fields."""
    named = data.copy()
    for field in act.fields:
        if field.posted:
            named.setlist(field.name, [code for name in field.posted for code in data.getlist(name)])
    return named


def typed(act: Act[Any, Any], data: QueryDict) -> dict[str, Any]:
    """What was typed into the fields, as it is shown again after a refusal."""
    several = (FieldKind.NUMBERS, FieldKind.CODES)
    return {
        field.name: data.getlist(field.name) if field.kind in several else data.get(field.name, '')
        for field in act.fields
    }


Choices = Mapping[str, Sequence[tuple[str, str]]]


def page_form(act: Described, choices: Choices, *, versioned: bool = False) -> type[Form]:
    """The form of an act that has a page of its own; `choices` are those of its fields that are chosen there now.

    A field without a label is not typed: the address of the page holds it. `versioned`: the page sends what it showed.
    """
    found = {field.name: _page_field(field, choices.get(field.name)) for field in act.fields if field.label}
    return type('PageForm', (Form,), found | ({'version': VersionField()} if versioned else {}))


def _page_field(field: Field, choices: Sequence[tuple[str, str]] | None) -> forms.Field:
    made = form_field(field) if choices is None else _chosen(field, choices)
    if field.kind is FieldKind.DAY:
        made.widget = forms.DateInput(format='%Y-%m-%d', attrs={'type': 'date'})  # what browsers read
    if field.kind is FieldKind.PROSE:
        made.widget.attrs['rows'] = field.rows
    made.required, made.help_text = field.must, field.hint
    made.error_messages |= {code: text for code, text in _sentences(field) if text}
    if field.aside:
        made.when = field.aside  # type: ignore[attr-defined]  # the template shows it
    return made


def _chosen(field: Field, choices: Sequence[tuple[str, str]]) -> forms.Field:
    if field.kind is FieldKind.CODES:
        boxes = forms.CheckboxSelectMultiple(attrs={'class': field.widget} if field.widget else None)
        return forms.MultipleChoiceField(label=field.label, choices=choices, widget=boxes)
    number = int if field.kind is FieldKind.WHOLE else str
    empty = None if number is int else ''
    return forms.TypedChoiceField(label=field.label, choices=choices, coerce=number, empty_value=empty)


def _sentences(field: Field) -> tuple[tuple[str, str], ...]:
    return ('required', field.missing), ('invalid', field.wrong)
