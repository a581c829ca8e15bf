"""A cell comes back from an old backup: it is found out, asks its neighbours, and agrees with them again."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from time import monotonic

import psycopg
import pytest
from psycopg import sql
from rich.console import Console

from deploy.local.cells import DatabaseRole
from deploy.local.child import Child, Program
from deploy.local.place import discard
from deploy.local.programs import intake, manage, relay
from tests.builders.stack import Running, Stack, stack
from tests.fault.convergence import Stopwatch
from tests.fault.evidence import CELLS, Evidence
from tests.fault.flow import COUNTY, TOWNSHIP, clerk

pytestmark = [pytest.mark.process, pytest.mark.kafka, pytest.mark.long, pytest.mark.timeout(900)]
COUNT = 4
END_WITHIN = 120.0
FIGURES = 'SELECT * FROM insight_day ORDER BY area, day, level, matter'
HASTE = {'GOVHALL_RECEIPT_SECONDS': '1'}


@pytest.fixture(scope='module')
def own_cells(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Two cells that no other test uses, because their databases are put back."""
    folder = tmp_path_factory.mktemp('restored')
    with stack(folder, console=Console(quiet=True), settings=HASTE) as made:
        yield made
    discard(folder)


@contextmanager
def at_work(cells: Stack, *names: str) -> Iterator[Running]:
    """Relay and intake of these cells run."""
    programs = [make(cells.cell(name)) for make in (relay, intake) for name in names]
    with cells.running(*programs) as running:
        yield running


def copy(cells: Stack, source: str, target: str, *, owner: str) -> None:
    """Make one database as the other is now."""
    cell = cells.cell(owner)
    with psycopg.connect(cell.postgres.dsn(), autocommit=True) as server:
        server.execute(sql.SQL('DROP DATABASE IF EXISTS {} WITH (FORCE)').format(sql.Identifier(target)))
        server.execute(
            sql.SQL('CREATE DATABASE {} TEMPLATE {} OWNER {}').format(
                *map(sql.Identifier, (target, source, cell.login(DatabaseRole.OWNER)))
            )
        )
        for role in DatabaseRole:
            server.execute(
                sql.SQL('GRANT CONNECT ON DATABASE {} TO {}').format(
                    sql.Identifier(target), sql.Identifier(cell.login(role))
                )
            )


def end_of(cells: Stack, program: Program) -> Child:
    """The program, run until it ends by itself."""
    child = cells.child(program).start()
    pause, deadline = Event(), monotonic() + END_WITHIN
    while child.alive():
        assert monotonic() < deadline, f'{program.name} goes on: {child.tail()}'
        pause.wait(0.05)
    return child


def refuses(cells: Stack, name: str) -> bool:
    """Whether relay and intake of the cell end by themselves and say what to do."""
    ended = [end_of(cells, make(cells.cell(name))) for make in (relay, intake)]
    return all(child.exit_code() == 1 and 'govhall restored' in child.tail() for child in ended)


def declare(cells: Stack, name: str) -> None:
    """What the operator does."""
    child = end_of(cells, manage(cells.cell(name), 'restored'))
    assert child.exit_code() == 0, child.tail()


def is_acknowledged(evidence: Evidence) -> bool:
    """Whether the cell has receipts for all that its halls have said; it is they that betray a backup."""
    waiting = 'SELECT count(*) AS n FROM fed_delivery WHERE receipted_seq < sent_seq'
    return evidence.outbox() == 0 == evidence.rows('bazhong', waiting)[0]['n']


def is_mended(evidence: Evidence) -> bool:
    """Nothing is left of a restore in either cell, and nothing waits."""
    left = 'SELECT (SELECT count(*) FROM fed_guard) + (SELECT count(*) FROM fed_fence) AS n'
    return not any(evidence.rows(name, left)[0]['n'] or evidence.outbox(name) for name in CELLS)


def held(evidence: Evidence, cell: str, hall: str) -> set[str]:
    """The open cases that the hall holds."""
    query = f"SELECT uid FROM h_{hall.lower()}.casework_case WHERE custody = 'held' AND outcome_data IS NULL"
    return {str(row['uid']) for row in evidence.rows(cell, query)}


def test_a_cell_back_from_an_old_backup_is_found_out_and_agrees_again(own_cells: Stack) -> None:
    evidence = Evidence(own_cells)
    with at_work(own_cells, *CELLS) as running, clerk(own_cells, COUNT) as flow:
        before = flow.finish()
        assert running.until(lambda: evidence.in_custody(before, at=COUNTY, watched_by=TOWNSHIP))
    copy(own_cells, 'bazhong', 'bazhong_backup', owner='bazhong')
    with at_work(own_cells, *CELLS) as running, clerk(own_cells, COUNT) as flow:
        after = flow.finish()
        assert running.until(lambda: evidence.in_custody(after, at=COUNTY, watched_by=TOWNSHIP))
        assert running.until(lambda: is_acknowledged(evidence))
    copy(own_cells, 'bazhong_backup', 'bazhong', owner='bazhong')
    assert refuses(own_cells, 'bazhong')
    declare(own_cells, 'bazhong')
    with at_work(own_cells, *CELLS) as running:
        watch = Stopwatch(f'A cell back from a backup that lacked {COUNT} cases')
        assert running.until(lambda: is_mended(evidence), within=180)
        assert running.until(lambda: evidence.stream_faults() == [])
        watch.print()
    assert held(evidence, 'bazhong', COUNTY) >= {*before, *after}
    assert not held(evidence, 'bazhong', TOWNSHIP) & {*before, *after}
    assert evidence.events(COUNTY, 'took_over', [*before, *after]) == [1] * (2 * COUNT)
    assert evidence.chain_faults(COUNTY) == evidence.chain_faults(TOWNSHIP) == []


def test_a_receiver_back_from_an_old_backup_reads_again_what_it_has_forgotten(own_cells: Stack) -> None:
    """The province tells nobody of cases, so that nobody finds it out; it needs nobody's word to be right again."""
    evidence = Evidence(own_cells)
    copy(own_cells, 'sichuan', 'sichuan_backup', owner='sichuan')
    with at_work(own_cells, *CELLS) as running, clerk(own_cells, COUNT) as flow:
        uids = flow.finish()
        assert running.until(lambda: evidence.in_custody(uids, at=COUNTY, watched_by=TOWNSHIP))
        assert running.until(lambda: not evidence.uncounted(TOWNSHIP) and not evidence.uncounted(COUNTY))
    before = evidence.rows('sichuan', FIGURES)
    copy(own_cells, 'sichuan_backup', 'sichuan', owner='sichuan')
    assert evidence.rows('sichuan', FIGURES) != before
    assert evidence.uncounted(TOWNSHIP) >= COUNT
    with at_work(own_cells, *CELLS) as running:
        watch = Stopwatch(f'A receiver back from a backup that lacked the facts of {COUNT} cases')
        assert running.until(lambda: evidence.rows('sichuan', FIGURES) == before)
        watch.print()
    assert evidence.stream_faults() == []
