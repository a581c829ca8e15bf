"""The real broker as this machine starts it."""

from collections.abc import Iterator

import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import KafkaTimeoutError

from deploy.local.kafka import Kafka, start_kafka

pytestmark = [pytest.mark.process, pytest.mark.kafka]
TOPIC = 'ground'


@pytest.fixture(scope='module')
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    with start_kafka(tmp_path_factory.mktemp('broker')) as kafka:
        client = KafkaAdminClient(bootstrap_servers=kafka.servers)
        client.create_topics([NewTopic(TOPIC, 1, 1)])
        client.close()
        yield kafka


def write(kafka: Kafka, *words: str) -> None:
    with KafkaProducer(bootstrap_servers=kafka.servers, reconnect_backoff_max_ms=1000) as producer:
        for word in words:
            producer.send(TOPIC, word.encode()).get(timeout=30)


def read(kafka: Kafka, count: int) -> list[str]:
    with KafkaConsumer(
        TOPIC, bootstrap_servers=kafka.servers, auto_offset_reset='earliest', consumer_timeout_ms=20_000
    ) as consumer:
        return [record.value.decode() for _, record in zip(range(count), consumer, strict=False)]


def test_what_is_written_survives_a_stop_and_a_kill(broker: Kafka) -> None:
    write(broker, 'before')
    broker.restart()
    write(broker, 'after a stop')
    broker.kill()
    broker.start()
    write(broker, 'after a kill')
    assert read(broker, 3) == ['before', 'after a stop', 'after a kill']


def test_no_topic_is_made_by_accident(broker: Kafka) -> None:
    with (
        KafkaProducer(bootstrap_servers=broker.servers, max_block_ms=2_000) as producer,
        pytest.raises(KafkaTimeoutError),
    ):
        producer.send('never-made', b'x').get(timeout=10)
    client = KafkaAdminClient(bootstrap_servers=broker.servers)
    assert 'never-made' not in client.list_topics()
    client.close()
