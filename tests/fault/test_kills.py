"""kill -9 of each part in the middle of a flow of cases: nothing is lost and nothing happens twice."""

import os
import signal

import pytest

from tests.builders.stack import Running, Stack
from tests.fault.evidence import Evidence
from tests.fault.flow import COUNTY, TOWNSHIP, clerk

pytestmark = [pytest.mark.process, pytest.mark.kafka]
COUNT, BEFORE = 24, 8


def check_all_arrived_once(uids: list[str], evidence: Evidence, running: Running) -> None:
    """The county has every case once, both ends of every stream agree, and every chain of events is whole."""
    assert len(set(uids)) == COUNT
    assert running.until(lambda: evidence.in_custody(uids, at=COUNTY, watched_by=TOWNSHIP))
    assert running.until(lambda: not evidence.stream_faults()), evidence.stream_faults()
    assert running.until(lambda: not evidence.uncounted(TOWNSHIP))
    assert evidence.events(COUNTY, 'took_over', uids) == [1] * COUNT
    assert evidence.events(TOWNSHIP, 'taken_over_by', uids) == [1] * COUNT
    assert evidence.chain_faults(TOWNSHIP) + evidence.chain_faults(COUNTY) == []


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
    check_all_arrived_once(uids, evidence, running)
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
    check_all_arrived_once(uids, evidence, running)


def test_the_broker_killed_in_the_middle_loses_and_doubles_nothing(
    two_cells: Stack, running: Running, evidence: Evidence
) -> None:
    with clerk(two_cells, COUNT) as flow:
        flow.forwarded(BEFORE)
        two_cells.kafka.kill()
        two_cells.kafka.start()
        uids = flow.finish()
    check_all_arrived_once(uids, evidence, running)
