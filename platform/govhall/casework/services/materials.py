"""Files beside the papers of a case: storing one, using one that is on file, opening one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.case import Attachment, Paper
from govhall.casework.acts.attach import ATTACH
from govhall.casework.acts.reuse import REUSE
from govhall.casework.events import plain
from govhall.casework.models import Case, Material
from govhall.casework.rules.materials import checked_type
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import NotYourRole
from govhall.casework.selectors import may_see_people, visible
from govhall.casework.services.change import Change, NoSuchCase, changing
from govhall.kernel.errors import Refused
from govhall.storage.capacity import check_disk
from govhall.storage.material_store import LOST, hash_of, read, store
from tenants.access import Actor
from tenants.context import current_hall

log = structlog.get_logger(__name__)


class NoSuchPaper(Refused):
    """The matter asks for no such paper."""

    code = 'NO_SUCH_PAPER'
    sentence = '这件事没有这份材料，请刷新页面后再试。'


class NoSuchFile(Refused):
    """The case names no such file, or its bytes are not here."""

    code = 'NO_SUCH_FILE'
    sentence = '没有这个文件，或者还在传送，请稍后刷新页面再看。'


class FileLost(Refused):
    """The hall knows the file, and its storage does not have it: an operator has to look."""

    code = 'FILE_LOST'
    sentence = '这个文件在存储里找不到了，请联系系统管理员恢复，不要让申请人重交。'


class ConsentMissing(Refused):
    """What is on file is used again with the applicant's consent only."""

    code = 'CONSENT_MISSING'
    sentence = '请先征得申请人同意并勾选，再使用已存的材料。'


class NotMissing(Refused):
    """The paper is there already."""

    code = 'NOT_MISSING'
    sentence = '这份材料已经收到，不用再取已存的。'


class Opened(NamedTuple):
    """A file to be handed out."""

    content: bytes
    type: str
    paper: str


def attach_file(  # noqa: PLR0913 - whose file, of which case, for which paper, when
    *,
    uid: UUID,
    version: int,
    actor: Actor | None,
    paper: str,
    content: bytes,
    at: datetime | None = None,
    asks_lapse: bool = True,
) -> Case:
    """Store a file for a paper (by code) of a case that is held here and not yet accepted; the paper is then handed in.

    While a correction waits the paper stays missing until all is supplied, because only then the five days begin
    again. `asks_lapse` is False for what came with the application itself.

    Raises FileEmpty, FileTooLarge, FileTypeRefused, NoSuchPaper, and what the frame raises.
    """
    kind = checked_type(content, most_megabytes=settings.MATERIAL_MEGABYTES)
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version, asks_lapse=asks_lapse) as change:
        case = change.case
        known = _paper(case, paper)
        file = Attachment(hash=hash_of(content), type=kind, size=len(content))
        change.perform(ATTACH, name=known.name, paper=paper, hash=file.hash, type=kind, size=file.size)
        check_disk(file.hash)
        store(content)
        if file not in known.files:
            status = known.status if case.state == State.CORRECTING else _there(known)
            _replace(case, replace(known, status=status, files=[*known.files, file]))
        _enter(change, known, file)
        return case


def reuse_on_file(
    *, uid: UUID, version: int, actor: Actor, paper: str, consent: bool, at: datetime | None = None
) -> Case:
    """Take the newest file that this hall has of the same applicant for a paper of that name, if they consent.

    Raises ConsentMissing, NotMissing, NoSuchPaper, NoSuchFile, and what the frame raises.
    """
    if not consent:
        raise ConsentMissing(field='consent')
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        known = _paper(case, paper)
        if known.status != 'missing':
            raise NotMissing
        found = on_file(case, [known]).get(known.name)
        if found is None:
            raise NoSuchFile
        change.perform(REUSE, paper=paper, name=known.name, hash=found.hash, from_case=str(found.case), consent=True)
        file = Attachment(hash=found.hash, type=found.type, size=found.size)
        _replace(case, replace(known, status='on_file', files=[file]))
        _enter(change, known, file)
        return case


def on_file(case: Case, papers: Sequence[Paper]) -> dict[str, Material]:
    """The newest file of the same applicant for papers with these names, by name, from other cases at this hall."""
    wanted = [paper.name for paper in papers]
    if not wanted:
        return {}
    index = Case._meta.get_field('applicant_index')
    rows = Material.objects.filter(owner__in=index.candidates(case.applicant.id_number), name__in=wanted)
    return {row.name: row for row in rows.exclude(case=case.uid).order_by('at', 'pk')}


def open_file(*, uid: UUID, actor: Actor, content: str, at: datetime | None = None) -> Opened:
    """A file (by hash) of a case that this hall has, and the record of who opened it.

    Raises NotYourRole, NoSuchCase, NoSuchFile, FileLost.
    """
    if not may_see_people(actor):
        raise NotYourRole
    with transaction.atomic():
        case = visible(actor).select_for_update().filter(uid=uid).first()
        if case is None:
            raise NoSuchCase
        paper = next((one for one in case.papers if content in {file.hash for file in one.files}), None)
        row = Material.objects.filter(hash=content).first()
        if paper is None or row is None:
            raise NoSuchFile
        change = Change(case, hall=current_hall(), actor=actor, at=at or timezone.now())
        change.append('material_opened', paper=paper.code, name=paper.name, hash=content)
        change.write_events()
        return Opened(read_or_lost(content), row.type, paper.code)


def read_or_lost(name: str) -> bytes:
    """The content that the hall names by this hash. Raises FileLost, StorageAway."""
    try:
        return read(name)
    except LOST as lost:
        log.error('file_lost', hall=current_hall().code, outcome='refused', reason=type(lost).__name__)
        raise FileLost from lost


def _there(paper: Paper) -> str:
    return 'handed_in' if paper.status == 'missing' else paper.status


def _paper(case: Case, code: str) -> Paper:
    found = next((one for one in case.papers if one.code == code), None)
    if found is None:
        raise NoSuchPaper
    return found


def _replace(case: Case, paper: Paper) -> None:
    case.papers_data = plain([paper if one.code == paper.code else one for one in case.papers])


def _enter(change: Change, paper: Paper, file: Attachment) -> None:
    Material.objects.get_or_create(
        case=change.case.uid,
        paper=paper.code,
        hash=file.hash,
        defaults={
            'name': paper.name,
            'type': file.type,
            'size': file.size,
            'owner': bytes(change.case.applicant_index),
            'by': change.actor.person_id if change.actor else None,
            'at': change.at,
        },
    )
