"""The kinds of lists that go out and in as Excel files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from federation.contracts.catalogue import Step
from federation.directory.selectors import children
from govhall.catalogue.entries import Entry
from govhall.catalogue.exchange import grants, guides, matters, organs
from govhall.catalogue.exchange.cells import Cells, day_of
from govhall.catalogue.exchange.names import OF_GRANTS, NameColumn
from govhall.catalogue.rules import GUIDE_FIELDS, NO_LIMIT
from govhall.kernel.terms import say_term

Choices = Callable[[str], Mapping[str, Sequence[str]]]


def _none(hall: str) -> Mapping[str, Sequence[str]]:
    return {}


@dataclass(frozen=True, slots=True)
class ExportList:
    """A list that is no entry of the catalogue: its name, columns, and the rows that a hall may take out."""

    key: str
    label: str
    columns: tuple[str, ...]
    rows: Callable[[str], list[list[str]]]
    who: str
    beside: tuple[NameColumn, ...] = ()
    choices: Choices = _none


@dataclass(frozen=True, slots=True)
class EntryList:
    """A list: its name, its columns, the rows that a hall may take out, and the entry that a row becomes.

    `read` gives the entry as it is kept now (None: new) and as the row wants it; it raises `Refused` with the column.
    `writers` says whether a hall may bring the list in. `beside` are the columns of names, `choices` the words that
    columns of a hall's list take, `titles` the column of each field, `words` what stands for its values.
    """

    key: str
    label: str
    columns: tuple[str, ...]
    rows: Callable[[str], list[list[str]]]
    read: Callable[[str, Cells], tuple[Entry | None, Entry]]
    writers: Callable[[str], bool]
    who: str
    titles: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    beside: tuple[NameColumn, ...] = ()
    choices: Choices = _none


def differences(kind: EntryList, before: Entry, after: Entry) -> Sequence[tuple[str, str, str]]:
    """What the row changes: column, old and new text as the list says them; the version is not a difference."""
    old, new = _values(before), _values(after)
    return [
        (kind.titles.get(name, ''), _say(kind, name, old[name]), _say(kind, name, new[name]))
        for name in old
        if name != 'version' and old[name] != new[name]
    ]


def _values(entry: Entry) -> dict[str, object]:
    """The fields by name; the legal limit is one of them, in days or 无法定时限."""
    found = msgspec.structs.asdict(entry)
    if found.pop('no_statutory_limit', False):
        found['statutory_days'] = NO_LIMIT
    return found


def _say(kind: EntryList, name: str, value: object) -> str:
    """A value in the words of the list; nothing is an empty text."""
    if isinstance(value, bool):
        return '是' if value else '否'
    if isinstance(value, datetime):
        return day_of(value)
    if name == 'term_months' and isinstance(value, int):
        return say_term(value)
    if isinstance(value, list | tuple):
        return '、'.join(f'{part.name} {part.days}' if isinstance(part, Step) else str(part) for part in value)
    said = '' if value is None else str(value)
    return kind.words.get(name, {}).get(said, said)


KINDS: dict[str, EntryList] = {
    one.key: one
    for one in (
        EntryList(
            'guides',
            '办事指南',
            guides.COLUMNS,
            guides.guide_rows,
            guides.read_guide,
            lambda hall: True,
            '各大厅改自己的指南；名称、编码、依据、类型由上级统一规定，不能改。',
            {name: title for title, name in GUIDE_FIELDS.items()},
        ),
        EntryList(
            'matters',
            '事项目录',
            matters.COLUMNS,
            matters.matter_rows,
            matters.read_matter,
            grants.is_highest,
            '只有最上级大厅能导入；新增、修改、取消在各级大厅同时生效。',
            matters.TITLES,
            matters.WORDS,
            choices=matters.matter_choices,
        ),
        EntryList(
            'organs',
            '实施机关',
            organs.COLUMNS,
            organs.organ_rows,
            organs.read_organ,
            grants.is_highest,
            '只有最上级大厅能导入；机关性质决定文书上写哪个行政复议机关。',
            organs.TITLES,
            organs.WORDS,
            choices=organs.organ_choices,
        ),
        EntryList(
            'grants',
            '赋权清单',
            grants.COLUMNS,
            grants.grant_rows,
            grants.read_grant,
            lambda hall: bool(children(hall)),
            '有下级的大厅给直接下级委托、赋权、交代收；写明终止日期就是收回。',
            grants.TITLES,
            grants.WORDS,
            OF_GRANTS,
            grants.grant_choices,
        ),
    )
}
