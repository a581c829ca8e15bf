"""Rubbish and repetition on the topic: set aside or dropped, and the rest flows."""

import pytest

from tests.builders.stack import Running, Stack
from tests.fault.evidence import Evidence
from tests.fault.flow import COUNTY, TOWNSHIP, clerk
from tests.fault.topic import FACTS, INBOX, is_read_to_the_end, produce, records

pytestmark = [pytest.mark.process, pytest.mark.kafka]
COUNT = 6


def test_an_unreadable_message_is_set_aside_and_the_rest_flows(
    two_cells: Stack, running: Running, evidence: Evidence
) -> None:
    with clerk(two_cells, COUNT) as flow:
        flow.forwarded(1)
        good = next(record for record in records(two_cells, INBOX) if record.headers)
        headers = list(good.headers)
        rubbish = [
            (b'x', b'no envelope at all', []),
            (good.key, b'{"hop": "many"', headers),
            (b'\xff\xfe', good.value, [pair for pair in headers if pair[0] != 'ce_subject']),
        ]
        landed = produce(two_cells, INBOX, rubbish)
        uids = flow.finish()
    assert running.until(lambda: evidence.in_custody(uids, at=COUNTY, watched_by=TOWNSHIP))
    assert running.until(lambda: len(evidence.quarantined()) == len(rubbish))
    found = {(row['partition'], row['position']): row for row in evidence.quarantined()}
    assert {place: bytes(row['value']) for place, row in found.items()} == {
        (place.partition, place.offset): row[1] for place, row in zip(landed, rubbish, strict=True)
    }
    assert all(row['reason'] for row in found.values())
    assert evidence.stream_faults() == []


def test_every_record_produced_again_and_in_reverse_changes_nothing(
    two_cells: Stack, running: Running, evidence: Evidence
) -> None:
    with clerk(two_cells, COUNT) as flow:
        uids = flow.finish()
    assert running.until(lambda: evidence.in_custody(uids, at=COUNTY, watched_by=TOWNSHIP))
    assert running.until(lambda: evidence.outbox() == 0 and not evidence.uncounted(TOWNSHIP))
    assert running.until(lambda: all(is_read_to_the_end(two_cells, evidence, topic) for topic in (INBOX, FACTS)))
    before = evidence.whole()
    for topic in (INBOX, FACTS):
        again = [(record.key, record.value, list(record.headers)) for record in reversed(records(two_cells, topic))]
        assert len(again) >= COUNT
        produce(two_cells, topic, again)
    assert running.until(lambda: all(is_read_to_the_end(two_cells, evidence, topic) for topic in (INBOX, FACTS)))
    assert evidence.whole() == before
