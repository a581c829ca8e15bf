"""Telling one bad message from a fault of the cell: then nothing is parked, and the intake stops applying. Pure.

Parking is right for a message that is wrong. Where many streams fail by the same fault, the fault is here (a release, a
catalogue, a missing row), and parking them all would leave thousands of streams to be mended one by one. What comes
from one hall only is parked nevertheless: or a hall that says much that is wrong could stop all others.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import structlog

from govhall.kernel.errors import Later

SHARE = 0.05
LEAST = 10  # streams: in a small poll, a few bad ones are a large share
IN_A_ROW = 20
SENDERS = 2
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
log = structlog.get_logger()


class Systemic(Later):
    """Too many streams in a row failed by the same fault; the rest waits."""


class Blame(NamedTuple):
    """Why a stream would stop, and whose it is."""

    reason: str
    sender: str


class OpenBreaker(NamedTuple):
    """Why the breaker is open: the fault, since when and until when, by the clock, and how often it was tried since."""

    reason: str
    since: float
    until: float
    pause: float
    tries: int


class Breaker:
    """Counts what fails in a row and judges what failed in one poll. Closed at first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, on: bool = True) -> None:
        self._clock = clock
        self._on = on
        self._row: list[Blame] = []
        self._worst = ''
        self.opened: OpenBreaker | None = None

    def state(self) -> dict[str, object] | None:
        """What an operator should know while it is open: the fault, and the seconds since and until the next try."""
        if self.opened is None:
            return None
        now, opened = self._clock(), self.opened
        return {
            'reason': opened.reason,
            'seconds': round(now - opened.since),
            'again_in': max(0, round(opened.until - now)),
            'tries': opened.tries,
        }

    def lets_through(self) -> bool:
        """Whether messages between halls may be applied, or tried again, now."""
        return not self._worst and (self.opened is None or self._clock() >= self.opened.until)

    def succeeded(self) -> None:
        """A message took effect."""
        self._row.clear()

    def failed(self, blame: Blame) -> None:
        """A stream that ran would stop. Raises Systemic when too many have in a row, by the same fault."""
        if self._row and self._row[-1].reason != blame.reason:
            self._row.clear()
        self._row = [*self._row[-IN_A_ROW:], blame]
        if self._on and len(self._row) > IN_A_ROW and _is_common(self._row):
            self._worst = blame.reason
            raise Systemic(blame.reason)

    def trips(self, blames: Sequence[Blame], of: int) -> bool:
        """Judge a poll of `of` streams in which some would stop; True if none of them may.

        While it is open, a poll in which something was tried and nothing trips it closes it.
        """
        reason, count = Counter(blame.reason for blame in blames).most_common(1)[0] if blames else ('', 0)
        worst, self._worst = self._worst, ''
        is_common = _is_common([blame for blame in blames if blame.reason == reason])
        if worst or (self._on and count >= LEAST and count > SHARE * of and is_common):
            self._open(worst or reason, count, of)
            return True
        if self.opened is not None and of:
            log.info('breaker_closed', reason=self.opened.reason, tries=self.opened.tries)
            self.opened = None
        return False

    def _open(self, reason: str, count: int, of: int) -> None:
        now, last = self._clock(), self.opened
        pause = FIRST_PAUSE if last is None else min(LONGEST_PAUSE, last.pause * 2)
        since, tries = (now, 0) if last is None else (last.since, last.tries + 1)
        self.opened = OpenBreaker(reason, since, now + pause, pause, tries)
        self._row.clear()
        log.critical('breaker_open', reason=reason, streams=count, of=of, tries=tries, again_in=pause)


def _is_common(blames: Sequence[Blame]) -> bool:
    return len({blame.sender for blame in blames}) >= SENDERS
