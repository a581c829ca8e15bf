"""`make bench`: sets two cells up in a folder of its own, measures, prints a table and writes it as JSON."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import sleep
from typing import TypeVar

from rich.console import Console

from deploy.local.errors import StartFailed
from deploy.local.kafka_cluster import KafkaCluster
from deploy.local.place import discard
from deploy.local.programs import beat, intake, relay, web, worker
from deploy.local.supervisor import claimed
from tests.builders.stack import Running, Stack, stack
from tests.load.backlog import Backlog, measure_backlog
from tests.load.delay import keep_commit_times, measure_delay
from tests.load.forms import measure_forms
from tests.load.licences import measure_licences
from tests.load.lifecycles import measure_web
from tests.load.million import measure_million
from tests.load.papers import measure_papers
from tests.load.place import CELL, Place
from tests.load.processor import memory
from tests.load.raw_rows import measure_raw
from tests.load.release import HALLS, ReleaseTimes, measure_release
from tests.load.report import Measured, show, write_json
from tests.load.seals import measure_seals
from tests.load.statements import count_statements
from tests.load.work import keep_accounts

RUN = Path(__file__).resolve().parents[2] / '.run'
PARTS = ('memory', 'web', 'papers', 'forms', 'licences', 'release', 'million', 'delay', 'backlog')
SETTLE_SECONDS = 10.0
T = TypeVar('T')


def main() -> int:
    """Measure what was asked for; 1 if a part failed, 2 if it could not start."""
    parser = argparse.ArgumentParser(prog='make bench', description=__doc__)
    parser.add_argument('parts', nargs='*', help=f'some of: {", ".join(PARTS)}; all by default')
    parser.add_argument('--week', action='store_true', help='also catch up 700,000 messages of each kind: half an hour')
    parser.add_argument('--halls', type=int, default=HALLS, help='how many an upgrade changes (default %(default)s)')
    asked = parser.parse_args()
    chosen = asked.parts or PARTS
    if unknown := set(chosen) - set(PARTS):
        parser.error(f'unknown: {", ".join(sorted(unknown))}')
    console = Console(width=None if sys.stdout.isatty() else 160)
    measured = Measured(load_before=os.getloadavg()[0])
    folder = RUN / 'bench'
    try:
        with claimed(folder):
            discard(folder)  # each run from nothing, so that two runs can be compared
        if set(chosen) - {'release'}:
            with stack(folder, console=console) as made:
                _measure(made, chosen, measured, console, week=asked.week)
        if 'release' in chosen:
            upgrade = partial(_upgrade, console, asked.halls)
            measured.release = said(measured, console, 'an upgrade of all halls', upgrade)
        if 'backlog' in chosen:
            _keep(measured, said(measured, console, 'a backlog over three brokers', lambda: _over_three(console)))
    except StartFailed as failed:
        console.print(f'could not start: {failed}', highlight=False)
        return 2
    show(measured, console)
    console.print(f'written: {write_json(measured, RUN)}', highlight=False)
    return status_of(measured)


def status_of(measured: Measured) -> int:
    """What the run ends with: 1 if a part failed, as its report has no figure where one is wanted."""
    return 1 if measured.failed or any(road.failed for road in measured.roads) else 0


def _measure(made: Stack, chosen: Sequence[str], measured: Measured, console: Console, *, week: bool) -> None:
    _set_server(made, chosen)
    cell = made.cell(CELL)
    if 'memory' in chosen:
        with all_at_work(made) as place:
            measured.memory = said(measured, console, 'idle memory of two cells', lambda: _idle(place))
    with made.running(relay(cell), intake(cell), web(cell)) as running:
        place = Place(made, running)
        if 'web' in chosen:
            measured.statements = said(measured, console, 'statements a call', lambda: count_statements(place))
        _measure_alone(place, chosen, measured, console)
        if 'million' in chosen:
            measured.million = said(measured, console, 'a million cases', lambda: measure_million(place))
        with made.running(worker(cell), beat(cell)) as tasks:
            place = Place(made, Running(running.supervisor, {**running.children, **tasks.children}))
            if 'web' in chosen:
                measured.web = said(measured, console, 'lifecycles through the web', lambda: measure_web(place))
                measured.raw = said(measured, console, 'the same rows by raw psycopg', lambda: measure_raw(place))
            if 'delay' in chosen or 'backlog' in chosen:
                measured.delay = said(measured, console, 'township to county', lambda: measure_delay(place))
            if 'backlog' in chosen:
                _keep(measured, said(measured, console, 'a backlog', lambda: measure_backlog(place, week=week)))


def _measure_alone(place: Place, chosen: Sequence[str], measured: Measured, console: Console) -> None:
    """What one process of the cell does by itself."""
    if 'papers' in chosen:
        measured.papers = said(measured, console, 'papers typeset and sealed', lambda: measure_papers(place))
        measured.seals = said(measured, console, "a seal, ours and the library's", lambda: measure_seals(place))
    if 'forms' in chosen:
        measured.forms = said(measured, console, 'a long form', lambda: measure_forms(place))
    if 'licences' in chosen:
        measured.licences = said(measured, console, 'a list of old licences', lambda: measure_licences(place))


def _set_server(made: Stack, chosen: Sequence[str]) -> None:
    """What the server must be started with: counting each statement costs a little, so only where it is looked at."""
    if 'million' in chosen:
        keep_accounts(made.ground.postgres.dsn())
    keep_commit_times(made.ground.postgres.dsn(), made.ground.postgres.restart)


def _keep(measured: Measured, road: Backlog | None) -> None:
    if road is not None:
        measured.roads.append(road)


def _upgrade(console: Console, halls: int) -> ReleaseTimes:
    """In a folder of its own: what it leaves is no cell of this release any more."""
    folder = RUN / 'bench-release'
    with claimed(folder):
        discard(folder)
    with stack(folder, console=console) as made, made.running(web(made.cell(CELL))) as running:
        return measure_release(Place(made, running), halls)


def _over_three(console: Console) -> Backlog:
    folder = RUN / 'bench-three'
    with claimed(folder):
        discard(folder)
    with stack(folder, console=console, broker=KafkaCluster(folder)) as made:
        cell = made.cell(CELL)
        with made.running(relay(cell), intake(cell)) as running:
            return measure_backlog(Place(made, running))


@contextmanager
def all_at_work(made: Stack) -> Iterator[Place]:
    """Every program of both cells, one cell's name before each."""
    programs = [make(cell) for cell in made.ground.cells for make in (relay, intake, web, worker, beat)]
    with made.running(*programs) as running:
        yield Place(made, running)


def _idle(place: Place) -> dict[str, float]:
    sleep(SETTLE_SECONDS)
    children = {name: child.pid for name, child in place.running.children.items()}
    servers = {child.name: child.pid for child in place.stack.ground.children}
    return memory({**servers, **children})


def said(measured: Measured, console: Console, what: str, do: Callable[[], T]) -> T | None:
    """Do it, and show meanwhile what is being measured; what fails is noted, has no figures, and the rest goes on."""
    try:
        with console.status(f'measuring: {what}'):
            done = do()
    except Exception as error:  # noqa: BLE001 - whatever it was, the run must say it and end with status 1
        measured.failed[what] = f'{type(error).__name__}: {error}'.splitlines()[0]
        console.print(f'✗ {what}: {measured.failed[what]}', highlight=False, markup=False)
        return None
    console.print(f'✓ {what}', highlight=False)
    return done


if __name__ == '__main__':
    sys.exit(main())
