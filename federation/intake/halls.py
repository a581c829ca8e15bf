"""Messages to one hall: all in one transaction, one by one if that fails; a poison one stops its stream only."""

from collections.abc import Sequence

from federation.contracts.base import UnreadableMessage
from federation.inbox import application
from federation.inbox.opening import opened
from federation.inbox.parcels import Parcel, StreamKey
from federation.inbox.quarantine import set_aside, suspect
from federation.intake.addressing import AddressBook, Misdirected
from federation.intake.faults import AWAY, reason_of
from federation.intake.progress import Progress
from federation.trust.port import UnknownKey, Untrusted
from govhall.kernel.errors import Later
from tenants.models import Hall

BATCH = 100


class HallTaker:
    """Applies parcels and marks them in `progress` as soon as they are committed."""

    def __init__(self, progress: Progress, addresses: AddressBook) -> None:
        self._progress = progress
        self._addresses = addresses

    def take(self, code: str, parcels: Sequence[Parcel]) -> None:
        """Apply all that can be applied to the hall now.

        Raises Later if some must wait (the others are applied), and what AWAY names.
        """
        try:
            hall = self._addresses.hall(code)
        except Misdirected as error:
            self._set_aside(parcels, str(error))
            return
        chunks = [parcels[start : start + BATCH] for start in range(0, len(parcels), BATCH)]
        finished = [self._take_chunk(hall, chunk) for chunk in chunks]
        if not all(finished):
            raise Later(code)

    def retry_parked(self, stream: StreamKey, *, release: bool = False) -> None:
        """Apply what is parked and ripe in a stream; with `release` also in a blocked one. Raises Later, AWAY."""
        self._drain(self._addresses.hall(stream.recipient), stream, release=release)

    def _take_chunk(self, hall: Hall, chunk: Sequence[Parcel]) -> bool:
        known = filter(self._is_from_known_hall, chunk)
        parcels = [parcel for parcel in map(self._open, known) if parcel is not None]
        try:
            if parcels:
                application.take_batch(hall, parcels, self._progress.offsets_after(parcels))
        except AWAY:
            raise
        except Exception:  # noqa: BLE001 - whichever it was is found and named by taking them singly
            return self._take_singly(hall, parcels)
        self._progress.applied(parcels)
        return not any(map(self._progress.is_waiting, chunk))

    def _take_singly(self, hall: Hall, parcels: Sequence[Parcel]) -> bool:
        waiting: set[StreamKey] = set()
        for parcel in parcels:
            if parcel.stream not in waiting and not self._take_single(hall, parcel):
                waiting.add(parcel.stream)
        return not waiting

    def _take_single(self, hall: Hall, parcel: Parcel) -> bool:
        done = self._progress.offsets_after([parcel])
        try:
            application.take_one(hall, parcel, done)
        except AWAY:
            raise
        except Later:
            return False
        except Exception as error:  # noqa: BLE001 - kept with its reason, and its stream stops
            application.block(hall, parcel, reason_of(error), done)
        self._progress.applied([parcel])
        self._drain(hall, parcel.stream)
        return True

    def _drain(self, hall: Hall, stream: StreamKey, *, release: bool = False) -> None:
        try:
            while application.take_next_parked(hall, stream, release=release):
                pass
        except AWAY:
            raise
        except Later:
            return  # still parked; tried again by the next sweep
        except Exception as error:  # noqa: BLE001 - kept with its reason, and its stream stops
            application.block_at_parked(hall, stream, reason_of(error))

    def _is_from_known_hall(self, parcel: Parcel) -> bool:
        try:
            self._addresses.check_sender(parcel.envelope)
        except Misdirected as error:
            self._set_aside([parcel], f'sender: {error}')
            return False
        except Later:
            return False
        return True

    def _open(self, parcel: Parcel) -> Parcel | None:
        """The parcel with the message in it; None if it must wait for a key, or was set aside."""
        try:
            return parcel._replace(message=opened(parcel.envelope, parcel.body))
        except (Untrusted, UnreadableMessage) as error:
            self._set_aside([parcel], f'{type(error).__name__}: {error}')
        except UnknownKey:
            pass
        return None

    def _set_aside(self, parcels: Sequence[Parcel], reason: str) -> None:
        set_aside([suspect(parcel, reason) for parcel in parcels], self._progress.offsets_after(parcels))
        self._progress.applied(parcels)
