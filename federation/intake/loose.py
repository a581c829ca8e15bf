"""Facts and entries, which belong to no stream: set-based, and singly only when something is wrong."""

from collections.abc import Callable, Sequence

from django.db import transaction

from federation.inbox import offsets
from federation.inbox.away import is_away
from federation.inbox.parcels import Parcel
from federation.inbox.quarantine import set_aside, suspect
from federation.intake.faults import reason_of
from federation.intake.progress import Progress
from federation.receipts.guarding import OlderBackup
from govhall.kernel.errors import Later

Apply = Callable[[Sequence[Parcel]], None]


def take_loose(progress: Progress, apply: Apply, parcels: Sequence[Parcel]) -> None:
    """Apply all in one transaction with their offsets; if one fails, each alone, and the failing ones are set aside.

    Raises Later if some must wait (the others are applied), OlderBackup, and the database being away.
    """
    try:
        _commit(progress, apply, parcels)
    except OlderBackup:
        raise
    except Exception as error:
        if is_away(error):
            raise
        # Whichever it was is found and named by taking them singly.
        finished = [_take_single(progress, apply, parcel) for parcel in parcels]
        if not all(finished):
            raise Later(parcels[0].topic) from None


def _take_single(progress: Progress, apply: Apply, parcel: Parcel) -> bool:
    try:
        _commit(progress, apply, [parcel])
    except OlderBackup:
        raise
    except Later:
        return False
    except Exception as error:
        if is_away(error):
            raise
        set_aside([suspect(parcel, reason_of(error))], progress.offsets_after([parcel]))
        progress.applied([parcel])
    return True


def _commit(progress: Progress, apply: Apply, parcels: Sequence[Parcel]) -> None:
    with transaction.atomic():
        apply(parcels)
        offsets.write(progress.offsets_after(parcels))
    progress.applied(parcels)
