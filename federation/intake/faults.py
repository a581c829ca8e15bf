"""Telling faults that pass from faults that stay."""

import errno
import traceback
from enum import StrEnum
from pathlib import Path

from federation.contracts.base import UnknownMessage, UnreadableMessage
from federation.contracts.envelope import UnreadableEnvelope
from federation.inbox.availability import is_away
from federation.trust.port import UnknownKey, Untrusted
from govhall.kernel.errors import Later, Refused

# A full disk, or a store of files that can't be reached.
STORAGE = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.EROFS}


class FaultKind(StrEnum):
    """What is done about a fault."""

    PASSING = 'passing'  # rolled back and waited for, never parked
    TOO_NEW = 'too_new'  # parked with its stream until a release knows the type
    BROKEN = 'broken'  # parked, and its stream stops
    UNVERIFIABLE = 'unverifiable'  # quarantined; no stream is touched


def kind_of(error: Exception) -> FaultKind:
    """What kind of fault this is; whatever is not known to pass stays."""
    if is_away(error) or isinstance(error, (Later, UnknownKey, ConnectionError, TimeoutError)):
        return FaultKind.PASSING
    if isinstance(error, OSError) and error.errno in STORAGE:
        return FaultKind.PASSING
    if isinstance(error, UnknownMessage):
        return FaultKind.TOO_NEW
    if isinstance(error, (Untrusted, UnreadableMessage, UnreadableEnvelope)):
        return FaultKind.UNVERIFIABLE
    return FaultKind.BROKEN


def reason_of(error: Exception) -> str:
    """What failed and where, without the error's own text: that may repeat what stood in the message."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f' at {Path(frames[-1].filename).name}:{frames[-1].lineno}' if frames else ''
    code = f' {error.code}' if isinstance(error, Refused) else ''
    return f'{type(error).__name__}{code}{place}'
