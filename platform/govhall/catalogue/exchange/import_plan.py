"""Bringing a list in: the whole file is checked, shown as changes, and then done altogether or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.core import signing
from django.db import transaction

from govhall.catalogue.entries import Entry, topic_key
from govhall.catalogue.exchange.kinds import KINDS, EntryList, differences
from govhall.catalogue.exchange.names import check_names
from govhall.catalogue.exchange.workbook import CellFault, WorkbookRow, read
from govhall.catalogue.services.publication import publish
from govhall.kernel.errors import Refused

E = TypeVar('E')
SALT = 'catalogue.import'
OPEN_SECONDS = 1800


class NotYourList(Refused):
    """This hall may take the list out, and not bring it in."""

    code = 'NOT_YOUR_LIST'
    sentence = '本大厅不能导入{list}。{who}'


class PreviewGone(Refused):
    """The preview is too old, was changed, or the catalogue has moved on since."""

    code = 'PREVIEW_GONE'
    sentence = '预览已过期，或目录在这期间有变化，没有导入。请重新上传文件。'


@dataclass(frozen=True, slots=True)
class RowChange:
    """What one row would do; `details` are field, old and new text (for a new entry none)."""

    row: int
    word: str
    name: str
    details: list[tuple[str, str, str]]


@dataclass
class ImportPlan(Generic[E]):
    """What the file would do, of catalogue entries or of people. With a fault nothing may be done.

    `marks` tell each entry from one that would do something else.
    """

    changes: list[RowChange] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    same: int = 0
    entries: list[E] = field(default_factory=list)
    marks: list[object] = field(default_factory=list)

    def add(self, change: RowChange, entry: E, *, mark: object) -> None:
        """One row more that does something."""
        self.changes.append(change)
        self.entries.append(entry)
        self.marks.append(mark)

    def digest(self) -> str:
        """A text that is the same for two plans only if they do the same."""
        what = [(change.row, change.word, change.details) for change in self.changes]
        return signing.Signer(salt=SALT).signature(repr((what, self.marks)))


def plan_import(*, kind: str, hall: str, content: bytes) -> ImportPlan[Entry]:
    """What a file would change; every fault is named by its cell. Raises NotYourList and UnreadableWorkbook."""
    chosen = KINDS[kind]
    if not chosen.writers(hall):
        raise NotYourList(list=chosen.label, who=chosen.who)
    lines, faults = read(content, chosen.columns, [one.title for one in chosen.beside])
    plan = ImportPlan[Entry](faults=faults + check_names(lines, chosen.beside))
    seen: dict[str, int] = {}
    for line in lines:
        try:
            before, after = chosen.read(hall, line.cells)
        except Refused as refusal:
            # A rule that names no column speaks of the row: it stands at its first cell.
            column = refusal.field if refusal.field in chosen.columns else chosen.columns[0]
            plan.faults.append(CellFault(line.cell(column), column, str(refusal)))
            continue
        key = topic_key(after)
        if key in seen:
            plan.faults.append(
                CellFault(line.cell(chosen.columns[0]), chosen.columns[0], f'与第 {seen[key]} 行重复，请删去一行。')
            )
        seen[key] = line.number
        _add(plan, chosen, line, before, after)
    return plan


def seal(*, kind: str, hall: str, person_id: int, content: bytes) -> str:
    """The file as a text that the preview hands back on confirmation; only this person here can use it, for a while."""
    return signing.dumps([kind, hall, person_id, content.hex()], salt=SALT, compress=True)


def carry_out(*, sealed: str, shown: str, kind: str, hall: str, person_id: int) -> int:
    """Do what the preview showed, in one transaction; how many entries were published.

    They take effect when they come back over the catalogue's topic, here as in every other cell. `shown` is the digest
    of the preview. Raises PreviewGone, also if the same file would now do something else.
    """
    with transaction.atomic():
        plan = confirmed(
            sealed, shown, (kind, hall, person_id), lambda content: plan_import(kind=kind, hall=hall, content=content)
        )
        for entry in plan.entries:
            publish(entry)
    return len(plan.entries)


def confirmed(
    sealed: str, shown: str, asked: tuple[str, str, int], plan: Callable[[bytes], ImportPlan[E]]
) -> ImportPlan[E]:
    """What the preview (digest `shown`) showed, planned anew from the sealed file; `asked` is kind, hall and person.

    Raises PreviewGone, also if the same file would now do something else.
    """
    try:
        *was, content = signing.loads(sealed, salt=SALT, max_age=OPEN_SECONDS)
    except signing.BadSignature as error:
        raise PreviewGone from error
    if was != list(asked):
        raise PreviewGone
    found = plan(bytes.fromhex(content))
    if found.faults or found.digest() != shown:
        raise PreviewGone
    return found


def _add(plan: ImportPlan[Entry], kind: EntryList, line: WorkbookRow, before: Entry | None, after: Entry) -> None:
    details = list(differences(kind, before, after)) if before is not None else []
    if before is not None and not details:
        plan.same += 1
        return
    word, name = '修改' if before is not None else '新增', line.cells[kind.columns[0]]
    change = RowChange(line.number, word, name, details)
    plan.add(change, after, mark=(topic_key(after), after.version))
