"""Two cells on three brokers: one dies or stands still while cases go up, and nothing is lost or doubled."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from rich.console import Console

from deploy.local.kafka import Kafka
from deploy.local.kafka_cluster import KafkaCluster
from deploy.local.place import discard
from deploy.local.programs import intake, relay
from tests.builders.stack import Running, Stack, stack
from tests.fault.convergence import Stopwatch, check_all_arrived_once
from tests.fault.evidence import Evidence
from tests.fault.flow import clerk
from tests.fault.processes import stopped

pytestmark = [pytest.mark.process, pytest.mark.kafka, pytest.mark.long, pytest.mark.timeout(900)]
COUNT, BEFORE, LOST = 60, 15, 45


@pytest.fixture(scope='module')
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Both cells on three brokers; every topic has three copies, two of which must be written."""
    folder = tmp_path_factory.mktemp('three')
    with stack(folder, console=Console(quiet=True), broker=KafkaCluster(folder)) as made:
        yield made
    discard(folder)


@pytest.fixture(scope='module')
def carriers(three: Stack) -> Iterator[Running]:
    """Relay and intake of both cells."""
    programs = [make(three.cell(name)) for make in (relay, intake) for name in ('bazhong', 'sichuan')]
    with three.running(*programs) as at_work:
        yield at_work


@contextmanager
def dead(node: Kafka) -> Iterator[None]:
    """Killed at once, started again at the end."""
    node.kill()
    try:
        yield
    finally:
        node.start()


def still(node: Kafka) -> AbstractContextManager[None]:
    """Alive, with its connections open, and silent."""
    return stopped(node.child.pid)


@pytest.mark.parametrize('number', [0, 1, 2])
@pytest.mark.parametrize('fault', [dead, still])
def test_one_of_three_brokers_lost_under_load_loses_and_doubles_nothing(
    fault: Callable[[Kafka], AbstractContextManager[None]], number: int, three: Stack, carriers: Running
) -> None:
    evidence = Evidence(three)
    with clerk(three, COUNT, per_second=15) as flow:
        flow.forwarded(BEFORE)
        with fault(three.cluster.nodes[number]):
            flow.forwarded(LOST)
            uids = flow.finish()
            watch = Stopwatch(f'broker {number + 1} of three {fault.__name__}, {COUNT} cases, before it is back')
            check_all_arrived_once(uids, COUNT, evidence, carriers, within=120)
            watch.print()
    assert carriers.until(lambda: not evidence.stream_faults())
