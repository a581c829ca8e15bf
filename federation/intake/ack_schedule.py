"""When the intake tells others how far it has come: every half minute whom it concerns, every few minutes everybody."""

import time
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

from federation.acks.send import send_acks

TO_ALL_EVERY = 10  # times
GAP_SECONDS = 60.0


class AckSchedule:
    """The rhythm of receipts. `caught_up` says whether all that the road holds has been applied."""

    def __init__(self, caught_up: Callable[[], bool], clock: Callable[[], float] = time.monotonic) -> None:
        self._caught_up = caught_up
        self._clock = clock
        self._given = clock()
        self._times = 0

    def once(self) -> None:
        """Give receipts if it is time."""
        if self._clock() - self._given < settings.RECEIPT_SECONDS:
            return
        now = timezone.now()  # before the look: what comes after it is not vouched for
        as_of = now if self._caught_up() else None
        send_acks(as_of=as_of, to_all=self._times % TO_ALL_EVERY == 0, gap_seconds=GAP_SECONDS)
        self._times += 1
        self._given = self._clock()
