"""Reads of the editor: a matter as it is being changed, and the versions that were published."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from django.utils import timezone

from federation.contracts.catalogue import Material, MatterEntered
from govhall.catalogue.entries import entry_of
from govhall.catalogue.models import Guide, Matter, MatterVersion
from govhall.catalogue.own_matters import owned_among, standing
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.selectors import MatterNames, find_matters
from govhall.matter_editor.models import MatterDraft

PARTS = (
    *('name', 'short_name', 'task_type', 'case_type', 'legal_basis', 'statutory_days', 'promised_days', 'result'),
    'no_statutory_limit',
    *('applicants', 'everyday_words', 'materials'),
)
GUIDE = ('conditions', 'procedure', 'duties', 'window', 'phone', 'hours')
Parts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class EditedMatter:
    """A matter in the editor: the draft where there is one (`version` over 1), else what is published.

    `row` is None while a new matter has not been published.
    """

    code: str
    row: Matter | None
    draft: MatterDraft | None
    parts: Parts

    @property
    def version(self) -> int:
        """The version that a page posts with a change; 1 before the first one, which makes it 2."""
        return self.draft.version if self.draft else 1

    @property
    def name(self) -> str:
        """What people call it."""
        return str(self.parts['short_name'])

    @property
    def materials(self) -> list[Material]:
        """Its materials, in their order."""
        return msgspec.convert(self.parts['materials'], list[Material])

    @property
    def moved_on(self) -> bool:
        """Whether another version has been published since the draft was begun."""
        if self.draft is None or self.row is None:
            return False
        return self.draft.base != published_parts(self.row)

    @property
    def ends(self) -> datetime | None:
        """From when on nothing is received for it."""
        return self.row.valid_to if self.row else None


@dataclass(frozen=True, slots=True)
class EditedVersion:
    """A published version, as it came."""

    number: int
    day: date
    entry: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MatterLineup:
    """A matter in the list: its names, whether this hall may change it, and how far its draft is."""

    names: MatterNames
    own: bool
    draft: MatterDraft | None


def edited_matter(code: str) -> EditedMatter:
    """The matter as it stands in the editor. Raises UnknownMatter."""
    row = Matter.objects.filter(code=code).first()
    draft = MatterDraft.objects.filter(matter=code).first()
    if row is None and draft is None:
        raise UnknownMatter(field='matter', matter=code)
    published = published_parts(row) if row else {}
    return EditedMatter(code, row, draft, draft.parts if draft else published)


def published_parts(row: Matter) -> Parts:
    """The parts that this room changes, as they are published."""
    entry = msgspec.to_builtins(entry_of(MatterEntered, row))
    guide = (
        Guide.objects.filter(matter_code=row.code, hall_code=owner).first() if (owner := standing(row.code)) else None
    )
    told = {name: getattr(guide, name) for name in GUIDE} if guide else {}
    return {name: entry[name] for name in PARTS} | {'guide': told}


def matter_versions(code: str) -> list[EditedVersion]:
    """The published versions, the newest first."""
    rows = MatterVersion.objects.filter(code=code).order_by('-version')[:200]
    return [EditedVersion(row.version, row.kept_at.date(), row.entry) for row in rows]


def own_matters(hall: str, at: datetime) -> list[MatterLineup]:
    """What the hall has set up itself, also what is not published yet; without what has ended."""
    rows = Matter.objects.filter(code__startswith=f'{hall}-').exclude(valid_to__lte=at).order_by('code')
    found = [MatterNames(row.code, row.name, row.short_name) for row in rows]
    drafts = {row.matter: row for row in MatterDraft.objects.filter(hall_code=hall)}
    new = [
        MatterNames(code, row.parts['name'], row.parts['short_name'])
        for code, row in drafts.items()
        if row.base is None
    ]
    return [MatterLineup(names, own=True, draft=drafts.get(names.code)) for names in [*found, *new]]


def edited_own_matters(hall: str) -> list[EditedMatter]:
    """The same as they stand in the editor, by code."""
    now = timezone.now()
    return [edited_matter(one.names.code) for one in sorted(own_matters(hall, now), key=lambda one: one.names.code)]


def published_codes(code: str) -> list[str]:
    """The codes of all materials that a published version of the matter had."""
    rows: list[dict[str, Any]] = [row for one in matter_versions(code) for row in one.entry.get('materials') or []]
    return [row['code'] for row in rows]


def lineup(hall: str, words: str, at: datetime) -> list[MatterLineup]:
    """Matters in which the words occur; as many as the search gives."""
    found = find_matters(words, at=at)
    drafts = {row.matter: row for row in MatterDraft.objects.filter(matter__in=[one.code for one in found])}
    own = owned_among(hall, [one.code for one in found])
    return [MatterLineup(one, one.code in own, drafts.get(one.code)) for one in found]
