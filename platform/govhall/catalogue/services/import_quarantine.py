"""Entering lists of other systems, where dirty rows are normal: good rows go in, bad ones into quarantine with reasons.

Real lists hold nine-digit organisation codes and credit codes that lack a character. Such a row stops nobody else's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db import transaction

from federation.contracts.base import Message
from federation.contracts.catalogue import DepartmentEntered, GrantEntered, GuideEntered, MatterEntered, OrganEntered
from federation.outbox.services import publish_entry
from govhall.catalogue.codes import check_code, check_matter_code
from govhall.catalogue.entries import Entry, entry_of, store, topic_key
from govhall.catalogue.models import Grant, Matter, Organ, Quarantined
from govhall.catalogue.services.catalogue_file import CatalogueFile, check
from govhall.doors.shapes import fitted, said_of
from govhall.kernel.errors import Refused

PARTS: dict[str, type[Message]] = {
    'organs': OrganEntered,
    'departments': DepartmentEntered,
    'matters': MatterEntered,
    'guides': GuideEntered,
    'grants': GrantEntered,
}


@dataclass
class ImportOutcome:
    """What became of the rows: newly kept, known already, and in quarantine."""

    stored: int = 0
    unchanged: int = 0
    quarantined: int = 0


@dataclass
class _Judge:
    """Judges row by row against what is known already and the good rows before it."""

    good: dict[str, list[Any]] = field(default_factory=lambda: {part: [] for part in PARTS})

    def reason(self, part: str, row: object) -> str:
        """Why the row can't be entered, or an empty text; a good one is remembered for those that name it."""
        try:
            entry = fitted(row, PARTS[part])
            if isinstance(entry, MatterEntered):
                check_matter_code(entry.code)
                check_code('basic', entry.basic_code)
            check(self._alone(part, entry))
        except (Refused, msgspec.ValidationError) as error:
            return f'数据项不对：{said_of(error)}' if isinstance(error, msgspec.ValidationError) else str(error)
        self.good[part].append(entry)
        return ''

    def _alone(self, part: str, entry: Any) -> CatalogueFile:
        # Together with what it names, and nothing else: a fault found then is this row's.
        named: dict[str, list[Any]] = {name: [] for name in PARTS}
        if isinstance(entry, GuideEntered | GrantEntered):
            named['matters'] = [row for row in self.good['matters'] if row.code == entry.matter]
        if isinstance(entry, DepartmentEntered):
            named['organs'] = [row for row in self.good['organs'] if row.credit_code == entry.organ]
        if isinstance(entry, GrantEntered):
            named['grants'] = [row for row in self.good['grants'] if row.matter == entry.matter]
            organs = {code for grant in (*named['grants'], entry) for code in (grant.organ, grant.delegator)}
            named['organs'] = [row for row in self.good['organs'] if row.credit_code in organs]
        named[part] = [*named[part], entry]
        return CatalogueFile(**named)


def enter_with_quarantine(data: Mapping[str, object], *, source: str) -> ImportOutcome:
    """Enter what is good of a catalogue file and quarantine the rest, all in one transaction.

    A row that comes right in a later file leaves the quarantine. Runs where the catalogue is entered.
    """
    judge, result = _Judge(), ImportOutcome()
    judge.good |= _known()
    with transaction.atomic():
        for part, row in _rows(data):
            why = judge.reason(part, row)
            if why:
                key = _name(part, row)
                said = {'source': source[:120], 'row': msgspec.to_builtins(row), 'reasons': [why]}
                Quarantined.objects.update_or_create(kind=part, key=key, defaults=said)
                result.quarantined += 1
                continue
            Quarantined.objects.filter(kind=part, key=_name(part, row)).delete()
            entry: Entry = judge.good[part][-1]
            if store(entry):
                publish_entry('catalogue', key=topic_key(entry), message=entry)
                result.stored += 1
            else:
                result.unchanged += 1
    return result


def _rows(data: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for part in PARTS:
        rows = data.get(part, [])
        found = rows if isinstance(rows, list) else []
        # Powers first: whoever entrusts must hold the power itself (article 24).
        yield from ((part, row) for row in sorted(found, key=_gives) if row)


def _gives(row: object) -> bool:
    return isinstance(row, dict) and row.get('mode') == 'entrusted'


def _name(part: str, row: object) -> str:
    if not isinstance(row, dict):
        return f'{part}:{row!r}'[:120]
    names = ('credit_code', 'id', 'code', 'matter', 'hall', 'kind')
    return ':'.join(str(row[name]) for name in names if row.get(name))[:120]


def _known() -> dict[str, list[Any]]:
    return {
        'organs': [entry_of(OrganEntered, row) for row in Organ.objects.all()],
        'departments': [],
        'matters': [entry_of(MatterEntered, row) for row in Matter.objects.all()],
        'guides': [],
        'grants': [entry_of(GrantEntered, row) for row in Grant.objects.all()],
    }
