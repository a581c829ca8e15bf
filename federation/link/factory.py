"""The link of this cell, chosen by GOVHALL_LINK. Only relay and intake import this: web processes never load Kafka."""

from collections.abc import Callable, Collection

from django.conf import settings

from federation.link.direct import DirectReader, DirectSender
from federation.link.kafka import KafkaReader, KafkaSender
from federation.link.port import Positions, Reader, Sender
from federation.link.topics import Lane, prefix, topics_read_by


def open_sender(meanwhile: Callable[[], None] = lambda: None) -> Sender:
    """The sending end. A broker that is away shows at `send`, which calls `meanwhile` every second that it waits."""
    if settings.LINK == 'direct':
        return DirectSender(topics_read_by(settings.CELL))
    return KafkaSender(settings.KAFKA_SERVERS, meanwhile)


def open_reader(positions: Positions, lanes: Collection[Lane] = tuple(Lane)) -> Reader:
    """The receiving end of all lanes or of these, placed at `positions`. Raises LinkDown."""
    topics = [topic for topic in topics_read_by(settings.CELL) if topic.lane in lanes]
    if settings.LINK == 'direct':
        return DirectReader(topics, positions)
    return KafkaReader(settings.KAFKA_SERVERS, f'{prefix()}.{settings.CELL}', topics, positions)
