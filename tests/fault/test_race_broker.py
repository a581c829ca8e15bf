"""Cases are withdrawn below and decided above while the real broker between them is stopped and comes back.

The same rule over a road in the test's own process, with every order of messages, is in test_race.py.
"""

from collections import Counter

import pytest

from tests.builders.racer import BACK, STOPPED, UP
from tests.builders.stack import Running, Stack
from tests.fault.convergence import Stopwatch
from tests.fault.evidence import Evidence
from tests.fault.flow import COUNTY, TOWNSHIP
from tests.fault.race import Applicants, outcomes, parked, person, set_aside

pytestmark = [pytest.mark.process, pytest.mark.kafka, pytest.mark.long, pytest.mark.timeout(900)]
CASES, ROUNDS = 25, 4


def race(seed: int, cells: Stack, running: Running, evidence: Evidence) -> list[str]:
    """One stop of the broker, with so many cases that are forwarded and withdrawn around it; their uids."""
    with person(cells, 'below', TOWNSHIP, seed, CASES) as process:
        applicants = Applicants(process)
        applicants.act(UP)
        assert running.until(lambda: evidence.arrived(COUNTY, applicants.early) == len(applicants.early))
        cells.kafka.stop()
        try:
            with person(cells, 'above', COUNTY, seed):  # decides from now on whatever it may
                applicants.act(STOPPED)
                cells.kafka.start()
                applicants.act(BACK)
                assert running.until(lambda: _all_ended(evidence, applicants.uids), within=120)
        finally:
            cells.kafka.start()
    return applicants.uids


def _all_ended(evidence: Evidence, uids: list[str]) -> bool:
    return all(
        outcome['agree'] and outcome['endings'] and not outcome['unanswered'] for outcome in outcomes(evidence, uids)
    )


def test_a_case_is_never_both_withdrawn_and_decided_in_a_hundred_races_over_a_broker_that_is_stopped(
    two_cells: Stack, running: Running, evidence: Evidence
) -> None:
    before, ended = set_aside(evidence), Counter[str]()
    watch = Stopwatch(f'{ROUNDS} stops of the broker with {CASES} races each')
    for seed in range(ROUNDS):
        uids = race(seed, two_cells, running, evidence)
        assert len(uids) == CASES
        for outcome in outcomes(evidence, uids):
            (ending,) = outcome['endings']  # one hall ended it, once
            assert (outcome['state'] == 'withdrawn') == (ending == 'withdraw'), outcome
            ended[str(ending)] += 1
        assert parked(evidence, uids) == []
    assert running.until(lambda: not evidence.stream_faults()), evidence.stream_faults()
    assert evidence.chain_faults(TOWNSHIP) + evidence.chain_faults(COUNTY) == []
    assert set_aside(evidence) == before
    assert set(ended) == {'approve', 'refuse', 'withdraw'}, ended
    watch.print()
    print(dict(ended))
