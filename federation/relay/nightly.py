"""Once a night, what was sent is counted and told to the receivers: see federation.acks.comparison."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.db import connection, transaction
from django.utils import timezone

from federation.acks.comparison import days_to_compare, send_tallies
from federation.acks.models import Comparison

LOOK_SECONDS = 600.0
NIGHT_HOUR = 3  # local time
ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(hashtext('govhall.nightly'))"


class NightlyComparison:
    """Looks now and then whether tonight's comparison was begun; several relays begin it once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._looked = clock() - LOOK_SECONDS

    def once(self) -> int:
        """Tell tonight's tallies if it is time and nobody has; returns the number of pairs."""
        if self._clock() - self._looked < LOOK_SECONDS:
            return 0
        self._looked = self._clock()
        now = timezone.localtime()
        begins = now.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
        return send_nightly_tallies(begins) if now >= begins else 0


def send_nightly_tallies(begins: datetime) -> int:
    """Tell the tallies of the days before `begins`, unless that was done since."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        if not cursor.fetchone()[0] or Comparison.objects.filter(told_at__gte=begins).exists():
            return 0
        return send_tallies(days_to_compare(begins.astimezone(UTC).date()))
