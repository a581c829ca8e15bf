"""The columns of a list of rows, as rows of a page."""

import re
from collections.abc import Mapping
from typing import Any

from federation.contracts.forms import FormChoice, FormColumn
from govhall.form_editor.comparison import KINDS
from govhall.form_editor.edits import new_name
from govhall.forms.definition import ALONE, MOST_COLUMNS, AnswerKind
from govhall.kernel.typed import line

BLANK = 3
PARTS = ('label', 'kind', 'more', 'required')


class ColumnRows:
    """One row for each column: its heading, its kind, whether it must be filled, and unit or choices."""

    kinds = [(kind, word) for kind, word in KINDS.items() if kind not in ALONE]

    def __init__(self, data: Mapping[str, Any] | None, before: list[FormColumn]) -> None:
        self.before, self.errors = before, list[str]()
        rows = _posted(data) if data is not None else [_shown(one) for one in before]
        self.rows = [*rows, *[{'kind': 'text'}] * BLANK][: max(MOST_COLUMNS, len(rows))]

    def is_valid(self) -> bool:
        """Whether there is a column, and each that is begun has a heading and a kind."""
        filled = [row for row in self.rows if row.get('label') or row.get('more')]
        if not filled:
            self.errors.append('请至少写一列。')
        elif any(not row.get('label') or row['kind'] not in dict(self.kinds) for row in filled):
            self.errors.append('每一列都要写列名、选类型；不要的列把列名和单位（选项）都清空。')
        return not self.errors

    def made(self) -> list[FormColumn]:
        """The columns, from valid rows; one that was there keeps its name and what is not asked here."""
        filled = [row for row in self.rows if row.get('label')]
        taken = {one.name for one in self.before}
        found = []
        for place, row in enumerate(filled):
            before = self._known(row['label'], place, len(filled))
            name = before.name if before else new_name(taken, 'col')
            taken.add(name)
            found.append(_column(name, row, before))
        return found

    def _known(self, label: str, place: int, number: int) -> FormColumn | None:
        same = next((one for one in self.before if one.label == label), None)
        labels = {row.get('label') for row in self.rows}
        renamed = number == len(self.before) and self.before[place].label not in labels
        return same or (self.before[place] if renamed else None)


def _column(name: str, row: dict[str, str], before: FormColumn | None) -> FormColumn:
    kind, more = AnswerKind(row['kind']), row.get('more', '')
    values = {choice.label: choice.value for choice in before.choices} if before else {}
    taken = set(values.values())
    choices = []
    for label in re.split('[、，,;；]', more) if kind is AnswerKind.CHOICE else []:
        value = values.get(label) or new_name(taken, 'c')
        taken.add(value)
        choices.append(FormChoice(value=value, label=label))
    kept = before if before and before.kind == kind else None
    return FormColumn(
        name=name,
        kind=kind.value,
        label=row['label'],
        help=kept.help if kept else '',
        required=row.get('required') == 'on',
        unit=more if kind is AnswerKind.NUMBER else '',
        decimals=kept.decimals if kept else 2 if kind is AnswerKind.NUMBER else 0,
        at_least=kept.at_least if kept else '',
        at_most=kept.at_most if kept else '',
        longest=kept.longest if kept else 100 if kind in (AnswerKind.TEXT, AnswerKind.ADDRESS) else 0,
        choices=choices,
    )


def _posted(data: Mapping[str, Any]) -> list[dict[str, str]]:
    rows = []
    for place in range(MOST_COLUMNS + BLANK):
        if f'col-{place}-label' in data:
            rows.append({part: line(str(data.get(f'col-{place}-{part}', ''))) for part in PARTS})
    return [row for row in rows if row['label'] or row['more']]


def _shown(one: FormColumn) -> dict[str, str]:
    more = '、'.join(choice.label for choice in one.choices) or one.unit
    return {'label': one.label, 'kind': one.kind, 'more': more, 'required': 'on' if one.required else ''}
