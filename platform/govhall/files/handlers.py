"""What comes for files: their pieces, and the word that some were thrown away."""

from federation.contracts.attachment import PIECE_BYTES, PIECE_BYTES_V1, FileRefused, Piece, PieceV1
from federation.inbox.messages import MessageContext
from federation.inbox.registry import handles
from govhall.files.arrival import take_piece
from govhall.files.dispatch import begin_anew


@handles(Piece)
def on_piece(piece: Piece, delivery: MessageContext) -> None:
    """Keep one piece of half a megabyte."""
    take_piece(piece, sender=delivery.sender, piece_bytes=PIECE_BYTES)


@handles(PieceV1)
def on_piece_v1(old: PieceV1, delivery: MessageContext) -> None:
    """Keep one of the small pieces of before."""
    piece = Piece(case=old.case, file=old.file, index=old.index, count=old.count, data=old.data)
    take_piece(piece, sender=delivery.sender, piece_bytes=PIECE_BYTES_V1)


@handles(FileRefused)
def on_refused(refusal: FileRefused, delivery: MessageContext) -> None:
    """Send the file again, or record that it did not get there."""
    begin_anew(refusal, sender=delivery.sender)
