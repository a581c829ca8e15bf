"""Two cells with a network between them that is cut, narrow or bad: counters go on and everything arrives, once."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from rich.console import Console

from deploy.local.kafka import Kafka
from deploy.local.place import discard
from deploy.local.ports import HOST, free_port
from deploy.local.programs import intake, relay
from tests.builders.stack import Running, Stack, stack
from tests.fault.convergence import Stopwatch, check_all_arrived_once
from tests.fault.evidence import Evidence
from tests.fault.flow import COUNTY, TOWNSHIP, clerk
from tests.fault.namespaces import BROKER_HOST, Namespace, namespaces
from tests.fault.wire import Wire

pytestmark = [pytest.mark.process, pytest.mark.kafka, pytest.mark.long, pytest.mark.timeout(900)]
COUNT, BEFORE = 60, 10
WITHIN = 240.0


@dataclass(frozen=True)
class Apart:
    """Both cells behind their lines."""

    stack: Stack
    running: Running
    places: dict[str, Namespace]
    wire: Wire

    @property
    def evidence(self) -> Evidence:
        """What the databases say; they are reached without the lines."""
        return Evidence(self.stack)

    def converges(self, uids: list[str], what: str) -> None:
        """Everything has arrived once, and the time it took is printed."""
        watch = Stopwatch(what)
        check_all_arrived_once(uids, COUNT, self.evidence, self.running, within=WITHIN)
        watch.print()


@pytest.fixture(scope='module')
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    """Set up on one network, then relay and intake of each cell in a namespace of its own."""
    folder = tmp_path_factory.mktemp('apart')
    port = free_port()
    broker = Kafka(folder, line=f'{BROKER_HOST}:{port}')
    with ExitStack() as made:
        made.callback(discard, folder)
        cells = made.enter_context(stack(folder, console=Console(quiet=True), broker=broker))
        places = made.enter_context(namespaces({'bazhong': 11, 'sichuan': 12}, cells.ground.postgres.port))
        wire = made.enter_context(Wire((BROKER_HOST, port), (HOST, broker.seat.internal_port)).open())
        programs = [
            place.inside(make(cells.cell(cell)), f'{BROKER_HOST}:{port}')
            for cell, place in places.items()
            for make in (relay, intake)
        ]
        yield Apart(cells, made.enter_context(cells.running(*programs)), places, wire)


def test_cells_cut_off_work_on_and_everything_arrives_when_the_line_is_back(apart: Apart) -> None:
    evidence, lines = apart.evidence, apart.places
    with clerk(apart.stack, COUNT, per_second=10) as flow:
        flow.forwarded(BEFORE)
        with lines['bazhong'].cut(), lines['sichuan'].cut():
            uids = flow.finish()  # the counter does not wait for the line
            assert evidence.outbox() >= COUNT - BEFORE - 5
            assert evidence.arrived(COUNTY, uids) < COUNT
    apart.converges(uids, f'lines of both cells cut for {COUNT - BEFORE} cases')


def test_cell_above_cut_off_counts_everything_when_the_line_is_back(apart: Apart) -> None:
    evidence = apart.evidence
    with clerk(apart.stack, COUNT, per_second=10) as flow, apart.places['sichuan'].cut():
        uids = flow.finish()
        assert apart.running.until(lambda: evidence.in_custody(uids, at=COUNTY, watched_by=TOWNSHIP))
        assert evidence.uncounted(TOWNSHIP) >= COUNT
    apart.converges(uids, f'line of the province cut for {COUNT} cases')


def test_narrow_line_carries_everything(apart: Apart) -> None:
    with apart.places['bazhong'].slowed('256kbit'), clerk(apart.stack, COUNT, per_second=10) as flow:
        uids = flow.finish()
        apart.converges(uids, f'{COUNT} cases over 256 kbit/s')


def test_line_that_delays_and_breaks_connections_loses_and_doubles_nothing(apart: Apart) -> None:
    before = apart.wire.broken
    apart.wire.make_bad(delay=0.1, breaks=0.02)
    try:
        with clerk(apart.stack, COUNT, per_second=10) as flow:
            uids = flow.finish()
        apart.converges(uids, f'{COUNT} cases over a line of 100 ms that breaks at every fiftieth chunk')
        assert apart.wire.broken > before
    finally:
        apart.wire.make_bad(delay=0.0, breaks=0.0)
