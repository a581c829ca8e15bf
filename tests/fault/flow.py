"""Cases that come in at a township and go up, made by a clerk's process while something is broken."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from threading import Thread

from deploy.local.cells import DatabaseRole
from deploy.local.programs import ROOT
from tests.builders.stack import Stack

TOWNSHIP, COUNTY, MATTER = 'TJFY0001', 'TJXZ0001', '510100107000'  # food permits are received below, decided above
LINE_WITHIN = 150.0  # the first line comes when all papers are in


class Flow:
    """The clerk at work; `uids` are the cases whose forwarding was committed so far."""

    def __init__(self, clerk: subprocess.Popen[str]) -> None:
        self._clerk = clerk
        self._lines: Queue[str] = Queue()
        self.uids: list[str] = []
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._clerk.stdout is not None
        for line in self._clerk.stdout:
            self._lines.put(line)
        self._lines.put('')

    def next(self) -> bool:
        """Wait until one more case was forwarded; False when the clerk is done."""
        try:
            line = self._lines.get(timeout=LINE_WITHIN)
        except Empty:
            raise TimeoutError('the clerk stands still') from None
        if line.startswith('{'):
            self.uids.append(json.loads(line)['uid'])
        return bool(line)

    def forwarded(self, count: int) -> None:
        """Wait until so many cases were forwarded."""
        while len(self.uids) < count and self.next():
            pass
        assert len(self.uids) >= count, 'the clerk ended'

    def finish(self) -> list[str]:
        """Wait for the last case; the uids of all."""
        while self.next():
            pass
        assert self._clerk.wait(LINE_WITHIN) == 0
        return self.uids


@contextmanager
def clerk(stack: Stack, count: int, *, per_second: float = 30.0) -> Iterator[Flow]:
    """A clerk who forwards `count` cases at this pace."""
    argv = [sys.executable, '-m', 'tests.builders.inside', 'tests.builders.clerk', TOWNSHIP, MATTER]
    environment = os.environ | stack.cell('bazhong').environment(DatabaseRole.WEB)
    with subprocess.Popen(
        [*argv, str(count), str(per_second)], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as process:
        try:
            yield Flow(process)
        finally:
            process.kill()
