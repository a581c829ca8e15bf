"""A hall with much to say does not keep the others waiting, and a long queue does not make the search longer."""

import json
from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from federation.contracts.base import LARGEST_BODY
from federation.keys.services import make_hall_keys
from federation.relay import rows as relay_rows
from federation.relay.leases import all_buckets
from federation.relay.relay import CHUNK, Relay
from federation.relay.rows import DueRow, due_rows
from govhall.kernel.ids import new_uid
from tests.builders.trial import OTHER, RECEIVER, SENDER, Road, rows, say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures('halls')]
BUCKETS = list(all_buckets())
FILL = """
INSERT INTO fed_outbox (event_id, topic, key, type, sender, recipient, subject, epoch, seq, base, previous, headers,
    body, created_at, bucket)
SELECT gen_random_uuid(), 'trial.' || number %% 3, 'k', 'trial.noted.v1', %s || number %% %s, 'R', gen_random_uuid(),
    1, 1, 0, '', '{}', convert_to(repeat('x', %s), 'utf8'), now(), number %% 64
FROM generate_series(1, %s) AS number
"""


def fill(count: int, *, halls: int = 1, name: str = 'HALL', size: int = 10) -> None:
    """Rows of so many halls, written past `emit`."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, [name, halls, size, count])


def shares(chunk: list[DueRow]) -> Counter[str]:
    return Counter(row.sender for row in chunk)


def test_a_hall_alone_has_the_whole_chunk() -> None:
    fill(300)
    assert shares(due_rows(BUCKETS, [], CHUNK)) == {'HALL0': CHUNK}


def test_a_hall_has_a_quarter_of_the_chunk_while_another_waits_behind_it() -> None:
    fill(300)
    fill(10, name='LATE')
    assert shares(due_rows(BUCKETS, [], CHUNK)) == {'HALL0': CHUNK // 4, 'LATE0': 10}


def test_many_halls_share_the_chunk_evenly() -> None:
    fill(4000, halls=20)
    assert set(shares(due_rows(BUCKETS, [], CHUNK)).values()) == {CHUNK // 20}


def test_more_halls_than_a_chunk_has_places_come_by_age() -> None:
    fill(90, halls=30)
    chunk = due_rows(BUCKETS, [], 20)
    assert [row.id for row in chunk] == sorted(row.id for row in chunk)
    assert len(shares(chunk)) == 20


def test_all_topics_of_a_hall_count_as_one_and_its_oldest_rows_go_first() -> None:
    fill(300)
    fill(1, name='LATE')
    chunk = [row for row in due_rows(BUCKETS, [], CHUNK) if row.sender == 'HALL0']
    ((first,),) = rows('SELECT min(id) FROM fed_outbox')
    assert [row.id - int(str(first)) for row in chunk] == list(range(CHUNK // 4))
    assert len({row.topic for row in chunk}) == 3


def test_every_stream_stays_in_order_while_halls_take_turns(road: Road) -> None:
    cases = [new_uid() for _ in range(3)]
    for sender, count in ((SENDER, 90), (RECEIVER, 5)):
        for case in cases:
            say(*(str(number) for number in range(count)), case=case, sender=sender, recipient=OTHER)
    relay = Relay(road)
    while relay.once():
        pass
    sent: dict[tuple[bytes, bytes], list[int]] = {}
    for record in road.everything():
        headers = dict(record.headers)
        sent.setdefault((headers['ce_subject'], headers['ce_source']), []).append(int(headers['ce_sequence']))
    assert sorted(sent.values(), key=len) == [list(range(1, 6))] * 3 + [list(range(1, 91))] * 3


def test_a_resting_topic_is_passed_over(case: UUID) -> None:
    fill(300)
    resting = ['trial.0', 'trial.1']
    assert {row.topic for row in due_rows(BUCKETS, resting, CHUNK)} == {'trial.2'}


def test_a_chunk_of_large_bodies_ends_at_eight_megabytes() -> None:
    fill(200, size=LARGEST_BODY)
    chunk = due_rows(BUCKETS, [], 1000)
    assert sum(len(row.body) for row in chunk) == relay_rows.LARGEST_CHUNK


def test_chunks_grow_with_a_backlog_and_shrink_after_it(road: Road) -> None:
    make_hall_keys(['HALL0'])
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM fed_outbox')
    fill(2300)
    relay = Relay(road)
    assert [relay.once() for _ in range(3)] == [200, 2000, 100]
    fill(300)
    assert relay.once() == 200


@pytest.mark.parametrize('halls', [1, 40])
def test_the_search_touches_as_many_pages_behind_a_long_queue_as_behind_a_short_one(halls: int) -> None:
    fill(3000, halls=halls)
    short = pages_touched()
    fill(30_000, halls=halls)
    assert pages_touched() < short * 1.5


def pages_touched() -> int:
    """Pages of the database that one look at the outbox reads, in both statements."""
    with connection.cursor() as cursor:
        cursor.execute('ANALYZE fed_outbox')
    asked: list[tuple[str, Any]] = []
    with connection.execute_wrapper(lambda do, sql, values, many, context: noted(asked, do, sql, values, context)):
        due_rows(BUCKETS, [], CHUNK)
    assert len(asked) == 2
    return sum(pages(sql, values) for sql, values in asked)


def noted(asked: list[tuple[str, Any]], do: Any, sql: str, values: Any, context: Any) -> Any:
    """Run a statement and remember it."""
    asked.append((sql, values))
    return do(sql, values, False, context)


def pages(sql: str, values: Any) -> int:
    """Pages that the statement reads."""
    with connection.cursor() as cursor:
        cursor.execute(f'EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}', values)
        (found,) = cursor.fetchone()
    plan = (found if isinstance(found, list) else json.loads(found))[0]['Plan']
    return int(plan['Shared Hit Blocks'] + plan['Shared Read Blocks'])
