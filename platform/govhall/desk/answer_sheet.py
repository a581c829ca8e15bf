"""The form of a matter on a page: what is shown, typed and wrong; the same at counter, point and online."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from federation.contracts.forms import FormAnswers, FormColumn, FormField, MatterForm
from govhall.catalogue.form_answers import answered, judged
from govhall.catalogue.places import places_around
from govhall.catalogue.selectors import MatterInfo
from govhall.forms.answers import JudgedForm, Typed, facts_of
from govhall.forms.cells import FormFault
from govhall.forms.definition import MOST_ROWS, NUMBERS, AnswerKind
from govhall.forms.lines import said
from tenants.models import Hall

Choices = tuple[tuple[str, str], ...]  # values and labels
PREFIX = 'form-'
AGAIN = 'again'  # the button that only shows the form again, with what follows from what is typed
FEW_CHOICES, ROWS_AT_FIRST, BLANK_ROWS, AREA_TEXT = 5, 3, 2, 60
ISO_DAY = re.compile(r'\d{4}-\d{2}-\d{2}', re.ASCII)
TEST_WORDS = {'at_most': '不超过', 'below': '小于', 'at_least': '不少于', 'above': '超过'}


@dataclass(frozen=True, slots=True)
class SheetInput:
    """One input on the page: its name and label, what stands in it, and what is wrong with that."""

    name: str
    asked: FormColumn
    value: str
    error: str
    choices: Choices
    shape: str  # which input the page draws

    @property
    def unit(self) -> str:
        """What stands behind a number."""
        return self.asked.unit or ('元' if self.asked.kind == AnswerKind.MONEY else '')

    @property
    def options(self) -> SafeString:
        """The choices as HTML."""
        is_chosen = any(value == self.value for value, _ in self.choices)
        return _options(self.choices, self.value if is_chosen else '')


@lru_cache(maxsize=1024)
def _options(choices: Choices, chosen: str) -> SafeString:
    """A county has a hundred places, and a form may ask for ten of them."""
    return format_html_join(
        '',
        '<option value="{}"{}>{}</option>',
        ((value, SafeString(' selected') if value == chosen else '', label) for value, label in choices),
    )


def _shape_of(asked: FormColumn, text: str, choices: Choices) -> str:
    kind = AnswerKind(asked.kind)
    if kind is AnswerKind.CHOICE or kind is AnswerKind.AREA:
        return 'radios' if kind is AnswerKind.CHOICE and len(choices) <= FEW_CHOICES else 'select'
    if kind in NUMBERS:
        return 'number'
    if kind is AnswerKind.DAY and text and not ISO_DAY.fullmatch(text):
        return 'line'  # a field for days would not show what was typed
    return 'prose' if kind is AnswerKind.TEXT and asked.longest > AREA_TEXT else kind.value


@dataclass(frozen=True, slots=True)
class SheetField:
    """A field with its condition in words, whether that is met, and its rows; `steers`: other fields wait for it."""

    input: SheetInput
    when: str
    unmet: bool
    steers: bool
    rows: list[list[SheetInput]] = field(default_factory=list)


class AnswerSheet:
    """The form of a matter in one version, with what was typed into it (None: nothing yet)."""

    def __init__(self, matter: MatterInfo, form: MatterForm, typed: Typed | None, hall: Hall | None) -> None:
        self.matter, self.form, self.typed, self.hall = matter, form, typed, hall
        self.quiet = typed is None  # nothing is called wrong before somebody has pressed a button

    @cached_property
    def judged(self) -> JudgedForm:
        """The answers and their faults."""
        return judged(self.form, self.typed or {}, today=timezone.localdate())

    @property
    def faults(self) -> dict[str, FormFault]:
        """What is wrong, by place."""
        return self.judged.faults

    def leave_open(self) -> None:
        """Answers may be missing: it is only a draft."""
        missing = [place for place, fault in self.judged.faults.items() if fault.code == 'FORM_MISSING']
        for place in missing:
            del self.judged.faults[place]

    @property
    def facts(self) -> dict[str, str]:
        """What conditions of grants may read of what is typed so far."""
        return facts_of(self.form, self.judged.answers)

    def answers(self) -> FormAnswers:
        """As they are kept."""
        return answered(self.matter, self.matter.version, self.judged)

    @property
    def words(self) -> list[str]:
        """The labels of the answers that decide where the case goes."""
        return [one.label for one in self.form.fields if one.fact]

    @cached_property
    def fields(self) -> list[SheetField]:
        """All fields in order, those whose conditions are not met among them: a page without scripts shows them."""
        steering = {condition.field for one in self.form.fields for condition in one.shown_if}
        return [self._field(one, one.name in steering or bool(one.fact)) for one in self.form.fields]

    def _field(self, one: FormField, steers: bool) -> SheetField:
        typed = (self.typed or {}).get(one.name)
        rows = [] if one.kind != AnswerKind.ROWS else self._rows(one, typed if isinstance(typed, list) else [])
        text = '' if isinstance(typed, list) or typed is None else str(typed)
        name = f'file-{one.paper}' if one.kind == AnswerKind.FILE else PREFIX + one.name
        shown = self._input(name, one, text, one.name)
        return SheetField(shown, self._when(one), one.name not in self.judged.shown, steers, rows)

    def _rows(self, one: FormField, typed: list[Any]) -> list[list[SheetInput]]:
        number = max(ROWS_AT_FIRST, len(typed) + BLANK_ROWS)
        blank: list[Mapping[str, Any]] = [{}] * number
        return [
            [
                self._input(
                    f'{PREFIX}{one.name}-{place}-{column.name}',
                    column,
                    str(row.get(column.name) or '') if isinstance(row, Mapping) else '',
                    f'{one.name}.{place}.{column.name}',
                )
                for column in one.columns
            ]
            for place, row in enumerate([*typed, *blank][: min(number, one.longest or MOST_ROWS)])
        ]

    def _input(self, name: str, asked: FormColumn, text: str, place: str) -> SheetInput:
        fault = None if self.quiet else self.faults.get(place)
        choices = tuple((choice.value, choice.label) for choice in asked.choices)
        if asked.kind == AnswerKind.AREA:
            choices = self._places
        shape = _shape_of(asked, text, choices)
        return SheetInput(name, asked, text, fault.sentence if fault else '', choices, shape)

    @cached_property
    def _places(self) -> Choices:
        return places_around(self.hall.code) if self.hall else ()

    def _when(self, one: FormField) -> str:
        by_name = {other.name: other for other in self.form.fields}
        parts = []
        for condition in one.shown_if:
            other = by_name[condition.field]
            values = '或'.join(said(other, value, str) for value in condition.values)
            parts.append(f'“{other.label}”{TEST_WORDS.get(condition.test, "是")}{values}')
        return f'{"，并且".join(parts)}时填写' if parts else ''


def sheet_of(
    matter: MatterInfo, data: Mapping[str, Any] | None, hall: Hall | None, *, answers: Typed | None = None
) -> AnswerSheet | None:
    """The form of a matter with what a page posted, or a system sent as `answers`; None where the matter has none."""
    if matter.form is None:
        return None
    typed = answers if answers is not None or data is None else typed_from(matter.form, data)
    return AnswerSheet(matter, matter.form, typed, hall)


def typed_from(form: MatterForm, data: Mapping[str, Any]) -> dict[str, Any]:
    """What a page posted, by field; rows in which nothing was written are left out."""
    typed: dict[str, Any] = {}
    for one in form.fields:
        if one.kind == AnswerKind.ROWS:
            typed[one.name] = _typed_rows(one, data)
        elif one.kind != AnswerKind.FILE:
            typed[one.name] = data.get(PREFIX + one.name, '')
    return typed


def _typed_rows(one: FormField, data: Mapping[str, Any]) -> list[dict[str, str]]:
    rows = []
    for place in range(MOST_ROWS + 1):
        names = {column.name: f'{PREFIX}{one.name}-{place}-{column.name}' for column in one.columns}
        if not any(name in data for name in names.values()):
            break
        row = {name: str(data.get(posted, '')) for name, posted in names.items()}
        if any(text.strip() for text in row.values()):
            rows.append(row)
    return rows
