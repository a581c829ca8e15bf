"""A closed case goes into the archive of the hall that ended it (一事一卷)."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from govhall.archive.label import Label
from govhall.archive.models import CaseArchive
from govhall.archive.package import pack, parts
from govhall.archive.package_store import put
from govhall.archive.rules.retention import Retention, retention_of
from govhall.casework.events import archive_due
from govhall.casework.models import Case, CaseEvent
from govhall.casework.refusals import NoSuchCase
from govhall.casework.services.change import StaleVersion, changing
from govhall.casework.services.serials import next_serial
from govhall.catalogue import selectors as catalogue
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from tenants.context import current_hall

# Villages number their cases in blocks of digits and capitals; a small letter is never one of theirs.
SERIALS = {Retention.PERMANENT: 'y0', Retention.THIRTY: 'd3', Retention.TEN: 'd1'}


class NotArchivable(Refused):
    """The case is open, was ended by another hall, or is in the archive with all that happened to it."""

    code = 'NOT_ARCHIVABLE'
    sentence = '这件事还没有办完，或者由别的大厅办结，或者已经归档，现在不用归档。'


class FilesMissing(Refused):
    """A material that the case names is not in this hall's storage."""

    code = 'FILES_MISSING'
    sentence = '这件事的材料文件还没有到齐或已经丢失，不能归档，请先补齐材料文件。'


def archive_case(*, uid: UUID, at: datetime | None = None) -> CaseArchive:
    """Store the sealed package of a closed case and record it, in its table and as an event of the case.

    A case that changed since its last package gets another version under the same number. The package is stored before
    the transaction that records it: one that is recorded is there. Raises NoSuchCase, NotArchivable, FilesMissing,
    StaleVersion.
    """
    at = at or timezone.now()
    case, events = _read(uid)
    try:
        found = parts(case, events)
    except FileNotFoundError as missing:
        raise FilesMissing from missing
    before = CaseArchive.objects.filter(case=case).order_by('-version').first()
    retention, closed = _retention(case), _closed_on(case)
    number = before.number if before else _next_number(retention, closed.year)
    hall = current_hall()
    package = pack(case, found, Label(number, hall.code, hall.name, retention, at))
    archive = CaseArchive(
        case=case,
        version=before.version + 1 if before else 1,
        number=number,
        retention=retention,
        keep_until=retention.until(closed),
        hash=put(package),
        size=len(package),
        events=len(events),
        tip=case.event_tip,
        at=at,
    )
    return _record(archive, case.version)


def to_appraise(today: date) -> list[CaseArchive]:
    """Files of the current hall whose term has ended: people decide what becomes of them (鉴定), nothing else does."""
    return list(CaseArchive.objects.filter(keep_until__lt=today).order_by('keep_until', 'number', 'version'))


def _read(uid: UUID) -> tuple[Case, list[CaseEvent]]:
    case = Case.objects.filter(uid=uid).first()
    if case is None:
        raise NoSuchCase
    if archive_due(case) is None:
        raise NotArchivable
    events = list(CaseEvent.objects.filter(case=case).order_by('seq'))
    if len(events) != case.event_count:
        raise StaleVersion  # something happened between the two reads
    return case, events


def _record(archive: CaseArchive, version: int) -> CaseArchive:
    with changing(archive.case_id, actor=None, at=archive.at, version=version) as change:
        archive.case = change.case
        change.append(
            'archived',
            number=archive.number,
            version=archive.version,
            package=archive.hash,
            said=f'档号 {archive.number}，保管期限{Retention(archive.retention).label}',
        )
        change.case.archived_events = change.case.event_count
        archive.save(force_insert=True)
    return archive


def _retention(case: Case) -> Retention:
    task_type = catalogue.matter(case.matter).task_type
    kind = case.outcome.kind if case.outcome else ''
    return retention_of(matter=case.matter, task_type=task_type, outcome=kind, own=settings.RETENTION)


def _closed_on(case: Case) -> date:
    ended = case.outcome.at if case.outcome else case.updated_at
    return (case.delivered_at or ended).astimezone(CHINA).date()


def _next_number(retention: Retention, year: int) -> str:
    """档号: hall, year, term and a serial within them. A number whose package was never recorded stays unused."""
    with transaction.atomic():
        serial = next_serial(SERIALS[retention], date(year, 1, 1))
    return f'{current_hall().code}-{year}-{retention.code}-{serial:06d}'
