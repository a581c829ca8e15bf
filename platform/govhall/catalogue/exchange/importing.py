"""Bringing a list in: the whole file is checked, shown as changes, and then done altogether or not at all."""

from dataclasses import dataclass, field

from django.core import signing
from django.db import transaction

from federation.outbox.services import publish_entry
from govhall.catalogue.entries import Entry, topic_key
from govhall.catalogue.exchange.kinds import KINDS, differences
from govhall.catalogue.exchange.workbook import Fault, cell_name, read
from govhall.kernel.errors import Refused

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
class Change:
    """What one row would do; `details` are field, old and new text (for a new entry none)."""

    row: int
    word: str
    name: str
    details: list[tuple[str, str, str]]


@dataclass
class Plan:
    """What the file would do. With a fault nothing may be done."""

    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    same: int = 0
    entries: list[Entry] = field(default_factory=list)


def plan_import(*, kind: str, hall: str, content: bytes) -> Plan:
    """What a file would change; every fault is named by its cell. Raises NotYourList and UnreadableWorkbook."""
    chosen = KINDS[kind]
    if not chosen.writers(hall):
        raise NotYourList(list=chosen.label, who=chosen.who)
    lines, faults = read(content, chosen.columns)
    plan = Plan(faults=faults)
    seen: dict[str, int] = {}
    for line in lines:
        try:
            before, after = chosen.read(hall, line.cells)
        except Refused as refusal:
            # A rule that names no column speaks of the row: it stands at its first cell.
            column = refusal.field if refusal.field in chosen.columns else chosen.columns[0]
            place = chosen.columns.index(column)
            plan.faults.append(Fault(cell_name(line.number, place), column, str(refusal)))
            continue
        key = topic_key(after)
        if key in seen:
            plan.faults.append(
                Fault(cell_name(line.number, 0), chosen.columns[0], f'与第 {seen[key]} 行重复，请删去一行。')
            )
        seen[key] = line.number
        _add(plan, line.number, line.cells[chosen.columns[0]], before, after)
    return plan


def seal(*, kind: str, hall: str, person_id: int, content: bytes) -> str:
    """The file as a text that the preview hands back on confirmation; only this person here can use it, for a while."""
    return signing.dumps([kind, hall, person_id, content.hex()], salt=SALT, compress=True)


def carry_out(*, sealed: str, shown: str, kind: str, hall: str, person_id: int) -> int:
    """Do what the preview showed, in one transaction; how many entries were published.

    They take effect when they come back over the catalogue's topic, here as in every other cell. `shown` is the digest
    of the preview. Raises PreviewGone, also if the same file would now do something else.
    """
    try:
        was = signing.loads(sealed, salt=SALT, max_age=OPEN_SECONDS)
    except signing.BadSignature as error:
        raise PreviewGone from error
    if was[:3] != [kind, hall, person_id]:
        raise PreviewGone
    with transaction.atomic():
        plan = plan_import(kind=kind, hall=hall, content=bytes.fromhex(was[3]))
        if plan.faults or digest(plan) != shown:
            raise PreviewGone
        for entry in plan.entries:
            publish_entry('catalogue', key=topic_key(entry), message=entry)
    return len(plan.entries)


def digest(plan: Plan) -> str:
    """A text that is the same for two plans only if they do the same."""
    what = [(change.row, change.word, change.details) for change in plan.changes]
    versions = [(topic_key(entry), entry.version) for entry in plan.entries]
    return signing.Signer(salt=SALT).signature(repr((what, versions)))


def _add(plan: Plan, row: int, name: str, before: Entry | None, after: Entry) -> None:
    if before is None:
        plan.changes.append(Change(row, '新增', name, []))
        plan.entries.append(after)
        return
    details = list(differences(before, after))
    if not details:
        plan.same += 1
        return
    plan.changes.append(Change(row, '修改', name, details))
    plan.entries.append(after)
