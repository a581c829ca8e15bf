"""The bytes follow the case: in pieces, each file on a stream of its own, by the lane for what is large."""

from uuid import UUID, uuid5

from federation.contracts.attachment import PIECE_BYTES, Piece
from federation.contracts.case import Attachment
from federation.link.topics import Lane
from federation.outbox.services import emit
from govhall.casework.services.change import Change
from govhall.casework.services.storing import read


def stream_of(case: UUID, content: str) -> UUID:
    """The subject under which the pieces of one file of one case travel; it never holds the case itself up."""
    return uuid5(case, content)


def send_files(change: Change, to: str) -> None:
    """Put all pieces of all files of the case into the outbox of this transaction."""
    for paper in change.case.papers:
        for file in paper.files:
            _send(change.case.uid, paper.code, file, to)


def _send(case: UUID, paper: str, file: Attachment, to: str) -> None:
    content = read(file.hash)
    starts = range(0, len(content), PIECE_BYTES)
    for index, start in enumerate(starts):
        data = content[start : start + PIECE_BYTES]
        piece = Piece(case=case, paper=paper, file=file, index=index, count=len(starts), data=data)
        emit(piece, recipient=to, subject=stream_of(case, file.hash), lane=Lane.BULK)
