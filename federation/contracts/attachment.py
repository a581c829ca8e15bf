"""The bytes of attachments: they follow the case in pieces, on a stream of their own, so that the case never waits."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from federation.contracts.base import Message, message
from federation.contracts.case import Attachment, Hash

PIECE_BYTES = 512 * 1024
PIECE_BYTES_V1 = 36 * 1024  # 48 KiB in base64, with room for the rest of a body
HEAD_BYTES = 1024  # more than all other fields of a piece need

MOST_PIECES = 10_000
Count = Annotated[int, Meta(ge=1, le=MOST_PIECES)]
Index = Annotated[int, Meta(ge=0, lt=MOST_PIECES)]


@message('attachment.piece.v2', packed=True, largest=PIECE_BYTES + HEAD_BYTES)
class Piece(Message, frozen=True, kw_only=True):
    """Piece `index` (from 0) of `count` of a file that a paper of the case names by its hash.

    All but the last have 512 KiB. `attempt` counts from 1; a file that was refused begins anew with the next one.
    """

    case: UUID
    file: Attachment
    index: Index
    count: Count
    attempt: Annotated[int, Meta(ge=1, le=100)] = 1
    data: Annotated[bytes, Meta(max_length=PIECE_BYTES)]


@message('attachment.piece.v1')
class PieceV1(Message, frozen=True, kw_only=True):
    """The same in JSON with at most 36 KiB in base64, as it was sent first; understood, and no longer said."""

    case: UUID
    paper: str
    file: Attachment
    index: Index
    count: Count
    data: bytes


Reason = Literal['damaged', 'mismatched', 'not_named', 'incomplete', 'too_large']


@message('attachment.refused.v1')
class FileRefused(Message, frozen=True, kw_only=True):
    """The receiver threw the pieces of this attempt away, and why.

    `damaged`: joined they are not what the hash names. `mismatched`: they contradict each other about size or count.
    `not_named`: no paper of the case names the file. `incomplete`: some did not come for a long time.
    `too_large`: more than the receiver takes.
    """

    case: UUID
    hash: Hash
    attempt: int
    reason: Reason
