"""What a form of a matter may be, and why one is refused. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from federation.contracts.forms import FormColumn, FormField, MatterForm, ShownIf
from govhall.forms.facts import FACTS
from govhall.kernel.errors import Refused
from govhall.kernel.typed import amount

MOST_FIELDS, MOST_COLUMNS, MOST_ROWS = 120, 12, 100
LONGEST_TEXT = 2000
TODAY = 'today'


class AnswerKind(StrEnum):
    """What a field of a form asks for."""

    TEXT = 'text'
    NUMBER = 'number'
    MONEY = 'money'
    DAY = 'day'
    CHOICE = 'choice'
    AREA = 'area'
    ADDRESS = 'address'
    ROWS = 'rows'
    FILE = 'file'


NUMBERS = frozenset({AnswerKind.NUMBER, AnswerKind.MONEY})
NAMES_PEOPLE = frozenset({AnswerKind.TEXT, AnswerKind.ADDRESS, AnswerKind.ROWS})
ALONE = frozenset({AnswerKind.ROWS, AnswerKind.FILE})  # no column is of these
FACT_KINDS: Mapping[str, frozenset[AnswerKind]] = {
    'amount': frozenset({AnswerKind.MONEY}),
    'size': frozenset({AnswerKind.NUMBER}),
    'area': frozenset({AnswerKind.AREA}),
    'storage': frozenset({AnswerKind.CHOICE}),
    'project': frozenset({AnswerKind.CHOICE}),
}
ORDER_TESTS = frozenset({'at_most', 'below', 'at_least', 'above'})


class BadForm(Refused):
    """A form that could never be filled in, or that this release can't show."""

    code = 'BAD_FORM'
    sentence = '表单有误：{why}'


def check_form(form: MatterForm) -> None:
    """Refuse (`BadForm`) a form whose fields, bounds, facts or conditions do not fit together."""
    _say(not form.fields, '没有字段。')
    _say(len(form.fields) > MOST_FIELDS, f'字段最多 {MOST_FIELDS} 个。')
    _say(not form.source.strip(), '没有写明依据的表单样式。')
    _check_names(form.fields, '字段')
    for one in form.fields:
        _check_field(one)
    facts = [one.fact for one in form.fields if one.fact]
    _say(len(facts) != len(set(facts)), '两个字段标了同一个办理条件。')
    _check_conditions(form.fields)


def set_aside_because(form: MatterForm) -> str:
    """Why this release can't use a form that another cell entered; empty where it can."""
    try:
        check_form(form)
    except BadForm as bad:
        return str(bad)
    return ''


def _say(wrong: bool, why: str) -> None:
    if wrong:
        raise BadForm(field='form', why=why)


def _check_names(fields: Iterable[FormColumn], word: str) -> None:
    names = [one.name for one in fields]
    for name in names:
        _say(not (name.isascii() and name.isidentifier() and len(name) <= 40), f'{word}名“{name}”不是英文标识。')
    _say(len(names) != len(set(names)), f'{word}名重复。')


def _check_field(one: FormField) -> None:
    _check_column(one)
    kind = AnswerKind(one.kind)
    _say(kind is AnswerKind.ROWS and not one.columns, f'“{one.label}”没有写明有哪几列。')
    _say(kind is not AnswerKind.ROWS and bool(one.columns), f'“{one.label}”不是明细表，不能有列。')
    _say((kind is AnswerKind.FILE) != bool(one.paper), f'“{one.label}”没有写明是材料清单里的哪一份。')
    _say(len(one.columns) > MOST_COLUMNS, f'“{one.label}”最多 {MOST_COLUMNS} 列。')
    _check_names(one.columns, f'“{one.label}”的列')
    for column in one.columns:
        _say(column.kind in ALONE, f'“{one.label}”的列“{column.label}”不能是这种类型。')
        _check_column(column)
    _say(bool(one.fact) and kind not in FACT_KINDS.get(one.fact, ()), f'“{one.label}”不能作办理条件“{one.fact}”。')
    known = FACTS[one.fact].choices if one.fact else None
    _say(
        known is not None and not {choice.value for choice in one.choices} <= set(known),
        f'“{one.label}”有办理条件不认识的选项。',
    )
    masked = kind in NAMES_PEOPLE and not one.open
    _say(one.printed and (masked or kind in ALONE), f'“{one.label}”可能写有个人信息，不能印在文书上。')


def _check_column(one: FormColumn) -> None:
    _say(one.kind not in list(AnswerKind), f'“{one.label or one.name}”的类型“{one.kind}”不认识。')
    _say(not one.label.strip(), f'字段“{one.name}”没有名称。')
    values = [choice.value for choice in one.choices]
    _say((one.kind == AnswerKind.CHOICE) != bool(values), f'“{one.label}”的选项不对。')
    _say(len(values) != len(set(values)) or '' in values, f'“{one.label}”的选项重复或者为空。')
    most = MOST_ROWS if one.kind == AnswerKind.ROWS else LONGEST_TEXT
    _say(not 0 <= one.longest <= most, f'“{one.label}”的长度超出范围。')
    _say(not 0 <= one.decimals <= 6, f'“{one.label}”的小数位数不对。')
    for bound in filter(None, (one.at_least, one.at_most)):
        _say(not _is_bound(AnswerKind(one.kind), bound), f'“{one.label}”的上下限“{bound}”不对。')


def _is_bound(kind: AnswerKind, text: str) -> bool:
    if kind in NUMBERS:
        return amount(text) is not None
    return kind is AnswerKind.DAY and (text == TODAY or _is_day(text))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_conditions(fields: list[FormField]) -> None:
    by_name = {one.name: one for one in fields}
    for one in fields:
        for condition in one.shown_if:
            _check_condition(one, condition, by_name.get(condition.field))
    waits = {one.name: {condition.field for condition in one.shown_if} for one in fields}
    while free := [name for name, on in waits.items() if not on & waits.keys()]:
        for name in free:
            del waits[name]
    _say(bool(waits), f'显示条件互相依赖：{"、".join(by_name[name].label for name in waits)}。请去掉其中一个条件。')


def _check_condition(one: FormField, condition: ShownIf, other: FormField | None) -> None:
    if other is None:
        raise BadForm(field='form', why=f'“{one.label}”的显示条件指向没有的字段“{condition.field}”。')
    said = f'“{one.label}”的显示条件'
    _say(not condition.values, f'{said}没有写明值。')
    if condition.test == 'one_of':
        _say(other.kind != AnswerKind.CHOICE, f'{said}只能看选项字段的值。')
        _say(not set(condition.values) <= {choice.value for choice in other.choices}, f'{said}有不认识的选项。')
        return
    _say(condition.test not in ORDER_TESTS, f'{said}的比较方式“{condition.test}”不认识。')
    _say(other.kind not in NUMBERS, f'{said}只能和数字比较。')
    _say(len(condition.values) != 1 or amount(condition.values[0]) is None, f'{said}应是一个数字。')
