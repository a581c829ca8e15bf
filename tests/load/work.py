"""What a call costs whatever else the machine does: statements, blocks of the database, processor time."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import psutil
import psycopg

from tests.load.place import CELL, Place
from tests.load.processor import used

WEB = f'{CELL}_web'
# Blocks that planning touches count too: the planner looks at the ends of an index.
KEEP = ("shared_preload_libraries = 'pg_stat_statements'", 'pg_stat_statements.track_planning = on')
ASKED = """
SELECT coalesce(sum(calls), 0), coalesce(sum(shared_blks_hit + shared_blks_read), 0)
FROM pg_stat_statements WHERE userid = %s::regrole
"""
BACKENDS = 'SELECT pid FROM pg_stat_activity WHERE usename = %s'


@dataclass(frozen=True)
class Work:
    """One call on average: statements, blocks of 8 kB touched, processor milliseconds of web and database."""

    statements: float
    blocks: float
    web: float
    database: float


def least(batches: Sequence[Work]) -> Work:
    """Averages of statements and blocks; of the processor's times the least: what others do can only add to them."""
    statements = sum(batch.statements for batch in batches) / len(batches)
    blocks = sum(batch.blocks for batch in batches) / len(batches)
    return Work(statements, blocks, min(batch.web for batch in batches), min(batch.database for batch in batches))


def keep_accounts(dsn: str) -> None:
    """Let the server count what statements touch, from its next start on."""
    with psycopg.connect(dsn, autocommit=True) as line:
        for setting in KEEP:
            line.execute(f'ALTER SYSTEM SET {setting}'.encode())
        line.execute('CREATE EXTENSION IF NOT EXISTS pg_stat_statements')


def work_of(place: Place, call: Callable[[], object], *, calls: int) -> Work:
    """Do it `calls` times, one after the other; nobody else may use the web meanwhile."""
    with psycopg.connect(place.stack.ground.postgres.dsn(), autocommit=True) as line:
        before = _spent(place, line)
        for _ in range(calls):
            call()
        after = _spent(place, line)
    statements, blocks, web, database = ((new - old) / calls for old, new in zip(before, after, strict=True))
    return Work(statements, blocks, web * 1000, database * 1000)


def _spent(place: Place, line: psycopg.Connection) -> tuple[float, float, float, float]:
    asked = line.execute(ASKED, [WEB]).fetchone()
    assert asked is not None
    database = 0.0
    for (pid,) in line.execute(BACKENDS, [WEB]).fetchall():
        with suppress(psutil.NoSuchProcess):
            database += sum(psutil.Process(pid).cpu_times()[:2])
    web = place.parts()['web']
    assert web is not None
    return float(asked[0]), float(asked[1]), used(web), database
