"""Which of several processes does the work, and processes that stand still for a while."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psutil
import psycopg

from deploy.local.child import Child
from tests.builders.stack import Stack

HOLDER = """
    SELECT client_port FROM pg_stat_activity JOIN pg_locks USING (pid)
    WHERE locktype = 'advisory' AND granted AND usename = %s
"""


@contextmanager
def stopped(pid: int | None) -> Iterator[None]:
    """The process stands still, so that nobody starts another, until the block ends."""
    process = psutil.Process(pid)
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def at_work(children: Sequence[Child], stack: Stack) -> Child | None:
    """Which of the intakes of bazhong has the turn now; None while nobody has it."""
    with psycopg.connect(stack.ground.postgres.dsn()) as connection:  # others see no ports of other people's sessions
        ports = {row[0] for row in connection.execute(HOLDER, ['bazhong_intake'])}
    return next((child for child in children if ports & _ports(child)), None)


def _ports(child: Child) -> set[int]:
    if child.pid is None:
        return set()
    try:
        return {line.laddr.port for line in psutil.Process(child.pid).net_connections('tcp')}
    except psutil.NoSuchProcess:
        return set()
