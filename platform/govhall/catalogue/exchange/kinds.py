"""The kinds of lists that go out and in as Excel files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from federation.directory.selectors import children
from govhall.catalogue.entries import Entry
from govhall.catalogue.exchange import grants, guides, matters, organs
from govhall.catalogue.exchange.cells import Cells


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that is no entry of the catalogue: its name, columns, and the rows that a hall may take out."""

    key: str
    label: str
    columns: tuple[str, ...]
    rows: Callable[[str], list[list[str]]]
    who: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A list: its name, its columns, the rows that a hall may take out, and the entry that a row becomes.

    `read` gives the entry as it is kept now (None: new) and as the row wants it; it raises `Refused` with the column.
    `writers` says whether a hall may bring the list in.
    """

    key: str
    label: str
    columns: tuple[str, ...]
    rows: Callable[[str], list[list[str]]]
    read: Callable[[str, Cells], tuple[Entry | None, Entry]]
    writers: Callable[[str], bool]
    who: str


def differences(before: Entry, after: Entry) -> Sequence[tuple[str, str, str]]:
    """What the row changes: field, old and new text; the version is not a difference."""
    old, new = msgspec.structs.asdict(before), msgspec.structs.asdict(after)
    return [(name, str(old[name]), str(new[name])) for name in old if name != 'version' and old[name] != new[name]]


KINDS: dict[str, Kind] = {
    one.key: one
    for one in (
        Kind(
            'guides',
            '办事指南',
            guides.COLUMNS,
            guides.guide_rows,
            guides.read_guide,
            lambda hall: True,
            '各大厅改自己的指南；名称、编码、依据、类型由上级统一规定，不能改。',
        ),
        Kind(
            'matters',
            '事项目录',
            matters.COLUMNS,
            matters.matter_rows,
            matters.read_matter,
            grants.is_highest,
            '只有最上级大厅能导入；新增、修改、取消在各级大厅同时生效。',
        ),
        Kind(
            'organs',
            '实施机关',
            organs.COLUMNS,
            organs.organ_rows,
            organs.read_organ,
            grants.is_highest,
            '只有最上级大厅能导入；机关性质决定文书上写哪个行政复议机关。',
        ),
        Kind(
            'grants',
            '赋权清单',
            grants.COLUMNS,
            grants.grant_rows,
            grants.read_grant,
            lambda hall: bool(children(hall)),
            '有下级的大厅给直接下级委托、赋权、交代收；写明终止日期就是收回。',
        ),
    )
}
