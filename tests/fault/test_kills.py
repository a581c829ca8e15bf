"""kill -9 of each part in the middle of a flow of cases: nothing is lost and nothing happens twice."""

import os
import signal

import pytest

from tests.builders.stack import Running, Stack
from tests.fault.convergence import check_all_arrived_once
from tests.fault.evidence import Evidence
from tests.fault.flow import clerk

pytestmark = [pytest.mark.process, pytest.mark.kafka]
COUNT, BEFORE = 24, 8


@pytest.mark.parametrize('victim', ['relay', 'intake'])
def test_a_carrier_killed_in_the_middle_loses_and_doubles_nothing(
    victim: str, two_cells: Stack, running: Running, evidence: Evidence
) -> None:
    child = running.children[f'bazhong-{victim}']
    with clerk(two_cells, COUNT) as flow:
        flow.forwarded(BEFORE)
        first = child.pid
        child.kill()
        uids = flow.finish()
    check_all_arrived_once(uids, COUNT, evidence, running)
    assert child.pid not in (None, first)


def test_a_database_backend_killed_in_the_middle_loses_and_doubles_nothing(
    two_cells: Stack, running: Running, evidence: Evidence
) -> None:
    with clerk(two_cells, COUNT) as flow:
        flow.forwarded(BEFORE)
        backends = evidence.rows(
            'bazhong', "SELECT pid FROM pg_stat_activity WHERE usename = 'bazhong_intake' ORDER BY backend_start"
        )
        os.kill(backends[0]['pid'], signal.SIGKILL)  # PostgreSQL ends all sessions and recovers
        uids = flow.finish()
    check_all_arrived_once(uids, COUNT, evidence, running)


def test_the_broker_killed_in_the_middle_loses_and_doubles_nothing(
    two_cells: Stack, running: Running, evidence: Evidence
) -> None:
    with clerk(two_cells, COUNT) as flow:
        flow.forwarded(BEFORE)
        two_cells.kafka.kill()
        two_cells.kafka.start()
        uids = flow.finish()
    check_all_arrived_once(uids, COUNT, evidence, running)
