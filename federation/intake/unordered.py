"""Facts and entries, which belong to no stream: set-based, and singly only when something is wrong."""

from collections.abc import Callable, Sequence

from django.db import transaction

from federation.acks.rollback_guard import OlderBackup
from federation.inbox import offsets
from federation.inbox.availability import is_away
from federation.inbox.messages import InboundMessage
from federation.inbox.quarantine import quarantine_records, suspect_record
from federation.intake.faults import reason_of
from federation.intake.progress import ReadProgress
from govhall.kernel.errors import Later

Apply = Callable[[Sequence[InboundMessage]], None]


def apply_unordered(progress: ReadProgress, apply: Apply, messages: Sequence[InboundMessage]) -> None:
    """Apply all in one transaction with their offsets; if one fails, each alone, and the failing ones are set aside.

    Raises Later if some must wait (the others are applied), OlderBackup, and the database being away.
    """
    try:
        _commit(progress, apply, messages)
    except OlderBackup:
        raise
    except Exception as error:
        if is_away(error):
            raise
        # Whichever it was is found and named by taking them singly.
        finished = [_apply_single(progress, apply, message) for message in messages]
        if not all(finished):
            raise Later(messages[0].topic) from None


def _apply_single(progress: ReadProgress, apply: Apply, message: InboundMessage) -> bool:
    try:
        _commit(progress, apply, [message])
    except OlderBackup:
        raise
    except Later:
        return False
    except Exception as error:
        if is_away(error):
            raise
        quarantine_records([suspect_record(message, reason_of(error))], progress.offsets_after([message]))
        progress.applied([message])
    return True


def _commit(progress: ReadProgress, apply: Apply, messages: Sequence[InboundMessage]) -> None:
    with transaction.atomic():
        apply(messages)
        offsets.write(progress.offsets_after(messages))
    progress.applied(messages)
