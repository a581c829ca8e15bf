"""Whether the clock of this web or worker agrees with that of the database, which all processes of the cell share.

An act that is dated by a wrong clock stands in the case for ever: delivered before it was received, or tomorrow.
Limits, papers and the chain rest on these days, so nothing is done while the two differ by more than halls may differ.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from django.db import connection

from govhall.kernel.errors import Later, Refused

TOLERANCE_SECONDS = 120.0  # as between halls
LOOK_SECONDS = 60.0
log = structlog.get_logger(__name__)


class ClockWrong(Refused):
    """This web's clock and the database's differ: whatever were done now would be dated wrongly."""

    code = 'CLOCK_WRONG'
    status = 409
    sentence = (
        '服务器的时间与数据库相差 {minutes} 分钟，现在办理会记错日期，没有办理。'
        '请稍后再试；一直这样请告诉大厅，由系统管理员校准时间。'
    )


class ClockOff(Later):
    """This worker's clock and the database's differ: what it did now would be dated, or deemed, wrongly."""


class ClockGuard:
    """Compares now and then. Until `watch` was called nothing is compared: commands and tests have their own time."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._looked: float | None = None
        self._ahead = 0.0
        self.is_watched = False

    def watch(self) -> None:
        """Compare from now on; the first time when somebody asks."""
        self.is_watched, self._looked = True, None

    def ahead(self) -> float:
        """By how many seconds this clock is before the database's, as of a minute ago or less; 0 while not watched."""
        if self.is_watched and (self._looked is None or self._monotonic() - self._looked > LOOK_SECONDS):
            self._ahead = _difference()
            self._looked = self._monotonic()
            if self.is_wrong:
                log.error('clock_wrong', seconds=round(self._ahead))
        return self._ahead if self.is_watched else 0.0

    @property
    def is_wrong(self) -> bool:
        """Whether the last comparison found more than may be."""
        return abs(self._ahead) > TOLERANCE_SECONDS

    def refuse_if_wrong(self) -> None:
        """Raises ClockWrong."""
        ahead = abs(self.ahead())
        if ahead > TOLERANCE_SECONDS:
            raise ClockWrong(minutes=round(ahead / 60))

    def wait_if_wrong(self) -> None:
        """For work that nobody stands and waits for. Raises ClockOff."""
        ahead = abs(self.ahead())
        if ahead > TOLERANCE_SECONDS:
            raise ClockOff(f'{ahead:.0f} seconds')


clock = ClockGuard()


def _difference() -> float:
    """Read between two looks at the own clock, so that a slow answer is no difference."""
    before = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute('SELECT clock_timestamp()')
        (there,) = cursor.fetchone()
    after = datetime.now(UTC)
    if there < before:
        return float((before - there).total_seconds())
    return -float(max(0.0, (there - after).total_seconds()))
