"""The bytes follow the case: claimed in the act, cut afterwards, each file on a stream of its own on the bulk lane."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import structlog
from django.db import transaction
from django.utils import timezone

from federation.contracts.attachment import PIECE_BYTES, FileRefused, Piece
from federation.contracts.case import Attachment
from federation.failpoints import failpoint
from federation.link.topics import Lane
from federation.outbox.selectors import bulk_waiting
from federation.outbox.services import emit
from govhall.files.file_transfer.models import FileLeaving
from govhall.files.file_transfer.services import note_again, note_leaving
from govhall.files.models import Material
from govhall.files.owners import Owner, owner_of
from govhall.kernel.errors import Refused
from govhall.storage.material_store import LOST, read
from tenants.context import current_hall
from tenants.queue import order_after_commit
from tenants.sweep import SweepResult, Walk

CARRY_FILES = 'casework.carry_files'
SWEEP = 'casework.sweep_files'
AT_ONCE = 8  # pieces a transaction: 4 MiB
MOST_WAITING = 128  # pieces in the outbox of the cell: 64 MiB
PAUSE = timedelta(minutes=1)
PATIENCE = timedelta(days=30)  # for a file that is still arriving here itself, or is to be restored
MOST_ATTEMPTS = 3
log = structlog.get_logger(__name__)


def stream_of(case: UUID, content: str) -> UUID:
    """The subject under which the pieces of one file of one case travel; it never holds the case itself up."""
    return uuid5(case, content)


def send_files(owner: Owner, to: str, *, at: datetime, own_only: bool = False) -> None:
    """Claim all files of a case for a hall; whoever has had it before needs only what was stored here (`own_only`).

    Nothing is read or cut in the transaction of the act, however large the files are.
    """
    named = owner.named
    if named and own_only:
        named = set(Material.objects.filter(hash__in=named, owner__isnull=False).values_list('hash', flat=True))
    send_named(named, case=owner.uid, to=to, at=at)


def send_named(named: Collection[str], *, case: UUID, to: str, at: datetime) -> None:
    """Claim these files (by hash) of a case, or of an application that is none yet, for a hall."""
    if named:
        note_leaving(hall=current_hall().code, to=to, case=case, files=named, at=at)
        _order()


def carry_files() -> int:
    """Put pieces of the current hall's files into the outbox, some of each file in turn, and return how many.

    Ends when all are there, or when so many wait for the line that more would only fill the disk.
    """
    walk, swept = Walk(SWEEP, current_hall().code, key=lambda row: str(row.pk)), SweepResult()
    while bulk_waiting() < MOST_WAITING and _carry_some(walk, swept):
        pass
    return swept.total


def begin_anew(refusal: FileRefused, *, sender: str) -> None:
    """A hall threw a file away: send it again, unless it was never to have it or has refused it too often."""
    given_up = refusal.reason in ('not_named', 'too_large') or refusal.attempt >= MOST_ATTEMPTS
    failed = refusal.reason if given_up else ''
    note_again(refusal, hall=current_hall().code, to=sender, failed=failed, at=timezone.now())
    outcome = 'given_up' if given_up else 'again'
    log.warning('file_refused', hall=sender, case=str(refusal.case), reason=refusal.reason, outcome=outcome)
    if not given_up:
        _order()


def _carry_some(walk: Walk, swept: SweepResult) -> bool:
    """The next pieces of the file whose turn it is; whether there was one. Pieces and place are one commit."""
    with transaction.atomic():
        waiting = FileLeaving.objects.select_for_update(skip_locked=True)
        waiting = waiting.filter(hall=current_hall().code, failed='', not_before__lte=timezone.now())
        row = waiting.order_by('not_before', 'pk').first()
        if row is None:
            return False
        if not walk.do(row, _cut, swept):
            _put_off(row, 'set_aside')
        failpoint('files.before_commit')
    return True


def _cut(row: FileLeaving) -> int:
    """Pieces of this file into the outbox; how many. Raises what the storage raises, LOST for a month only."""
    try:
        with transaction.atomic():
            pieces = list(_next_pieces(row))
    except Refused as error:  # no key of that hall yet: its neighbours' files need not wait
        return _put_off(row, error.code)
    except LOST as error:  # an operator may restore it, and it goes on by itself
        if row.since < timezone.now() - PATIENCE:
            return _give_up(row, 'lost', type(error).__name__)
        raise
    if not pieces:
        return _not_here(row)
    if row.next == pieces[-1].count:
        row.delete()
    else:
        row.not_before = timezone.now()  # behind the other files
        row.save(update_fields=['next', 'not_before'])
    return len(pieces)


def _next_pieces(row: FileLeaving) -> Iterable[Piece]:
    """Emit the pieces and move the row's place; none while the file is still arriving here."""
    kind = _type_of(row)
    if kind is None:
        return
    content = read(row.hash)
    file = Attachment(hash=row.hash, type=kind, size=len(content))
    count = -(-len(content) // PIECE_BYTES)
    for index in range(row.next, min(row.next + AT_ONCE, count)):
        data = content[index * PIECE_BYTES : (index + 1) * PIECE_BYTES]
        piece = Piece(case=row.case, file=file, index=index, count=count, attempt=row.attempt, data=data)
        emit(piece, recipient=row.to, subject=stream_of(row.case, row.hash), lane=Lane.BULK)
        row.next = index + 1
        yield piece


def _type_of(row: FileLeaving) -> str | None:
    """The type of a file that is here, as a material or beside an online application."""
    known = Material.objects.filter(hash=row.hash).first()
    if known is not None:
        return known.type
    owner = owner_of(row.case)
    if owner is None or owner.enters:
        return None
    named = (file for files in owner.files.values() for file in files)
    return next((file.type for file in named if file.hash == row.hash), None)


def _not_here(row: FileLeaving) -> int:
    if row.since < timezone.now() - PATIENCE:
        return _give_up(row, 'not_here', 'never arrived')
    return _put_off(row, 'not here yet')


def _put_off(row: FileLeaving, reason: str) -> int:
    FileLeaving.objects.filter(pk=row.pk).update(not_before=timezone.now() + PAUSE)
    log.info('file_waits', hall=row.to, case=str(row.case), reason=reason)
    return 0


def _give_up(row: FileLeaving, failed: str, reason: str) -> int:
    FileLeaving.objects.filter(pk=row.pk).update(failed=failed)
    log.error('file_not_sent', hall=row.to, case=str(row.case), outcome=failed, reason=reason)
    return 0


def _order() -> None:
    """Have the pieces cut after the commit; if the queue is away, the sweep finds what waits."""
    order_after_commit(CARRY_FILES, hall=current_hall().code)
