"""The answers of a form as people read them: label and words, masked where they may name somebody. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from federation.contracts.forms import FormColumn, FormField, MatterForm
from govhall.forms.definition import NAMES_PEOPLE, AnswerKind

HIDDEN = '***'
Areas = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class FormLine:
    """One answer: its label, and one text, or one for each row."""

    label: str
    values: tuple[str, ...]
    masked: bool = False


def form_lines(form: MatterForm, answers: Mapping[str, Any], *, whole: bool, areas: Areas) -> list[FormLine]:
    """The answers in the order of the form. `whole`: also what may name people is shown as it was written.

    An answer that this version of the form does not know stands under its name.
    """
    known = [_line(one, answers[one.name], whole=whole, areas=areas) for one in form.fields if one.name in answers]
    names = {one.name for one in form.fields}
    more = [FormLine(name, (HIDDEN,), masked=True) for name in answers if name not in names]
    return known + more


def printed_rows(
    form: MatterForm, answers: Mapping[str, Any], *, areas: Areas, only: Collection[str] = ()
) -> tuple[tuple[str, str], ...]:
    """What stands in papers, or `only` the answers of these fields; lists of rows stand in none."""
    fields = (one for one in form.fields if one.name in only) if only else _printed(form)
    plain = (one for one in fields if one.kind != AnswerKind.ROWS and one.name in answers)
    return tuple((one.label, said(one, answers[one.name], areas)) for one in plain)


def said(one: FormColumn, answer: str, areas: Areas) -> str:
    """An answer in words: the choice's label, the number with its unit, the name of the place."""
    if one.kind == AnswerKind.CHOICE:
        return next((choice.label for choice in one.choices if choice.value == answer), answer)
    if one.kind == AnswerKind.AREA:
        return areas(answer) or answer
    unit = one.unit or ('元' if one.kind == AnswerKind.MONEY else '')
    return f'{answer} {unit}' if unit else answer


def _printed(form: MatterForm) -> Iterator[FormField]:
    return (one for one in form.fields if one.printed)


def _line(one: FormField, answer: Any, *, whole: bool, areas: Areas) -> FormLine:
    masked = one.kind in NAMES_PEOPLE and not one.open and not whole
    if one.kind == AnswerKind.ROWS:
        rows = [_row(one, row, areas) for row in answer]
        return FormLine(one.label, (f'共 {len(rows)} 行',) if masked else tuple(rows), masked)
    words = said(one, answer, areas)
    return FormLine(one.label, (HIDDEN if masked else words,), masked)


def _row(one: FormField, row: Mapping[str, str], areas: Areas) -> str:
    return '，'.join(
        f'{column.label} {said(column, row[column.name], areas)}' for column in one.columns if column.name in row
    )
