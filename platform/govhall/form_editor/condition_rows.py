"""When a field is shown, as rows of a page: which other answer, how it is compared, with what."""

import re
from collections.abc import Mapping
from typing import Any

from federation.contracts.forms import FormField, MatterForm, ShownIf
from govhall.form_editor.comparison import TESTS
from govhall.forms.definition import NUMBERS, AnswerKind
from govhall.kernel.typed import line

MOST = 3
ASKED = NUMBERS | {AnswerKind.CHOICE}


class ConditionRows:
    """Up to three conditions, all of which must hold; `errors` stand beside them."""

    def __init__(self, data: Mapping[str, Any] | None, *, form: MatterForm, field: FormField) -> None:
        self.others = [one for one in form.fields if one.kind in ASKED and one.name != field.name]
        self.errors: list[str] = []
        self.rows = _posted(data) if data is not None else [_shown(one, self.others) for one in field.shown_if]
        self.rows = [*self.rows, *[('', 'one_of', '')] * MOST][:MOST]

    @property
    def tests(self) -> dict[str, str]:
        """How answers are compared."""
        return TESTS

    def is_valid(self) -> bool:
        """Whether every row that is begun is whole; what else may be wrong, the form of the matter says."""
        known = {one.name for one in self.others}
        for name, test, values in self.rows:
            if (name or values) and (name not in known or test not in TESTS or not values):
                self.errors.append('请选看哪一项、怎么比，并写上值；不要条件就把这一行空着。')
                return False
        return True

    def made(self) -> list[ShownIf]:
        """The conditions, from valid rows."""
        by_name = {one.name: one for one in self.others}
        return [
            ShownIf(field=name, test=test, values=_values(by_name[name], test, values))
            for name, test, values in self.rows
            if name
        ]


def _posted(data: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    return [
        tuple(line(str(data.get(f'if-{place}-{part}', ''))) for part in ('field', 'test', 'values'))  # type: ignore[misc]
        for place in range(MOST)
    ]


def _shown(one: ShownIf, others: list[FormField]) -> tuple[str, str, str]:
    labels = {choice.value: choice.label for other in others if other.name == one.field for choice in other.choices}
    return one.field, one.test, '、'.join(labels.get(value, value) for value in one.values)


def _values(other: FormField, test: str, text: str) -> list[str]:
    if test != 'one_of':
        return [text]
    values = {choice.label: choice.value for choice in other.choices}
    return [values.get(part, part) for part in re.split('[、，,;；]', text) if part]
