"""The heartbeat of a process: every ten seconds, one row, also while the line is down."""

import os
import socket
import time
from collections.abc import Callable, Mapping

from django.db import connection
from django.db.models import JSONField

BEAT_SECONDS = 10.0
BEAT = """
INSERT INTO fed_health (process, kind, at, state) VALUES (%s, %s, statement_timestamp(), %s)
ON CONFLICT (process) DO UPDATE SET at = excluded.at, state = excluded.state
"""
DELETE_OLD = "DELETE FROM fed_health WHERE at < statement_timestamp() - interval '1 day'"


class HeartbeatWriter:
    """Tells what `state` returns: numbers, and short words without any data of a message."""

    def __init__(
        self,
        kind: str,
        state: Callable[[], Mapping[str, object]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kind = kind
        self._name = f'{kind}:{socket.gethostname()[:80]}:{os.getpid()}'
        self._state = state
        self._clock = clock
        self._beaten: float | None = None

    def once(self) -> None:
        """Beat if it is time. Raises OperationalError."""
        if self._beaten is not None and self._clock() - self._beaten < BEAT_SECONDS:
            return
        with connection.cursor() as cursor:
            if self._beaten is None:
                cursor.execute(DELETE_OLD)
            state = JSONField().get_db_prep_value(dict(self._state()), connection)
            cursor.execute(BEAT, [self._name, self._kind, state])
        self._beaten = self._clock()
