"""Entries of the catalogue topic and the rows they become, for the handlers and for the province's entering."""

from dataclasses import dataclass
from typing import TypeVar

import msgspec
from django.db import models

from federation.contracts.base import Message
from federation.contracts.catalogue import DepartmentEntered, GrantEntered, GuideEntered, MatterEntered, OrganEntered
from govhall.catalogue.models import Department, Grant, Guide, Matter, MatterVersion, Organ

Shape = TypeVar('Shape', OrganEntered, DepartmentEntered, MatterEntered, GuideEntered, GrantEntered)
Entry = OrganEntered | DepartmentEntered | MatterEntered | GuideEntered | GrantEntered


@dataclass(frozen=True, slots=True)
class EntryKind:
    """How one kind of entry is kept: its model, the columns that identify it, and columns named otherwise there."""

    model: type[models.Model]
    word: str
    identity: tuple[str, ...]
    renamed: dict[str, str]


KINDS: dict[type[Message], EntryKind] = {
    OrganEntered: EntryKind(Organ, 'organ', ('credit_code',), {}),
    DepartmentEntered: EntryKind(Department, 'department', ('code',), {'organ': 'organ_code'}),
    MatterEntered: EntryKind(Matter, 'matter', ('code',), {}),
    GuideEntered: EntryKind(
        Guide,
        'guide',
        ('matter_code', 'hall_code', 'hall_kind'),
        {'matter': 'matter_code', 'hall': 'hall_code', 'kind': 'hall_kind'},
    ),
    GrantEntered: EntryKind(
        Grant,
        'grant',
        ('id',),
        {'matter': 'matter_code', 'hall': 'hall_code', 'organ': 'organ_code', 'delegator': 'delegator_code'},
    ),
}


def topic_key(entry: Entry) -> str:
    """The key under which the compacted topic keeps the newest version, for example `matter:000164120000`."""
    kind, columns = _read(entry)
    return ':'.join([kind.word, *(str(columns[name]) for name in kind.identity)])


def store(entry: Entry, *, form: object = None) -> bool:
    """Keep the entry if it is newer than the row; True if it was. Older and equal versions change nothing.

    `form` is the form of a matter as it came, where another cell has entered it.
    """
    kind, columns = _read(entry)
    as_it_came = {'form': form} if form else {}
    if isinstance(entry, MatterEntered):
        # Also one that comes late: a case from elsewhere may have been received under it.
        said = {**msgspec.to_builtins(entry), **as_it_came}
        history = MatterVersion(code=entry.code, version=entry.version, entry=said)
        MatterVersion.objects.bulk_create([history], ignore_conflicts=True)
    columns |= as_it_came
    identity = {name: columns.pop(name) for name in kind.identity}
    rows = kind.model._default_manager
    if rows.filter(**identity, version__lt=entry.version).update(**columns):
        return True
    if rows.filter(**identity).exists():
        return False
    rows.create(**identity, **columns)
    return True


def entry_of(shape: type[Shape], row: models.Model) -> Shape:
    """The row as the message that would make it, with the row's version."""
    renamed = KINDS[shape].renamed
    fields = {name: getattr(row, renamed.get(name, name)) for name in shape.__struct_fields__}
    return msgspec.convert(fields, shape)


def _read(entry: Entry) -> tuple[EntryKind, dict[str, object]]:
    kind = KINDS[type(entry)]
    columns = {kind.renamed.get(name, name): value for name, value in msgspec.structs.asdict(entry).items()}
    for name in {'fees', 'materials', 'conditions', 'steps', 'form', 'who', 'certificate_rule'} & columns.keys():
        columns[name] = msgspec.to_builtins(columns[name])
    return kind, columns
