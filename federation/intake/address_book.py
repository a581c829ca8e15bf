"""To which hall of this cell a message goes."""

import time
from collections.abc import Callable, Iterable

from federation.contracts.envelope import Envelope
from federation.directory import selectors as directory
from govhall.kernel.errors import Broken, Later
from tenants.hall_moves import statuses
from tenants.models import Hall, HallStatus
from tenants.selectors import hall_by_code

PATIENCE_SECONDS = 60.0
FORGET_AFTER = 10  # times that patience: until then a further message to the same name does not wait again
MOST_ASKED = 1000  # names that wait for the directory; a hall may name as many halls as it likes
LOOK_SECONDS = 1.0  # how long a hall that closes may still be written to; its database refuses that


class NotYet(Later):
    """The hall is to be in this cell and is not provisioned yet, or the directory may still bring it."""


class Misdirected(Broken):
    """The message is not for this cell, or not from this federation."""


class HasLeft(Later):
    """The hall is leaving this cell or has left it: nothing more is applied to it here.

    What is let go is said again by its sender, as no receipt names it, to the cell that holds the hall then.
    """


class AddressBook:
    """Looks halls up; waits some time for the directory before it calls a hall unknown.

    The first message of a new hall may overtake its directory entry, because the two travel on different topics.
    """

    def __init__(
        self, cell: str, *, patience: float = PATIENCE_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._cell = cell
        self._patience = patience
        self._clock = clock
        self._first_asked: dict[str, float] = {}
        self._known_senders: set[str] = set()
        self._statuses: dict[str, str] = {}
        self._looked: float | None = None

    def meet(self, envelopes: Iterable[Envelope]) -> None:
        """Learn in one statement which of these senders are in the directory."""
        strangers = {envelope.source for envelope in envelopes} - self._known_senders
        if strangers:
            self._known_senders |= directory.cells_of(strangers).keys()

    def check_sender(self, envelope: Envelope) -> None:
        """Raises NotYet, then Misdirected, for a sender that is not in the directory."""
        if envelope.source not in self._known_senders:
            if directory.find(envelope.source) is None:
                self._wait_for(envelope.source)
            self._known_senders.add(envelope.source)

    def hall(self, code: str) -> Hall:
        """The hall of this cell. Raises NotYet, HasLeft or Misdirected."""
        status = self._status(code)
        if status == HallStatus.ARRIVING:
            raise NotYet(code)
        if status != HallStatus.OPEN:
            raise HasLeft(code)
        try:
            return hall_by_code(code)
        except Hall.DoesNotExist:
            entry = directory.find(code)
        if entry is None:
            self._wait_for(code)
        elif entry.cell != self._cell:
            raise Misdirected('recipient_in_another_cell')
        raise NotYet(code)

    def _status(self, code: str) -> str:
        now = self._clock()
        if self._looked is None or now - self._looked >= LOOK_SECONDS:
            self._statuses, self._looked = statuses(), now
        return self._statuses.get(code, HallStatus.OPEN)

    def is_out_of_patience(self, name: str) -> bool:
        """Whether a hall or key, first asked for a while ago, is to be given up; never before the directory is here.

        While very many wait, a further one is given up at once: what is set aside is said again.
        """
        now = self._clock()
        first = self._first_asked.get(name)
        if first is None:
            self._forget_old(now)
            if len(self._first_asked) >= MOST_ASKED:
                return not directory.is_empty()
            first = self._first_asked[name] = now
        return now - first >= self._patience and not directory.is_empty()

    def _forget_old(self, now: float) -> None:
        """Names that were given up long ago; the oldest come first."""
        while self._first_asked:
            oldest = next(iter(self._first_asked))
            if now - self._first_asked[oldest] < FORGET_AFTER * self._patience:
                return
            del self._first_asked[oldest]

    def _wait_for(self, code: str) -> None:
        if not self.is_out_of_patience(code):
            raise NotYet(code)
        raise Misdirected('hall_not_in_directory')
