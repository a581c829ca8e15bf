"""The fields of an act as a page shows them, with what was typed before a refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, Button

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


def posted(act: Act[Any, Any], data: QueryDict) -> QueryDict:
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
