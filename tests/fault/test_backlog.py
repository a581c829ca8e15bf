"""A day of work waits while Kafka is stopped; when it is back everything arrives, once.

The cases are copies, without facts and with chains that are not theirs: they have servers of their own, so that no
other test sees them. The same with a few real cases is in test_line_down.py.
"""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from rich.console import Console

from deploy.local.cells import DatabaseRole
from deploy.local.place import discard
from deploy.local.programs import ROOT, intake, relay
from tests.builders.stack import Running, Stack, stack
from tests.fault.convergence import Stopwatch
from tests.fault.evidence import Evidence, schema
from tests.fault.flow import COUNTY, TOWNSHIP, clerk

pytestmark = [pytest.mark.process, pytest.mark.kafka, pytest.mark.long, pytest.mark.timeout(1200)]
COUNT = 16_000
BACKLOG = f"SELECT uid::text FROM {schema(TOWNSHIP)}.casework_case WHERE number LIKE 'BACKLOG%%'"
ON_THE_ROAD = f"{BACKLOG} AND custody = 'in_transit'"


@pytest.fixture
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stack, Running]]:
    """Relay and intake of both cells."""
    folder = tmp_path_factory.mktemp('day')
    with stack(folder, console=Console(quiet=True)) as made:
        programs = [make(made.cell(cell)) for make in (relay, intake) for cell in ('bazhong', 'sichuan')]
        with made.running(*programs) as carriers:
            yield made, carriers
    discard(folder)


def write_backlog(made: Stack, count: int) -> None:
    """Cases on their way to the county, with their messages in the outbox."""
    argv = [sys.executable, '-m', 'tests.builders.inside', 'tests.load.backlog_rows', TOWNSHIP, COUNTY, str(count)]
    environment = os.environ | made.cell('bazhong').environment(DatabaseRole.WEB)
    subprocess.run(argv, cwd=ROOT, env=environment, check=True)


def test_a_day_of_work_that_waited_while_kafka_was_stopped_arrives_once(day: tuple[Stack, Running]) -> None:
    made, running = day
    evidence = Evidence(made)
    with clerk(made, 1) as flow:
        pattern = flow.finish()
    assert running.until(lambda: evidence.in_custody(pattern, at=COUNTY, watched_by=TOWNSHIP))
    made.kafka.stop()
    try:
        write_backlog(made, COUNT)
        assert evidence.outbox() >= COUNT
    finally:
        made.kafka.start()
    watch = Stopwatch(f'{COUNT} messages that waited while Kafka was stopped, and their answers')
    assert running.until(lambda: not evidence.rows('bazhong', ON_THE_ROAD), within=600)
    assert running.until(lambda: evidence.outbox() == 0, within=120)
    watch.print()
    assert evidence.stream_faults() == []
    uids = [row['uid'] for row in evidence.rows('bazhong', BACKLOG)]
    assert len(uids) == COUNT
    assert evidence.events(COUNTY, 'took_over', uids) == [1] * COUNT
    assert evidence.events(TOWNSHIP, 'taken_over_by', uids) == [1] * COUNT
