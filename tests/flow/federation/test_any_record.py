"""Whatever lies on a topic: the intake goes on, and every record is taken or set aside, none is lost."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.contracts.envelope import NAMES
from federation.inbox import quarantine
from federation.inbox.messages import unpack_raw_headers
from federation.intake.address_book import AddressBook
from federation.intake.consumer import Intake
from federation.link.port import IncomingRecord
from federation.link.topics import topics_read_by
from federation.outbox.services import emit_facts, publish_entry
from federation.relay.relay import Relay
from govhall.kernel.ids import new_uid
from tenants.context import hall_context
from tenants.models import Hall
from tests.builders.trial import SENDER, Counted, Listed, Road, raw_record, rolled_back, rows, say, texts

pytestmark = pytest.mark.usefixtures('halls')
TOPICS = [topic.name for topic in topics_read_by(django_settings.CELL)]
ANY_BYTES = (
    st.none() | st.binary(max_size=40) | st.sampled_from([b'', b'\xff', b'0', b'9' * 5000, b'0001-01-01T00:00+23:59'])
)
DONE = """
SELECT (SELECT count(*) FROM fed_quarantine) + (SELECT count(*) FROM trial_effect)
    + (SELECT coalesce(sum(cardinality(numbers)), 0) FROM trial_fact) + (SELECT count(*) FROM trial_entry)
"""
LATER_SECONDS = 61.0  # what is given a minute has had it


class Clock:
    """Seconds that pass when the test says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Spoiling(NamedTuple):
    """What is done to a good record."""

    kind: str
    header: str
    raw: bytes | None
    topic: str


SPOILINGS = st.builds(
    Spoiling,
    kind=st.sampled_from(['set', 'drop', 'twice', 'add', 'headers', 'body', 'key', 'topic', 'tombstone']),
    header=st.sampled_from(sorted(NAMES)) | st.text(max_size=8),
    raw=ANY_BYTES,
    topic=st.sampled_from(TOPICS),
)
HOW: dict[str, Callable[[IncomingRecord, Spoiling], IncomingRecord]] = {
    'set': lambda one, by: one._replace(
        headers=[(name, by.raw if name == by.header else raw) for name, raw in one.headers]
    ),
    'drop': lambda one, by: one._replace(headers=[pair for pair in one.headers if pair[0] != by.header]),
    'twice': lambda one, by: one._replace(
        headers=[*one.headers, *(pair for pair in one.headers if pair[0] == by.header)]
    ),
    'add': lambda one, by: one._replace(headers=[*one.headers, (by.header, by.raw)]),
    'headers': lambda one, by: one._replace(headers=[]),
    'body': lambda one, by: one._replace(value=by.raw),
    'key': lambda one, by: one._replace(key=by.raw),
    'topic': lambda one, by: one._replace(topic=by.topic),
    'tombstone': lambda one, by: one._replace(value=None),
}


def start(road: Road, clock: Clock) -> Intake:
    return Intake(
        road.reopen(), django_settings.CELL, addresses=AddressBook(django_settings.CELL, clock=clock), clock=clock
    )


def good_records(road: Road) -> list[IncomingRecord]:
    """A message between halls, a fact and an entry, as they were sent."""
    say('good', case=new_uid())
    with hall_context(Hall.objects.get(code=SENDER)), transaction.atomic():
        emit_facts(Counted(number=1), key=new_uid())
        publish_entry('catalogue', key='word/1', message=Listed(word='x'))
    Relay(road).once()
    records = [record for log in road.log.values() for record in log]
    road.log.clear()
    return records


def known(record: IncomingRecord) -> list[tuple[str, bytes | None]]:
    """Its headers that an envelope has."""
    return [pair for pair in record.headers if pair[0] in NAMES]


def lay(road: Road, records: list[IncomingRecord]) -> None:
    for record in records:
        log = road.log.setdefault((record.topic, 0), [])
        log.append(record._replace(partition=0, offset=len(log)))


def work_off(intake: Intake, clock: Clock) -> None:
    for _ in range(3):
        intake.once(0)
        clock.now += LATER_SECONDS
    assert intake.once(0) == 0
    assert intake.state()['waiting'] == 0


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spoilings=st.lists(SPOILINGS, min_size=1, max_size=12), which=st.integers(0, 2))
def test_whatever_lies_on_a_topic_is_taken_or_set_aside_and_the_rest_flows(
    halls: None, spoilings: list[Spoiling], which: int
) -> None:
    with rolled_back():
        road, clock, case = Road(), Clock(), new_uid()
        good = good_records(road)
        spoiled = [HOW[by.kind](good[(which + at) % len(good)], by) for at, by in enumerate(spoilings)]
        lay(road, [one for one in spoiled if one.value is not None])
        lay(road, [one for one in spoiled if one.value is None])
        intake = start(road, clock)
        work_off(intake, clock)
        done, read = rows(DONE)[0][0], sum(one.value is not None for one in spoiled)
        # A message between halls counts once, however often it lies there; all others count each. Headers that the
        # envelope does not know change nothing about it.
        again = sum(known(one) == good[0].headers for one in spoiled)
        assert read - again <= int(str(done)) <= read
        say('flows', case=case)
        Relay(road).once()
        intake.once(0)
        assert texts(case) == ['flows']


def test_header_without_a_value_is_set_aside_byte_for_byte(road: Road) -> None:
    record, names = raw_record(case=new_uid()), sorted(NAMES)
    without = [[*(pair for pair in record.headers if pair[0] != name), (name, None)] for name in names]
    lay(road, [IncomingRecord(record.topic, 0, 0, record.key, headers, record.value) for headers in without])
    start(road, Clock()).once(0)
    kept = rows('SELECT headers, value, reason FROM fed_quarantine ORDER BY position')
    assert [unpack_raw_headers(bytes(headers)) for headers, _, _ in kept] == without  # type: ignore[arg-type]
    assert {value for _, value, _ in kept} == {record.value}
    assert [reason for _, _, reason in kept] == [f'UnreadableEnvelope: header {name} has no value' for name in names]
    assert rows('SELECT next_offset FROM fed_offset') == [(len(names),)]


def test_tombstones_of_any_topic_are_passed_over(road: Road, case: UUID) -> None:
    lay(road, [IncomingRecord(topic, 0, 0, key, [], None) for topic in TOPICS for key in (b'k', b'', b'\xff', None)])
    say('flows', case=case)
    Relay(road).once()
    work_off(start(road, Clock()), Clock())
    assert texts(case) == ['flows']
    assert rows('SELECT count(*) FROM fed_quarantine') == [(0,)]


def test_quarantine_is_bounded_and_says_what_it_did_not_keep(
    road: Road, case: UUID, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    monkeypatch.setattr(quarantine, 'MOST', 3)
    monkeypatch.setattr(quarantine, '_space', quarantine.QuarantineSpace())
    noise = IncomingRecord(TOPICS[0], 0, 0, b'k', [], b'noise')
    topic = raw_record(case=case).topic
    lay(road, [noise._replace(topic=topic)] * 50)
    say('flows', case=case)
    Relay(road).once()
    start(road, Clock()).once(0)
    assert texts(case) == ['flows']
    assert rows('SELECT count(*) FROM fed_quarantine') == [(3,)]
    assert rows('SELECT topic, records, first_position, last_position FROM fed_let_go') == [(topic, 47, 3, 49)]
    shown = rows('SELECT reason, messages FROM fed_watch_set_aside() ORDER BY messages')
    assert shown[1] == ('quarantine_full', 47)


def test_one_topic_full_of_noise_leaves_room_for_what_is_wrong_on_another(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, 'MOST', 2)
    monkeypatch.setattr(quarantine, '_space', quarantine.QuarantineSpace())
    lay(road, [IncomingRecord(TOPICS[0], 0, 0, b'k', [], b'noise')] * 5)
    lay(road, [IncomingRecord(TOPICS[1], 0, 0, b'k', [], b'noise')])
    start(road, Clock()).once(0)
    kept = rows('SELECT topic, count(*) FROM fed_quarantine GROUP BY topic ORDER BY count(*)')
    assert kept == [(TOPICS[1], 1), (TOPICS[0], 2)]
