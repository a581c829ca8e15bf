"""Kafka away while cases come in: counters go on, the screen says what waits, and everything arrives afterwards."""

import re

import pytest

from deploy.demo.player.client import Person
from tests.builders.stack import Running, Stack
from tests.fault.evidence import Evidence
from tests.fault.flow import COUNTY, TOWNSHIP, clerk
from tests.fault.stage import stage_of

pytestmark = [pytest.mark.process, pytest.mark.kafka]
COUNT = 12
WAITS = re.compile(r'(?:正在上报|上报排队) (\d+) 件')


def test_cases_taken_while_kafka_is_stopped_wait_visibly_and_arrive_when_it_is_back(
    two_cells: Stack, running: Running, evidence: Evidence
) -> None:
    person = Person(stage_of(two_cells), TOWNSHIP, 'clerk')
    assert running.until(lambda: '连接正常' in person.get('worklist/').text)
    two_cells.kafka.stop()
    try:
        with clerk(two_cells, COUNT) as flow:
            uids = flow.finish()
        assert evidence.arrived(COUNTY, uids) == 0
        assert evidence.outbox() >= COUNT
        waits = WAITS.search(person.get('worklist/').text)
        assert waits is not None
        assert int(waits[1]) >= COUNT
    finally:
        two_cells.kafka.start()
    assert running.until(lambda: evidence.in_custody(uids, at=COUNTY, watched_by=TOWNSHIP))
    assert running.until(lambda: '连接正常' in person.get('worklist/').text)
    assert evidence.stream_faults() == []
    person.close()
