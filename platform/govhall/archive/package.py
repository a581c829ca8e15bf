"""A package: a ZIP of the case, its events, notices and charges, with metadata and a manifest of hashes.

Made twice of the same case at the same moment it is the same bytes: entries are sorted and carry no time of their own.
The metadata follow the groups of DA/T 85-2019 (件, 业务, 机构, 文件) in XML.
"""

import hashlib
import io
import mimetypes
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from govhall.archive.label import Label
from govhall.archive.metadata import metadata
from govhall.casework.events import snapshot
from govhall.casework.models import Case, CaseEvent
from govhall.documents.models import Notice
from govhall.kernel.chain import canonical
from govhall.storage.document_store import document_store
from govhall.storage.material_store import read
from tenants.context import current_hall

FORMAT = 1
MANIFEST = 'manifest.json'
NO_TIME = (1980, 1, 1, 0, 0, 0)


class PackageFile(NamedTuple):
    """One file of a package."""

    path: str
    content: bytes


class ManifestLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the manifest."""

    path: str
    sha256: str
    size: int


class ArchiveManifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a package must hold, nothing more and nothing less, and where the chain of its events ends."""

    format: int
    number: str
    case: str
    hall: str
    events: int
    tip: str
    made_at: datetime
    files: list[ManifestLine]


def parts(case: Case, events: list[CaseEvent]) -> list[PackageFile]:
    """The parts of a case with all its events. Raises FileNotFoundError if a material is not here."""
    return list(_entries(case, events))


def pack(case: Case, found: list[PackageFile], label: Label) -> bytes:
    """The package of a case with these parts."""
    entries = sorted([*found, PackageFile('metadata.xml', metadata(case, label))])
    manifest = ArchiveManifest(
        format=FORMAT,
        number=label.number,
        case=str(case.uid),
        hall=label.hall,
        events=case.event_count,
        tip=case.event_tip,
        made_at=label.at.astimezone(UTC),
        files=[
            ManifestLine(path=entry.path, sha256=digest(entry.content), size=len(entry.content)) for entry in entries
        ],
    )
    return _zip([PackageFile(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest))), *entries])


def digest(content: bytes) -> str:
    """SHA-256, 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def _entries(case: Case, events: list[CaseEvent]) -> Iterator[PackageFile]:
    """The parts of a case's file; a new kind of paper is added here."""
    yield PackageFile('case.json', msgspec.json.format(msgspec.json.encode(snapshot(case))))
    yield PackageFile('outcome.json', msgspec.json.format(msgspec.json.encode(case.outcome)))
    lines = [canonical({**event.body(), 'previous': event.previous, 'hash': event.hash}) for event in events]
    yield PackageFile('events.jsonl', b'\n'.join(lines))
    for file in {file.hash: file for paper in case.papers for file in paper.files}.values():
        yield PackageFile(f'materials/{file.hash}.{ending_of(file.type)}', read(file.hash))
    for notice in Notice.objects.filter(case_uid=case.uid).order_by('code', 'occurrence'):
        path = f'notices/{notice.code}-{notice.occurrence}'
        kept = {'number': notice.number, 'organ': notice.organ_name, 'state': notice.state, 'void': notice.void_data}
        yield PackageFile(f'{path}.json', msgspec.json.format(msgspec.json.encode(kept | {'content': notice.content})))
        if notice.file:
            yield PackageFile(f'{path}.pdf', document_store().get(current_hall().code, notice.file))
    if case.licence:
        yield PackageFile('licence.json', msgspec.json.format(msgspec.json.encode(case.licence)))
    fees = case.fees.order_by('assessed_at', 'uid').values(
        'item',
        'organ_name',
        'basis',
        'standard',
        'amount',
        'reduction',
        'quantity',
        'unit',
        'working',
        'order_id',
        'order__receipt_code',
        'order__receipt_number',
        'order__voucher',
        'refunded',
        'red_code',
        'red_number',
    )
    if fees:
        yield PackageFile('fees.json', msgspec.json.format(msgspec.json.encode(list(fees))))


def ending_of(media_type: str) -> str:
    """An ending by which a person's machine knows the file: pdf, jpg and so on; bin for what is not known."""
    if media_type == 'application/ofd':
        return 'ofd'  # Python's own table does not know it
    return (mimetypes.guess_extension(media_type) or '.bin')[1:]


def _zip(entries: list[PackageFile]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, 'w', zipfile.ZIP_DEFLATED) as package:
        for entry in entries:
            package.writestr(zipfile.ZipInfo(entry.path, NO_TIME), entry.content, zipfile.ZIP_DEFLATED)
    return content.getvalue()
