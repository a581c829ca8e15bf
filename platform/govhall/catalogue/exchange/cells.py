"""What cells say: words, numbers, days and codes, each refused with its column and what to do."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from django.utils import timezone

from govhall.catalogue.models import Matter, Organ
from govhall.catalogue.rules import TASK_TYPES
from govhall.kernel import typed
from govhall.kernel.errors import Refused

Cells = dict[str, str]
OWNED = ('事项编码', '事项名称', '设定依据', '事项类型')


class BadCell(Refused):
    """A cell does not say what its column asks for; `field` is the column."""

    code = 'BAD_CELL'
    sentence = '{why}'


CODES = ('编码', '代码', '村点')  # what titles of columns with codes end with
# A hall's own matter (本级事项) and its materials: the dash is part of the code.
OWN_CODE = re.compile(r'[0-9A-Z]{1,8}-[0-9]{4}(-[0-9]{2})?', re.ASCII)
LOGIN = '登录名'


def as_typed(title: str, text: str) -> str:
    """A cell as it is meant, by what its column holds (`kernel.typed`). Raises BadCell for what is no text."""
    if typed.damaged(text) or typed.uncertain(text):
        raise BadCell(field=title, why='这一格有一个字没有存完整，请删去重新输入。')
    if title == LOGIN:
        return typed.login(text)
    if title.endswith('编码') and OWN_CODE.fullmatch(plain := typed.narrow(text).strip().upper()):
        return plain
    return typed.code(text) if title.endswith(CODES) else typed.prose(text).strip()


def owned(matter: Matter) -> list[str]:
    """What the upper level owns of a matter, as the columns `OWNED` show it."""
    return [matter.code, matter.name, matter.legal_basis, TASK_TYPES.get(matter.task_type, matter.task_type)]


def matter_of(code: str) -> Matter:
    """The matter of a code, or `BadCell`."""
    found = Matter.objects.filter(code=code).first()
    if found is None:
        raise BadCell(field='事项编码', why=f'目录中没有事项 {code}，请核对编码。')
    return found


def organ_of(cells: Cells, title: str) -> str:
    """The credit code in a cell, if the catalogue knows it, or `BadCell`."""
    if not Organ.objects.filter(credit_code=cells[title]).exists():
        raise BadCell(field=title, why='目录中没有这个机关，请核对 18 位统一社会信用代码。')
    return cells[title]


def required(cells: Cells, title: str) -> str:
    """The cell, which must not be empty, or `BadCell`."""
    if not cells[title]:
        raise BadCell(field=title, why=f'请填写{title}。')
    return cells[title]


def chosen(cells: Cells, title: str, choices: Mapping[str, str]) -> str:
    """What the word in a cell stands for, or `BadCell` with the words allowed."""
    if cells[title] not in choices:
        raise BadCell(field=title, why=f'{title}应为：{"、".join(word for word in choices if word)}。')
    return str(choices[cells[title]])


def number_of(cells: Cells, title: str) -> int:
    """A whole number of at most three digits, or `BadCell`."""
    number = typed.whole(cells[title], digits=3)
    if number is None:
        raise BadCell(field=title, why=f'{title}应填整数，例如 20。')
    return number


def moment_of(cells: Cells, title: str, kept: datetime | None = None) -> datetime | None:
    """The beginning of the day in the cell, or None; the moment that is kept if it lies on that day."""
    if not cells[title]:
        return None
    try:
        day = date.fromisoformat(cells[title][:10])
    except ValueError as error:
        raise BadCell(field=title, why=f'{title}应像 2026-01-01 这样填写。') from error
    if kept is not None and timezone.localtime(kept).date() == day:
        return kept
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def said(check: Callable[[str], str], title: str, given: str) -> str:
    """What a check says of a cell; its refusal becomes one of this column."""
    try:
        return check(given)
    except Refused as refusal:
        raise BadCell(field=title, why=str(refusal)) from refusal


def day_of(moment: datetime | None) -> str:
    """The day of a moment as text, empty for None."""
    return timezone.localtime(moment).date().isoformat() if moment else ''
