"""PostgreSQL restarted in the middle of a flow of cases, as by `pg_ctl restart -m immediate`."""

import os
import signal
from threading import Event

import pytest

from deploy.demo.player.client import Person
from deploy.local.postgres import Postgres
from tests.builders.stack import Running, Stack
from tests.fault.convergence import Stopwatch, check_all_arrived_once
from tests.fault.evidence import Evidence
from tests.fault.flow import TOWNSHIP, clerk
from tests.fault.stage import stage_of

pytestmark = [pytest.mark.process, pytest.mark.kafka]
COUNT, BEFORE = 24, 8
END_WITHIN = 100  # looks


def restart_at_once(postgres: Postgres) -> None:
    """Sessions are cut off without a checkpoint; the next start recovers from the log."""
    assert postgres.child.pid is not None
    os.kill(postgres.child.pid, signal.SIGQUIT)
    pause = Event()
    for _ in range(END_WITHIN):
        if not postgres.child.alive():
            break
        pause.wait(0.1)
    assert not postgres.child.alive()
    postgres.start()


def test_a_database_restarted_in_the_middle_loses_and_doubles_nothing_and_the_counter_goes_on(
    two_cells: Stack, running: Running, evidence: Evidence
) -> None:
    person = Person(stage_of(two_cells), TOWNSHIP, 'clerk')
    before = {name: child.pid for name, child in running.children.items()}
    with clerk(two_cells, COUNT) as flow:
        flow.forwarded(BEFORE)
        restart_at_once(two_cells.ground.postgres)
        watch = Stopwatch(f'PostgreSQL of both cells restarted at once while {COUNT} cases went up')
        assert '待办' in person.get('worklist/').text  # nobody has to sign in again, and no page is lost
        uids = flow.finish()
    check_all_arrived_once(uids, COUNT, evidence, running)
    watch.print()
    assert {name: child.pid for name, child in running.children.items()} == before  # they waited, and did not die
    person.close()
