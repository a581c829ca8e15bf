"""Keeps a list of processes running until it is told to stop, and takes them all with it when it goes."""

import fcntl
import json
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from time import monotonic, sleep
from types import FrameType

from deploy.local.child import Child
from deploy.local.errors import StartFailed

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TICK_SECONDS = 0.2
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 10.0
RESTARTS = 8  # of one program within the window; more, and something is wrong that starting again does not mend
WINDOW_SECONDS = 300.0

_Handler = Callable[[int, FrameType | None], object] | int | None


class State(StrEnum):
    """What a supervised process does."""

    NEW = 'new'
    RUNNING = 'running'
    WAITING = 'waiting'  # died, will be started again
    STOPPED = 'stopped'


@dataclass
class _Watched:
    child: Child
    state: State = State.NEW
    restarts: list[float] = field(default_factory=list)
    due: float = 0.0


class Supervisor:
    """Starts children in order, restarts what dies, stops all in reverse. Use it from the main thread only.

    Every child carries a parent-death signal, so a supervisor killed with -9 leaves nothing behind either.
    """

    def __init__(self, children: Sequence[Child], folder: Path) -> None:
        self._watched = [_Watched(child) for child in children]
        self._file = folder / 'processes.json'
        self._told_to_stop = False
        self._breaks_off = False
        self._old_handlers: dict[signal.Signals, _Handler] = {}

    def start(self, *, started: Callable[[Child], None] = lambda child: None) -> None:
        """Start each child and wait until it serves, calling `started` after each; on failure stop all again.

        From here until `stop`, SIGINT, SIGTERM and SIGHUP are ours: they end `run`, and outside it they raise
        `SystemExit`, so that the caller's way out leads through `stop` whatever it is doing.
        """
        self._old_handlers = {number: signal.signal(number, self._on_signal) for number in STOP_SIGNALS}
        self._breaks_off = True
        try:
            for watched in self._watched:
                watched.child.start().wait_ready()
                watched.state = State.RUNNING
                started(watched.child)
                self._write()
        except BaseException:
            self.stop()
            raise

    def tick(self) -> None:
        """Look once at every child: start again what died and whose wait is over; raises `StartFailed` on too many."""
        before = self.status()
        for watched in self._watched:
            self._look_after(watched)
        if self.status() != before:
            self._write()

    def run(self, *, until: Callable[[], bool] = lambda: False) -> None:
        """Keep all running until SIGINT, SIGTERM or SIGHUP comes or `until` says so; the caller then stops.

        Raises `StartFailed` when a child keeps dying.
        """
        self._breaks_off = False
        while not self._told_to_stop and not until():
            self.tick()
            sleep(TICK_SECONDS)
        self._breaks_off = True

    @property
    def told_to_stop(self) -> bool:
        """Whether a signal asked `run` to end."""
        return self._told_to_stop

    def stop(self) -> None:
        """Stop all in reverse order and give the signals back."""
        self._breaks_off = False  # a second signal must not break off the stopping
        for watched in reversed(self._watched):
            watched.child.stop()
            watched.state = State.STOPPED
        self._write()
        while self._old_handlers:
            signal.signal(*self._old_handlers.popitem())

    def status(self) -> list[dict[str, object]]:
        """Name, process id (None when it does not run), state and number of restarts of each."""
        return [
            {'name': w.child.name, 'pid': w.child.pid, 'state': w.state.value, 'restarts': len(w.restarts)}
            for w in self._watched
        ]

    def _look_after(self, watched: _Watched) -> None:
        now = monotonic()
        if watched.state is State.RUNNING and not watched.child.alive():
            recent = [at for at in watched.restarts if now - at < WINDOW_SECONDS]
            if len(recent) >= RESTARTS:
                raise StartFailed(f'{watched.child.name} keeps dying\n{watched.child.tail()}')
            watched.child.kill()  # what a dead master left in its group
            watched.due = now + min(FIRST_WAIT_SECONDS * 2 ** len(recent), LONGEST_WAIT_SECONDS)
            watched.restarts = [*recent, now]
            watched.state = State.WAITING
        elif watched.state is State.WAITING and now >= watched.due:
            watched.child.start()
            watched.state = State.RUNNING

    def _write(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix('.new')
        fresh.write_text(json.dumps(self.status(), indent=2))
        fresh.replace(self._file)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._told_to_stop = True
        if self._breaks_off:
            raise SystemExit(128 + number)


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Hold the run folder for this process; raises `StartFailed` when another run holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / 'lock').open('w') as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise StartFailed(f'another run uses {folder}: stop it first') from taken
        yield
