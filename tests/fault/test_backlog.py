"""A day of work waits while Kafka is stopped; when it is back everything arrives, once."""

import os
import subprocess
import sys

import pytest

from deploy.local.cells import DatabaseRole
from deploy.local.programs import ROOT
from tests.builders.stack import Running, Stack
from tests.fault.convergence import Stopwatch, check_effects
from tests.fault.evidence import Evidence, schema
from tests.fault.flow import COUNTY, TOWNSHIP, clerk

pytestmark = [pytest.mark.process, pytest.mark.kafka]
SIZES = [pytest.param(300, id='some'), pytest.param(16_000, id='a-day', marks=pytest.mark.long)]
BACKLOG = f"SELECT uid::text FROM {schema(TOWNSHIP)}.casework_case WHERE number LIKE 'BACKLOG%%'"
ON_THE_ROAD = f"{BACKLOG} AND custody = 'in_transit'"


def write_backlog(stack: Stack, count: int) -> None:
    """Cases on their way to the county, with their messages in the outbox."""
    argv = [sys.executable, '-m', 'tests.builders.inside', 'tests.load.backlog_rows', TOWNSHIP, COUNTY, str(count)]
    environment = os.environ | stack.cell('bazhong').environment(DatabaseRole.WEB)
    subprocess.run(argv, cwd=ROOT, env=environment, check=True)


@pytest.mark.parametrize('count', SIZES)
@pytest.mark.timeout(900)
def test_what_waited_while_kafka_was_stopped_arrives_once(
    count: int, two_cells: Stack, running: Running, evidence: Evidence
) -> None:
    with clerk(two_cells, 1) as flow:
        pattern = flow.finish()
    assert running.until(lambda: evidence.in_custody(pattern, at=COUNTY, watched_by=TOWNSHIP))
    known = {row['uid'] for row in evidence.rows('bazhong', BACKLOG)}
    two_cells.kafka.stop()
    try:
        write_backlog(two_cells, count)
        assert evidence.outbox() >= count
    finally:
        two_cells.kafka.start()
    watch = Stopwatch(f'{count} messages that waited while Kafka was stopped')
    assert running.until(lambda: not evidence.rows('bazhong', ON_THE_ROAD), within=600)
    assert running.until(lambda: evidence.outbox() == 0, within=120)
    watch.print()
    assert evidence.stream_faults() == []
    uids = [row['uid'] for row in evidence.rows('bazhong', BACKLOG) if row['uid'] not in known]
    assert len(uids) == count
    assert evidence.events(COUNTY, 'took_over', uids) == [1] * count
    assert evidence.events(TOWNSHIP, 'taken_over_by', uids) == [1] * count
    check_effects(pattern, evidence)
