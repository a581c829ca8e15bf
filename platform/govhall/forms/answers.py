"""What was typed into a form of a matter, read and judged: answers as they are kept, or what is wrong where. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from federation.contracts.forms import FormColumn, FormField, MatterForm, ShownIf
from govhall.forms.cells import FormFault, read_cell
from govhall.forms.definition import MOST_ROWS, NUMBERS, AnswerKind
from govhall.forms.schema import validator
from govhall.kernel.typed import whole

Typed = Mapping[str, Any]  # by field: text, or rows of texts by column


@dataclass(frozen=True)
class JudgedForm:
    """The answers as they are kept, and the faults by place: `amount`, or `dishes.2.name`."""

    answers: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, FormFault] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()


def judge_form(form: MatterForm, typed: Typed, *, today: date) -> JudgedForm:
    """Read and judge what was typed. An answer to a field that its conditions hide is not kept.

    Whether a place is in the directory and whether a file came, who asks must judge.
    """
    read: dict[str, Any] = {}
    faults = {name: FormFault('FORM_UNKNOWN_FIELD', '表单里没有这一项。') for name in typed if not _knows(form, name)}
    for one in form.fields:
        if one.kind != AnswerKind.FILE:
            found = _read(one, typed.get(one.name), today, faults)
            if found:
                read[one.name] = found
    shown = shown_fields(form, read)
    answers = {name: value for name, value in read.items() if name in shown}
    hidden = {one.name for one in form.fields} - shown
    kept = {place: fault for place, fault in faults.items() if place.split('.')[0] not in hidden}
    _judge(form, answers, kept)
    return JudgedForm(answers, dict(sorted(kept.items(), key=_order(form))), shown)


def shown_fields(form: MatterForm, answers: Mapping[str, Any]) -> frozenset[str]:
    """The names of the fields that are asked under these answers."""
    by_name = {one.name: one for one in form.fields}
    known: dict[str, bool] = {}

    def shown(name: str) -> bool:
        if name not in known:
            known[name] = all(
                shown(one.field) and meets(one, answers.get(one.field, '')) for one in by_name[name].shown_if
            )
        return known[name]

    return frozenset(name for name in by_name if shown(name))


def meets(condition: ShownIf, answer: str) -> bool:
    """Whether an answer meets a condition; no answer meets none."""
    if not answer:
        return False
    if condition.test == 'one_of':
        return answer in condition.values
    number, limit = Decimal(answer), Decimal(condition.values[0].replace(',', ''))
    return {
        'at_most': number <= limit,
        'below': number < limit,
        'at_least': number >= limit,
        'above': number > limit,
    }[condition.test]


def facts_of(form: MatterForm, answers: Mapping[str, Any]) -> dict[str, str]:
    """What conditions of grants read of the answers, by the name of the fact."""
    return {one.fact: answers[one.name] for one in form.fields if one.fact and one.name in answers}


def _knows(form: MatterForm, name: object) -> bool:
    return any(one.name == name and one.kind != AnswerKind.FILE for one in form.fields)


def _read(one: FormField, typed: object, today: date, faults: dict[str, FormFault]) -> Any:
    if one.kind != AnswerKind.ROWS:
        return _cell(one, typed, one.name, today, faults)
    if typed in (None, '', []):
        return []
    if not isinstance(typed, list) or not all(isinstance(row, Mapping) for row in typed):
        faults[one.name] = FormFault('FORM_WRONG_TYPE', f'{one.label}应是一行一行的明细。')
        return []
    if len(typed) > MOST_ROWS:
        faults[one.name] = FormFault('FORM_TOO_MANY_ROWS', f'{one.label}最多 {one.longest or MOST_ROWS} 行。')
        return []
    rows = []
    for number, row in enumerate(typed):
        for name in set(row) - {column.name for column in one.columns}:
            faults[f'{one.name}.{number}.{str(name)[:40]}'] = FormFault('FORM_UNKNOWN_FIELD', '表单里没有这一列。')
        cells = {
            column.name: _cell(column, row.get(column.name), f'{one.name}.{number}.{column.name}', today, faults)
            for column in one.columns
        }
        rows.append({name: value for name, value in cells.items() if value})
    return rows


def _cell(one: FormColumn, typed: object, place: str, today: date, faults: dict[str, FormFault]) -> str:
    found = read_cell(one, typed, today=today)
    if isinstance(found, FormFault):
        faults[place] = found
        return ''
    return found


def _judge(form: MatterForm, answers: Mapping[str, Any], faults: dict[str, FormFault]) -> None:
    """Add what the schema says; where something could not even be read, that is said alone."""
    by_name = {one.name: one for one in form.fields}
    instance = {name: _instance(by_name[name], value) for name, value in answers.items()}
    for error in validator(form).iter_errors(instance):
        place = [str(part) for part in error.instance_path]
        if error.kind.name == 'required':
            place.append(str(error.kind.as_dict()['property']))
        asked, named = _at(by_name, place), '.'.join(place)
        if asked is not None and not any(known.startswith(f'{named}.') for known in faults):
            faults.setdefault(named, _fault(asked, error.kind))


def _instance(one: FormColumn, value: Any) -> Any:
    if isinstance(one, FormField) and one.kind == AnswerKind.ROWS:
        columns = {column.name: column for column in one.columns}
        return [{name: _instance(columns[name], cell) for name, cell in row.items()} for row in value]
    return Decimal(value) if one.kind in NUMBERS else value


def _at(by_name: Mapping[str, FormField], place: list[str]) -> FormColumn | None:
    found = by_name.get(place[0]) if place else None
    if found is None or len(place) < 3:
        return found
    return next((column for column in found.columns if column.name == place[2]), None)


def _fault(one: FormColumn, kind: Any) -> FormFault:
    unit = f' {one.unit or ("元" if one.kind == AnswerKind.MONEY else "")}'.rstrip()
    what = '请选择' if one.kind in (AnswerKind.CHOICE, AnswerKind.AREA) else '请填写'
    said = {
        'required': ('FORM_MISSING', f'{what}{one.label}。'),
        'enum': ('FORM_NO_CHOICE', f'{one.label}请从列出的选项中选。'),
        'minimum': ('FORM_TOO_SMALL', f'{one.label}不能小于 {one.at_least or 0}{unit}。'),
        'maximum': ('FORM_TOO_LARGE', f'{one.label}不能大于 {one.at_most or "1 万亿"}{unit}。'),
        'maxLength': ('FORM_TOO_LONG', f'{one.label}最多 {one.longest} 个字，请写短一些。'),
        'maxItems': ('FORM_TOO_MANY_ROWS', f'{one.label}最多 {one.longest} 行。'),
        'pattern': ('FORM_UNKNOWN_PLACE', f'{one.label}请从名单中选。'),
    }
    return FormFault(*said.get(kind.name, ('FORM_WRONG', f'{one.label}填得不对，请核对。')))


def _order(form: MatterForm) -> Callable[[tuple[str, FormFault]], tuple[int, int]]:
    places = {one.name: number for number, one in enumerate(form.fields)}

    def at(found: tuple[str, FormFault]) -> tuple[int, int]:
        name, *rest = found[0].split('.')
        return places.get(name, len(places)), (whole(rest[0]) or 0) if rest else 0

    return at
