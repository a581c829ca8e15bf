"""The same bytes without the product: read from a table, produced, consumed, copied into a table."""

from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import uuid4

import psycopg
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from tests.load.numbers import rate
from tests.load.place import Place

PARTITIONS = 12
LONGEST_SECONDS = 120.0
READ = "SELECT key, body FROM fed_sent WHERE seq > 0 AND sender LIKE 'BENC%%' ORDER BY id DESC LIMIT %s"


@dataclass(frozen=True)
class RawRoad:
    """Messages a second of each step, and of all in a row."""

    produce: float
    consume: float
    copy: float
    together: float


def measure_raw_road(place: Place, count: int) -> RawRoad:
    """Send what the relay has sent once more, past the product."""
    topic = f'bench-{uuid4().hex[:8]}'
    admin = KafkaAdminClient(bootstrap_servers=place.servers)
    admin.create_topics([NewTopic(topic, PARTITIONS, place.brokers)])  # a copy on each, as the product's topics have
    admin.close()
    begun = monotonic()
    rows = [(row['key'].encode(), bytes(row['body'])) for row in place.ask(READ, [count])]
    read = monotonic()
    if len(rows) != count:
        raise RuntimeError(f'{len(rows)} rows were there for {count}: a rate of those would be another one')
    _produce(place, topic, rows)
    produced = monotonic()
    found = _consume(place, topic, len(rows))
    consumed = monotonic()
    _copy(place, found)
    copied = monotonic()
    return RawRoad(
        produce=rate(len(rows), produced - read),
        consume=rate(len(rows), consumed - produced),
        copy=rate(len(rows), copied - consumed),
        together=rate(len(rows), copied - begun),
    )


def _produce(place: Place, topic: str, rows: list[tuple[bytes, bytes]]) -> None:
    with KafkaProducer(bootstrap_servers=place.servers, acks='all', enable_idempotence=True, linger_ms=5) as producer:
        futures = [producer.send(topic, key=key, value=body) for key, body in rows]
        for future in futures:
            future.get(timeout=60)


def _consume(place: Place, topic: str, count: int) -> list[Any]:
    found: list[Any] = []
    with KafkaConsumer(bootstrap_servers=place.servers, auto_offset_reset='earliest') as consumer:
        partitions = [TopicPartition(topic, number) for number in range(PARTITIONS)]
        consumer.assign(partitions)
        consumer.seek_to_beginning(*partitions)
        deadline = monotonic() + LONGEST_SECONDS
        while len(found) < count:
            if monotonic() > deadline:
                raise TimeoutError(f'{len(found)} of {count} came back')
            for batch in consumer.poll(timeout_ms=1000, max_records=500).values():
                found += batch
    return found


def _copy(place: Place, records: list[Any]) -> None:
    with psycopg.connect(place.cell.owner_url) as connection:
        connection.execute('CREATE TEMP TABLE bench_road (key text, body bytea)')
        with connection.cursor().copy('COPY bench_road FROM STDIN') as copy:
            for record in records:
                copy.write_row((record.key.decode(), record.value))
