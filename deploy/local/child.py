"""One process of ours: started so that it dies with us, stopped politely, then firmly."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple, Self

from deploy.local.errors import StartFailed
from deploy.local.place import Account

LAUNCH = Path(__file__).with_name('launch.py')
TAIL_BYTES = 2_000
# What belongs to the caller's own settings must not leak into a cell's processes.
OWN_PREFIXES = ('GOVHALL_', 'DJANGO_')


class Program(NamedTuple):
    """What to run. `env` is added to the caller's; `ready` answers whether it serves; times are seconds.

    `death_signal` is what the kernel sends when the supervisor is killed: no grace is left then, so SIGKILL unless
    the program needs the chance to end its own children.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = {}
    cwd: Path | None = None
    user: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    ready: Callable[[], bool] | None = None
    ready_within: float = 60
    stop_within: float = 20


class Child:
    """A `Program` that runs, ran or will run; its output goes to `<logs>/<name>.log`.

    Start it from the main thread: the kernel counts the *thread* that forked as the parent.
    """

    def __init__(self, program: Program, logs: Path) -> None:
        self.program = program
        self.log = logs / f'{program.name}.log'
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        """The program's name."""
        return self.program.name

    @property
    def pid(self) -> int | None:
        """The process id while it runs, else None."""
        return self._process.pid if self._process is not None and self.alive() else None

    def alive(self) -> bool:
        """Whether the process runs now (a dead one is reaped here)."""
        return self._process is not None and self._process.poll() is None

    def exit_code(self) -> int | None:
        """The last exit code, negative for a signal; None before the first end."""
        return self._process.poll() if self._process is not None else None

    def start(self) -> Self:
        """Start it and return at once; nothing happens when it runs already."""
        if self.alive():
            return self
        program = self.program
        account = program.user or Account('', 0, 0)
        prefix = [sys.executable, '-I', '-S', str(LAUNCH), str(os.getpid()), str(int(program.death_signal))]
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open('ab') as log:
            self._process = subprocess.Popen(
                [*prefix, str(account.user), str(account.group), *program.argv],
                env=surroundings() | dict(program.env),
                cwd=program.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def wait_ready(self) -> Self:
        """Wait until `ready` says yes; raises `StartFailed` when the process dies or the time is over."""
        ready, deadline = self.program.ready, monotonic() + self.program.ready_within
        while ready is not None and not ready():
            if not self.alive():
                raise StartFailed(f'{self.name} ended with {self.exit_code()}\n{self.tail()}')
            if monotonic() > deadline:
                self.stop()
                raise StartFailed(f'{self.name} was not ready in {self.program.ready_within:.0f} s\n{self.tail()}')
            sleep(0.05)
        return self

    def stop(self) -> None:
        """Ask with the stop signal, wait, then kill the whole group."""
        if self._process is None:
            return
        if self.alive():
            self._process.send_signal(self.program.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(self.program.stop_within)
        self.kill()

    def kill(self) -> None:
        """Kill the process and what it left in its group, with no chance to tidy up."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def tail(self) -> str:
        """The last lines of its log."""
        if not self.log.exists():
            return ''
        return self.log.read_bytes()[-TAIL_BYTES:].decode(errors='replace')


def surroundings() -> dict[str, str]:
    """The caller's environment without the product's own variables."""
    return {key: value for key, value in os.environ.items() if not key.startswith(OWN_PREFIXES)}
