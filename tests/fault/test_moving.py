"""A township moves from one cell to the other, with real processes over Kafka, while its cases are with the county."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from deploy.local.place import discard
from deploy.local.programs import manage
from tests.builders.stack import Stack, stack
from tests.fault.evidence import CELLS, Evidence, schema
from tests.fault.flow import COUNTY, TOWNSHIP, clerk
from tests.fault.test_restored import HASTE, at_work, end_of

pytestmark = [pytest.mark.process, pytest.mark.kafka, pytest.mark.long, pytest.mark.timeout(900)]
COUNT = 4
OLD, NEW = CELLS


@pytest.fixture
def own_cells(tmp_path: Path) -> Iterator[Stack]:
    """Two cells that no other test uses, because a hall changes places."""
    folder = tmp_path / 'cells'
    with stack(folder, console=Console(quiet=True), settings=HASTE) as made:
        yield made
    discard(folder)


def do(cells: Stack, name: str, *words: str) -> None:
    """What an operator does."""
    child = end_of(cells, manage(cells.cell(name), *words))
    assert child.exit_code() == 0, child.tail()


def standing(evidence: Evidence, cell: str) -> str:
    """What the cell thinks of the township."""
    return str(evidence.rows(cell, 'SELECT standing FROM tenants_hall WHERE code = %s', [TOWNSHIP])[0]['standing'])


def known(evidence: Evidence, cell: str) -> list[object]:
    """The township's cases as a cell has them: number, custody, limits, and the tip of their events."""
    columns = 'number, custody, holder, intake_due, promised_due, statutory_due, event_count, event_tip'
    return list(evidence.rows(cell, f'SELECT {columns} FROM {schema(TOWNSHIP)}.casework_case ORDER BY number'))


def test_a_township_moves_over_kafka_with_its_open_cases(own_cells: Stack, tmp_path: Path) -> None:
    evidence, package = Evidence(own_cells), str(tmp_path / 'township.hall')
    with at_work(own_cells, *CELLS) as running:
        with clerk(own_cells, COUNT) as flow:
            cases = flow.finish()
            assert running.until(lambda: evidence.in_custody(cases, at=COUNTY, watched_by=TOWNSHIP))
        before = known(evidence, OLD)
        do(own_cells, OLD, 'move_hall', TOWNSHIP, '--to', NEW, '--file', package)
        do(own_cells, NEW, 'take_hall', package)
        assert running.until(lambda: (standing(evidence, OLD), standing(evidence, NEW)) == ('gone', ''))
        assert (len(before) >= COUNT, known(evidence, NEW)) == (True, before)
        do(own_cells, OLD, 'move_hall', TOWNSHIP, '--finish')
        cell = 'SELECT cell FROM fed_hall_entry WHERE code = %s'
        assert [evidence.rows(one, cell, [TOWNSHIP])[0]['cell'] for one in CELLS] == [NEW, NEW]
        receipted = 'SELECT count(*) AS n FROM fed_delivery WHERE sender = %s AND receipted_seq < sent_seq'
        assert running.until(lambda: evidence.rows(NEW, receipted, [TOWNSHIP])[0]['n'] == 0)
        alarms = 'SELECT reason FROM fed_quarantine UNION ALL SELECT state FROM fed_guard'
        assert [evidence.rows(one, alarms) for one in CELLS] == [[], []]
