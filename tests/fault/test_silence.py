"""A cell whose line upward is silent: the province says so, and no figure of it shrinks."""

from typing import Any

import pytest

from deploy.demo.player.client import Person
from tests.builders.stack import Running, Stack
from tests.fault.evidence import Evidence
from tests.fault.flow import COUNTY, TOWNSHIP, clerk
from tests.fault.processes import stopped
from tests.fault.stage import stage_of

pytestmark = [pytest.mark.process, pytest.mark.kafka]
PROVINCE = 'SCSZ0001'
COUNT = 6
QUERY = """
{ figures { complete totals { received forwarded } halls { code hasReported } } }
"""


def figures(leader: Person) -> dict[str, Any]:
    """What the province sees today."""
    told: dict[str, Any] = leader.ask(QUERY, {})['figures']
    return told


def reported(told: dict[str, Any]) -> set[str]:
    """The halls that have reported."""
    return {hall['code'] for hall in told['halls'] if hall['hasReported']}


def test_a_stopped_relay_makes_halls_silent_and_no_figure_smaller(
    two_cells: Stack, running: Running, evidence: Evidence
) -> None:
    halls = set(evidence.halls('bazhong'))
    with clerk(two_cells, COUNT) as flow:
        uids = flow.finish()
    assert running.until(lambda: evidence.in_custody(uids, at=COUNTY, watched_by=TOWNSHIP))
    assert running.until(lambda: not evidence.uncounted(TOWNSHIP))
    leader = Person(stage_of(two_cells), PROVINCE, 'leader')
    assert running.until(lambda: halls <= reported(figures(leader)))
    before = figures(leader)['totals']
    assert before['received'] >= COUNT
    with stopped(running.children['bazhong-relay'].pid):
        assert running.until(lambda: not halls & reported(figures(leader)))
        silent = figures(leader)
        assert silent['complete'] is False
        assert silent['totals'] == before
        assert '未报' in leader.get('figures/').text
    assert running.until(lambda: halls <= reported(figures(leader)))
    leader.close()
