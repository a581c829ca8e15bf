"""The topics of bazhong as a stranger with access to the broker reads and writes them."""

from collections.abc import Sequence
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from tests.builders.stack import Stack
from tests.fault.evidence import Evidence

INBOX, FACTS = 'govhall.bazhong.inbox', 'govhall.bazhong.facts'


def records(stack: Stack, topic: str) -> list[Any]:
    """Every record of the topic, partition by partition."""
    with KafkaConsumer(bootstrap_servers=stack.kafka.servers, auto_offset_reset='earliest') as consumer:
        partitions = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic)]
        consumer.assign(partitions)
        consumer.seek_to_beginning(*partitions)
        ends = consumer.end_offsets(partitions)
        found: list[Any] = []
        while any(consumer.position(one) < end for one, end in ends.items()):
            for batch in consumer.poll(timeout_ms=1000).values():
                found += batch
    return found


def produce(stack: Stack, topic: str, rows: Sequence[tuple[bytes | None, bytes, list[tuple[str, bytes]]]]) -> list[Any]:
    """Write (key, value, headers) to the topic, one after the other; where each one landed."""
    with KafkaProducer(bootstrap_servers=stack.kafka.servers) as producer:
        sent = [producer.send(topic, key=key, value=value, headers=headers) for key, value, headers in rows]
        return [future.get(timeout=30) for future in sent]


def is_read_to_the_end(stack: Stack, evidence: Evidence, topic: str) -> bool:
    """Whether the intake has applied or dropped everything on the topic."""
    with KafkaConsumer(bootstrap_servers=stack.kafka.servers) as consumer:
        partitions = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic)]
        ends = {one.partition: end for one, end in consumer.end_offsets(partitions).items() if end}
    rows = evidence.rows('bazhong', 'SELECT partition, next_offset FROM fed_offset WHERE topic = %s', [topic])
    return {row['partition']: row['next_offset'] for row in rows} == ends
