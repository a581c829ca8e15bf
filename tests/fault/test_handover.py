"""Two intakes of one cell: the one at work is killed outright under load, again and again, and the other goes on."""

import pytest

from deploy.local.child import Child
from deploy.local.programs import intake
from tests.builders.stack import Running, Stack
from tests.fault.convergence import Stopwatch, check_all_arrived_once
from tests.fault.evidence import Evidence
from tests.fault.flow import clerk
from tests.fault.processes import at_work

pytestmark = [pytest.mark.process, pytest.mark.kafka]
SIZES = [pytest.param(40, 2, id='few'), pytest.param(300, 6, id='many', marks=pytest.mark.long)]


def hand_over(children: list[Child], stack: Stack, running: Running) -> None:
    """Kill the intake at work once both run, and wait until the other has taken its place."""
    assert running.until(lambda: all(child.alive() for child in children) and at_work(children, stack) is not None)
    first = at_work(children, stack)
    assert first is not None
    other = next(child for child in children if child is not first)
    first.kill()
    assert running.until(lambda: at_work(children, stack) is other)
    first.start()


@pytest.mark.parametrize(('count', 'times'), SIZES)
@pytest.mark.timeout(600)
def test_intakes_that_take_each_others_place_lose_and_double_nothing(
    count: int, times: int, two_cells: Stack, running: Running, evidence: Evidence
) -> None:
    second = two_cells.child(intake(two_cells.cell('bazhong'))._replace(name='bazhong-intake-2')).start()
    children = [running.children['bazhong-intake'], second]
    try:
        with clerk(two_cells, count, per_second=10) as flow:
            for turn in range(times):
                flow.forwarded((turn + 1) * count // (times + 1))
                hand_over(children, two_cells, running)
            uids = flow.finish()
        watch = Stopwatch(f'{count} cases, intake killed {times} times')
        check_all_arrived_once(uids, count, evidence, running, within=120)
        watch.print()
    finally:
        second.stop()
