"""Blank forms and samples: kept once in each cell, under the hash of their content; their pieces travel by the topic.

They name nobody and are for everybody, so they belong to the cell and not to a hall.
"""

from hashlib import sha256

from django.conf import settings
from django.db import transaction

from federation.contracts.catalogue import FILE_PIECE_BYTES, FilePieceEntered, HandedOutFile
from federation.outbox.services import publish_entry
from govhall.files.rules.materials import checked_type
from govhall.handouts.models import HandedOutContent
from govhall.kernel.errors import Refused
from govhall.storage.document_store import FileGone, document_store

FOLDER = 'handed-out'
MOST_MEGABYTES = 8  # sixteen pieces


class NoSuchHandOut(Refused):
    """No material hands out such a file, or its pieces are still under way."""

    code = 'NO_SUCH_HAND_OUT'
    status = 404
    sentence = '没有这个表格，或者还在传送。请稍后再试，或到窗口领取纸质的。'


def most_megabytes() -> int:
    """The largest file that a material may hand out."""
    return min(MOST_MEGABYTES, int(settings.MATERIAL_MEGABYTES))


def keep_file(content: bytes, *, name: str, hall: str) -> HandedOutFile:
    """Keep what an administrator has uploaded, and publish it to all cells; inside a transaction.

    Raises FileEmpty, FileTooLarge, FileTypeRefused, StorageAway.
    """
    kind = checked_type(content, most_megabytes=most_megabytes())
    file = HandedOutFile(hash=sha256(content).hexdigest(), type=kind, size=len(content), name=name)
    parts = [content[start : start + FILE_PIECE_BYTES] for start in range(0, len(content), FILE_PIECE_BYTES)]
    for index, data in enumerate(parts):
        piece = FilePieceEntered(
            hall=hall, hash=file.hash, index=index, count=len(parts), type=kind, name=name, data=data
        )
        keep_piece(piece)
        publish_entry('catalogue', key=f'file:{file.hash}:{index}', message=piece)
    return file


def keep_piece(piece: FilePieceEntered) -> None:
    """Keep one piece, in any order and any number of times; one that contradicts those before it is left."""
    about = {'type': piece.type, 'name': piece.name, 'count': piece.count}
    with transaction.atomic():
        row, _ = HandedOutContent.objects.select_for_update().get_or_create(hash=piece.hash, defaults=about)
        if str(piece.index) in row.pieces or piece.index >= row.count or piece.count != row.count:
            return
        row.pieces[str(piece.index)] = document_store().put(FOLDER, piece.data)
        row.save(update_fields=['pieces'])


def handout_of(digest: str) -> tuple[HandedOutContent, bytes]:
    """A file with its content. Raises NoSuchHandOut, StorageAway."""
    row = HandedOutContent.objects.filter(hash=digest).first()
    if row is None or not row.is_whole:
        raise NoSuchHandOut
    store = document_store()
    try:
        content = b''.join(store.get(FOLDER, row.pieces[str(index)]) for index in range(row.count))
    except FileGone as gone:
        raise NoSuchHandOut from gone
    if sha256(content).hexdigest() != row.hash:
        raise NoSuchHandOut
    return row, content
