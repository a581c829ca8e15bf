"""The rule of the cursor: what to do with a message, given how far its stream has come. Pure.

The hash of the message before and the epoch catch a sender that was restored from a backup and tells another story; the
sequence makes every repetition harmless and every gap visible.
"""

from enum import Enum, StrEnum
from typing import NamedTuple

from federation.contracts.envelope import Envelope
from govhall.kernel.chain import GENESIS


class StreamState(StrEnum):
    """What a stream may do."""

    OK = 'ok'
    GAP = 'gap'  # messages wait for one before them
    CONFLICT = 'conflict'  # the sender contradicts what we hold; only a newer epoch ends it
    BLOCKED = 'blocked'  # a message could not be applied; those behind it wait


class CursorVerdict(Enum):
    """What to do with a message."""

    APPLY = 'apply'
    DUPLICATE = 'duplicate'  # drop: applied before
    LEFTOVER = 'leftover'  # drop: from a life that the sender has forgotten or that is in conflict
    PARK = 'park'  # keep until its turn
    CONFLICT = 'conflict'  # flag the stream


class Cursor(NamedTuple):
    """How far a stream has come: last sequence applied, its hash, the newest epoch, the epoch of a conflict (or 0)."""

    sequence: int = 0
    tip: str = GENESIS
    epoch: int = 1
    conflict_epoch: int = 0
    state: StreamState = StreamState.OK


def judge(cursor: Cursor, envelope: Envelope) -> CursorVerdict:
    """The verdict on a message that arrives at this cursor."""
    if envelope.epoch <= cursor.conflict_epoch:
        return CursorVerdict.LEFTOVER
    if envelope.epoch > cursor.epoch and envelope.base < cursor.sequence:
        return CursorVerdict.CONFLICT  # the sender has forgotten messages that we hold
    if envelope.sequence <= cursor.sequence:
        return CursorVerdict.DUPLICATE
    if envelope.sequence > cursor.sequence + 1:
        return CursorVerdict.PARK
    if envelope.previous != cursor.tip:
        return CursorVerdict.CONFLICT if envelope.epoch >= cursor.epoch else CursorVerdict.LEFTOVER
    return CursorVerdict.PARK if cursor.state is StreamState.BLOCKED else CursorVerdict.APPLY


def applied(cursor: Cursor, envelope: Envelope, tip: str) -> Cursor:
    """The cursor after the message was applied; `tip` is the message's own hash.

    A stream that was not in order stays `gap` until somebody has looked whether more is parked.
    """
    state = StreamState.OK if cursor.state is StreamState.OK else StreamState.GAP
    return Cursor(envelope.sequence, tip, max(cursor.epoch, envelope.epoch), 0, state)


def parked(cursor: Cursor) -> Cursor:
    """The cursor after a message was parked."""
    return cursor._replace(state=StreamState.GAP) if cursor.state is StreamState.OK else cursor


def conflicting(cursor: Cursor, envelope: Envelope) -> Cursor:
    """The cursor after a message contradicted it."""
    return cursor._replace(conflict_epoch=envelope.epoch, state=StreamState.CONFLICT)
