"""The main loop of relay and intake: it survives faults of database and broker and ends at SIGTERM or SIGINT."""

import gc
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event
from types import FrameType

import structlog
from django.db import InterfaceError, OperationalError, ProgrammingError, connection

from govhall.kernel.errors import Later

SHORTEST, LONGEST = 0.1, 5.0
OBJECTS_BETWEEN_COLLECTIONS = 50_000
COLLECT_SECONDS = 60.0
log = structlog.get_logger()


def tune_garbage_collector() -> None:
    """Collect reference cycles less often; for a process that works through batches.

    A batch makes many objects and drops them all: collecting took a fifth of the intake's time, a third of the
    relay's own work on a record. `ProcessLoop` collects once a minute: sockets of a failed Kafka client are in cycles.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 10, 10)


class AdvisoryLock:
    """A PostgreSQL advisory lock: one process of a name works in this cell. It is held by a connection of its own.

    Losing it unnoticed makes duplicates, which the inbox drops; it saves work and is not what safety rests on.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._connection = connection.copy()
        self._held = False

    def acquire(self) -> bool:
        """True if this process holds the lock, now or already. Raises OperationalError."""
        if not self._held:
            with self._connection.cursor() as cursor:
                cursor.execute('SELECT pg_try_advisory_lock(hashtext(%s))', [self._name])
                self._held = bool(cursor.fetchone()[0])
        return self._held

    def release(self) -> None:
        """Let another process have it; also after an error, because the lock's own session may be gone."""
        if self._held:
            # Asked for, because the server may notice a closed connection only a while later.
            with suppress(OperationalError, InterfaceError), self._connection.cursor() as cursor:
                cursor.execute('SELECT pg_advisory_unlock(hashtext(%s))', [self._name])
        self._connection.close()
        self._held = False


class ProcessLoop:
    """Calls one step again and again. A step returns the seconds to wait after it."""

    def __init__(self, name: str, lock: AdvisoryLock | None = None) -> None:
        """With a `lock`, steps run only while it is held: one such process a cell works, others wait."""
        self._name = name
        self._lock = lock
        self._stop = Event()
        self._delay = 0.0
        self._collected = time.monotonic()

    def run(self, step: Callable[[], float]) -> None:
        """Run until SIGTERM or SIGINT; the step that is under way is finished.

        A database or link that is away is waited for, with one log line when it goes and one when it is back.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._handle_signal)
        log.info('process_started', process=self._name)
        try:
            while not self._stop.is_set():
                self._stop.wait(self._run_step(step))
                self._collect()
        finally:
            self._release()
            log.info('process_stopped', process=self._name)

    def _run_step(self, step: Callable[[], float]) -> float:
        try:
            if self._lock is not None and not self._lock.acquire():
                return 0.5
            wait = step()
        except (OperationalError, InterfaceError, ProgrammingError, Later) as error:
            return self._failed(error)
        if self._delay:
            log.info('process_recovered', process=self._name)
            self._delay = 0.0
        return wait

    def _collect(self) -> None:
        if time.monotonic() - self._collected > COLLECT_SECONDS:
            gc.collect()
            self._collected = time.monotonic()

    def _failed(self, error: Exception) -> float:
        if not self._delay:
            first_line = str(error).partition('\n')[0]  # the lines behind it may quote a row
            log.warning('process_waiting', process=self._name, reason=f'{type(error).__name__}: {first_line}')
        self._delay = min(LONGEST, self._delay * 2 or SHORTEST)
        connection.close()
        self._release()
        return self._delay

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()

    def _handle_signal(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()
