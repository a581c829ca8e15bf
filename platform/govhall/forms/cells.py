"""One answer as it was typed, read by the kind of its field. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from federation.contracts.forms import FormColumn
from govhall.forms.definition import NUMBERS, TODAY, AnswerKind
from govhall.kernel import typed

_DAY = re.compile(r'(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?', re.ASCII)
MOST_FIGURES = 18


@dataclass(frozen=True, slots=True)
class FormFault:
    """What is wrong with an answer: a stable code, and a sentence that stands beside it."""

    code: str
    sentence: str


def read_cell(one: FormColumn, given: object, *, today: date) -> str | FormFault:
    """The answer as it is kept: empty for none, numbers with a point, days as 2026-12-03."""
    if given is None:
        return ''
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return FormFault('FORM_WRONG_TYPE', f'{one.label}应是一个值。')
    text = str(given)
    if typed.damaged(text) or typed.uncertain(text):
        return FormFault('FORM_DAMAGED', f'{one.label}里有无法识别的字符，请重新填写。')
    text = typed.line(text)
    if not text:
        return ''
    if one.kind in NUMBERS:
        return _number(one, text)
    if one.kind == AnswerKind.DAY:
        return _day(one, text, today)
    return text


def _number(one: FormColumn, text: str) -> str | FormFault:
    unit = one.unit or ('元' if one.kind == AnswerKind.MONEY else '')
    number = typed.amount(text.removesuffix(unit)) if unit else typed.amount(text)
    if number is None or len(text) > MOST_FIGURES:
        says = f'，单位是{unit}' if unit else ''
        return FormFault('FORM_NO_NUMBER', f'{one.label}应填数字，例如 12{says}。')
    most = 2 if one.kind == AnswerKind.MONEY else one.decimals
    if number != round(number, most):
        precise = f'最多 {most} 位小数' if most else '应填整数'
        return FormFault('FORM_TOO_PRECISE', f'{one.label}{precise}。')
    return f'{number.normalize():f}'


def _day(one: FormColumn, text: str, today: date) -> str | FormFault:
    found = _DAY.fullmatch(typed.narrow(text))
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        return FormFault('FORM_NO_DAY', f'{one.label}请写成 2026-12-03 的样子。')
    first, last = _bound(one.at_least, today), _bound(one.at_most, today)
    if first and day < first:
        return FormFault('FORM_TOO_EARLY', f'{one.label}不能早于 {_said(one.at_least, first)}。')
    if last and day > last:
        return FormFault('FORM_TOO_LATE', f'{one.label}不能晚于 {_said(one.at_most, last)}。')
    if day < today - timedelta(days=365 * 150) or day.year > today.year + 100:
        return FormFault('FORM_NO_DAY', f'{one.label}的年份不对，请核对。')
    return day.isoformat()


def _bound(text: str, today: date) -> date | None:
    return (today if text == TODAY else date.fromisoformat(text)) if text else None


def _said(text: str, day: date) -> str:
    return '今天' if text == TODAY else day.isoformat()
