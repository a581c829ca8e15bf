"""The bytes of attachments: they follow the case in pieces, on a stream of their own, so that the case never waits."""

from uuid import UUID

from federation.contracts.base import Message, message
from federation.contracts.case import Attachment

PIECE_BYTES = 36 * 1024  # 48 KiB in base64, with room for the rest of a body


@message('attachment.piece.v1')
class Piece(Message, frozen=True, kw_only=True):
    """Piece `index` (from 0) of `count` of a file that a paper of the case names by its hash."""

    case: UUID
    paper: str
    file: Attachment
    index: int
    count: int
    data: bytes
