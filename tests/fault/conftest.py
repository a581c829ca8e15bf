"""Two cells with real processes and a real broker, shared by all fault tests of this folder."""

from collections.abc import Iterator

import pytest
from rich.console import Console

from deploy.local.place import discard
from deploy.local.programs import beat, intake, relay, web, worker
from tests.builders.stack import Running, Stack, stack
from tests.fault.evidence import Evidence

# A hall counts as silent soon, so that a test need not wait for minutes; watermarks come every second.
HASTE = {'GOVHALL_WATERMARK_SECONDS': '1', 'GOVHALL_REPORTED_WITHIN_SECONDS': '4'}


@pytest.fixture(scope='package')
def two_cells(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The servers with both cells set up; no program of a cell runs yet."""
    folder = tmp_path_factory.mktemp('cells')
    with stack(folder, console=Console(quiet=True), settings=HASTE) as made:
        yield made
    discard(folder)


@pytest.fixture(scope='package')
def running(two_cells: Stack) -> Iterator[Running]:
    """Relay and intake of both cells, the web of both, and the tasks of bazhong, under one supervisor."""
    bazhong, sichuan = two_cells.cell('bazhong'), two_cells.cell('sichuan')
    programs = [make(cell) for make in (relay, intake, web) for cell in (bazhong, sichuan)]
    with two_cells.running(*programs, worker(bazhong), beat(bazhong)) as programs_at_work:
        yield programs_at_work


@pytest.fixture
def evidence(two_cells: Stack, running: Running) -> Evidence:
    """What the databases of both cells say, asked by SQL."""
    return Evidence(two_cells)
