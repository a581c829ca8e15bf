"""What a piece must be to belong to its file."""

from typing import Protocol

from federation.contracts.attachment import Piece, Reason

LARGEST_FILE = 100 * 2**20  # bytes of one file from another hall: it is joined in memory


class FileProgress(Protocol):
    """What the pieces before it said of the same file."""

    @property
    def size(self) -> int:
        """Bytes of the whole."""
        ...

    @property
    def count(self) -> int:
        """Pieces of the whole."""
        ...


def objection(piece: Piece, begun: FileProgress, *, piece_bytes: int) -> Reason | None:
    """Why the piece can't be part of the file, or None; all but the last piece have `piece_bytes` bytes."""
    size = piece.file.size
    if size > LARGEST_FILE:
        return 'too_large'
    if (size, piece.count) != (begun.size, begun.count) or piece.count != -(-size // piece_bytes):
        return 'mismatched'
    if len(piece.data) != min(piece_bytes, size - piece.index * piece_bytes):
        return 'damaged'
    return None
