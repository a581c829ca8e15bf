"""Pieces of files arrive: kept until a file is whole, held against its hash, and taken in when the case names it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from federation.contracts.attachment import FileRefused, Piece, Reason
from federation.contracts.case import Attachment
from federation.failpoints import failpoint
from federation.link.topics import Lane
from federation.outbox.services import emit
from govhall.files.dispatch import stream_of
from govhall.files.file_references import drop_unnamed
from govhall.files.file_transfer.models import FileArriving
from govhall.files.models import Material
from govhall.files.owners import Owner, owner_of
from govhall.files.rules.pieces import objection
from govhall.storage import material_store
from tenants.context import current_hall
from tenants.queue import after_commit
from tenants.sweep import each

log = structlog.get_logger(__name__)


def take_piece(piece: Piece, *, sender: str, piece_bytes: int) -> None:
    """Keep one piece, in any order and any number of times; the last one makes the file.

    Nothing wrong with a piece raises: the attempt is refused, its sender told, and its stream flows on.
    """
    if Material.objects.filter(case=piece.case, hash=piece.file.hash).exists():
        return
    row = _row_of(piece, sender)
    if row.refused or piece.attempt < row.attempt:
        return
    owner = owner_of(piece.case)
    reason = objection(piece, row, piece_bytes=piece_bytes)
    if reason is None and owner is not None and owner.names_all and piece.file.hash not in owner.named:
        reason = 'not_named'
    if reason is None:
        reason = _keep(row, piece)
    row.last_at = timezone.now()
    if reason is not None:
        _refuse(row, reason)
        return
    row.save()
    if row.whole and owner is not None:
        take_in(owner)


def take_in_waiting(cases: Collection[UUID]) -> None:
    """The same for all of these cases that files wait for; one look for all of them."""
    if cases:
        waiting = FileArriving.objects.filter(hall=current_hall().code, case__in=cases, whole=True)
        for uid in set(waiting.values_list('case', flat=True)):
            if (owner := owner_of(uid)) is not None:
                take_in(owner)


def take_in(owner: Owner) -> None:
    """Enter the files that were whole before their owner was here to name them."""
    rows = _whole(owner.uid, owner.named)
    whole = {row.hash for row in rows}
    for paper, files in owner.files.items() if owner.enters else ():
        for file in files:
            if file.hash in whole:
                _enter(owner.uid, paper, file)
    _forget(rows)


def drop_stale(before: datetime) -> int:
    """Throw away what this hall has waited for in vain since before this moment; the sender is told. Returns how many.

    What was refused then is forgotten, and what a power cut left behind of files that are taken in.
    """
    pks = FileArriving.objects.filter(hall=current_hall().code, last_at__lt=before).values_list('pk', flat=True)
    return each(list(pks), lambda pk: _drop(pk, before), task='casework.sweep_arrivals', hall=current_hall().code).total


def _drop(pk: int, before: datetime) -> int:
    with transaction.atomic():
        row = FileArriving.objects.select_for_update().filter(pk=pk, last_at__lt=before).first()
        if row is None:
            return 0
        if row.refused or _is_taken_in(row):
            _forget([row])
            return 1
        row.last_at = timezone.now()
        if row.whole:
            drop_unnamed([row.hash])
        _refuse(row, 'not_named' if row.whole else 'incomplete')
        return 1


def _row_of(piece: Piece, sender: str) -> FileArriving:
    """The file's row, locked; with the first piece of a later attempt it begins anew."""
    file = piece.file
    about = {'type': file.type, 'size': file.size, 'count': piece.count, 'attempt': piece.attempt}
    row, _ = FileArriving.objects.select_for_update().get_or_create(
        hall=current_hall().code,
        sender=sender,
        case=piece.case,
        hash=file.hash,
        defaults=about | {'last_at': timezone.now()},
    )
    if piece.attempt > row.attempt:
        _clear([row])
        for name, value in about.items():
            setattr(row, name, value)
        row.have, row.whole, row.refused = [], False, ''
    return row


def _whole(uid: UUID, named: Collection[str]) -> list[FileArriving]:
    """The whole files of a case that it names; nobody deletes them before the transaction ends."""
    whole = FileArriving.objects.filter(hall=current_hall().code, case=uid, hash__in=named, whole=True)
    found = set(whole.values_list('hash', flat=True))
    if not found:
        return []
    material_store.hold(found)
    return list(whole.filter(hash__in=found))


def _keep(row: FileArriving, piece: Piece) -> Reason | None:
    if row.whole or piece.index in row.have:
        return None
    if _is_here(row.hash):
        row.whole = True
        return None
    material_store.store_piece(row, piece.index, piece.data)
    row.have = sorted([*row.have, piece.index])
    if len(row.have) < row.count:
        return None
    try:
        material_store.store(material_store.joined(row))
    except material_store.LOST:
        return 'damaged'
    row.whole = True
    return None


def _is_here(name: str) -> bool:
    """Whether this hall has the content, for whatever case, and will have it when the transaction ends."""
    if not _is_named(name):
        return False
    material_store.hold([name])
    return _is_named(name) and _is_sound(name)


def _is_sound(name: str) -> bool:
    """Whether what lies there is the content; of what rotted on the disk the good copy that arrives takes the place."""
    try:
        material_store.read(name)
    except material_store.LOST:
        return False
    return True


def _is_named(name: str) -> bool:
    arrived = FileArriving.objects.filter(hall=current_hall().code, hash=name, whole=True)
    return Material.objects.filter(hash=name).exists() or arrived.exists()


def _enter(case: UUID, paper: str, file: Attachment) -> None:
    about = {'name': '', 'type': file.type, 'size': file.size, 'at': timezone.now()}
    Material.objects.get_or_create(case=case, paper=paper, hash=file.hash, defaults=about)


def _refuse(row: FileArriving, reason: Reason) -> None:
    _clear([row])
    row.have, row.whole, row.refused = [], False, reason
    row.save()
    refusal = FileRefused(case=row.case, hash=row.hash, attempt=row.attempt, reason=reason)
    emit(refusal, recipient=row.sender, subject=stream_of(row.case, row.hash), lane=Lane.BULK)
    log.error('file_not_taken', hall=row.hall, case=str(row.case), reason=reason)


def _is_taken_in(row: FileArriving) -> bool:
    """Whether the case, or the online application, for which the file came has it; a crash may have left the row."""
    if Material.objects.filter(case=row.case, hash=row.hash).exists():
        return True
    owner = owner_of(row.case)
    return row.whole and owner is not None and not owner.enters and row.hash in owner.named


def _clear(rows: Sequence[FileArriving]) -> None:
    """Delete the pieces once the commit has said so: before it, a crash would leave rows without their pieces."""
    paths = [path for row in rows for path in material_store.piece_paths(row)]
    after_commit(_tidy, paths)


def _tidy(paths: Sequence[str]) -> None:
    failpoint('files.before_tidying')
    material_store.delete(paths)


def _forget(rows: Sequence[FileArriving]) -> None:
    """Pieces first, rows after them: what a crash leaves in between is found by its row."""
    _clear(rows)
    rows_of_these = FileArriving.objects.filter(pk__in=[row.pk for row in rows])
    after_commit(rows_of_these.delete)
