"""Relays as processes over a database and a topic of their own, and what reached the topic."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any
from uuid import uuid4

import psycopg
from kafka import KafkaConsumer, TopicPartition

from deploy.local.cells import Cell, DatabaseRole
from deploy.local.child import Child, Program
from deploy.local.programs import ROOT
from federation.link.topic_creation import create_topics
from federation.link.topics import Lane, Topic, topics_read_by

PARTITIONS = 12
SPEAKING = [f'HALL{number}' for number in range(5)]
# Streams take turns in the outbox, as they do where many people work.
SAY = """
INSERT INTO fed_outbox (event_id, topic, key, type, sender, recipient, subject, epoch, seq, base, previous, headers,
    body, created_at, bucket)
SELECT gen_random_uuid(), %(topic)s, md5(stream::text), 'trial.noted.v1', 'HALL' || stream %% 5, 'R',
    md5(stream::text)::uuid, 1, seq, 0, '', '{}', 'x', now(), stream %% 64
FROM generate_series(%(first)s::int, %(last)s) AS seq, generate_series(1, %(streams)s) AS stream ORDER BY seq, stream
"""
TAKEN_BY = "SELECT owner, count(*) FROM fed_lease WHERE owner <> '' AND expires > now() GROUP BY owner"


@dataclass
class Relays:
    """A topic, an outbox, and the relays between them."""

    cell: Cell
    database: str
    folder: Path
    topic: str = field(default_factory=lambda: f'trial.{uuid4().hex[:8]}')
    said: int = 0
    streams: int = 100

    def __post_init__(self) -> None:
        wanted = [Topic(self.topic, Lane.INBOX, PARTITIONS, False)]
        receipts = [topic for topic in topics_read_by(self.cell.name) if topic.lane is Lane.RECEIPTS]
        create_topics([self.cell.kafka], [*wanted, *receipts], replication=1)  # a relay reads them before it begins

    def child(self, name: str, **environment: str) -> Child:
        """A relay that is not started yet."""
        address = self.cell.url(DatabaseRole.RELAY, database=self.database)
        env = self.cell.environment(DatabaseRole.RELAY) | {'GOVHALL_DATABASE_URL': address} | environment
        argv = (sys.executable, '-m', 'tests.builders.inside', 'tests.builders.jittery', self.cell.kafka)
        return Child(Program(name=name, argv=argv, env=env, cwd=ROOT), self.folder)

    @contextmanager
    def at_work(self, count: int) -> Iterator[list[Child]]:
        """So many relays that have shared the buckets out among themselves."""
        with ExitStack() as ending:
            children = [self.child(f'relay-{number}') for number in range(count)]
            for child in children:
                ending.callback(child.stop)
                child.start()
            assert self.until(lambda: self.shares() == [64 // count] * count), children[0].tail()
            yield children

    def say(self, each: int) -> None:
        """Let every stream say so many messages more, in one transaction."""
        places = {'topic': self.topic, 'first': self.said + 1, 'last': self.said + each, 'streams': self.streams}
        self.ask(SAY, places)
        self.said += each

    def ask(self, statement: str, values: Any = None) -> list[tuple[Any, ...]]:
        """Run a statement as the database's owner."""
        with psycopg.connect(self.cell.url(DatabaseRole.OWNER, database=self.database)) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def shares(self) -> list[int]:
        """How many buckets each relay has."""
        return sorted(count for _, count in self.ask(TAKEN_BY))

    def waiting(self) -> int:
        """How many messages have not left."""
        return int(self.ask('SELECT count(*) FROM fed_outbox')[0][0])

    def until(self, true: Callable[[], bool], *, within: float = 60.0) -> bool:
        """Whether it becomes true in time."""
        pause, deadline = Event(), monotonic() + within
        while not true():
            if monotonic() > deadline:
                return False
            pause.wait(0.1)
        return True

    def arrived(self) -> dict[bytes, list[int]]:
        """The sequence of every record of each stream, in the order in which a reader finds them."""
        found: dict[bytes, list[int]] = defaultdict(list)
        with KafkaConsumer(bootstrap_servers=self.cell.kafka, auto_offset_reset='earliest') as consumer:
            partitions = [TopicPartition(self.topic, number) for number in range(PARTITIONS)]
            consumer.assign(partitions)
            consumer.seek_to_beginning(*partitions)
            ends = consumer.end_offsets(partitions)
            while any(consumer.position(one) < end for one, end in ends.items()):
                for batch in consumer.poll(timeout_ms=1000).values():
                    for record in batch:
                        found[record.key].append(int(dict(record.headers)['ce_sequence']))
        return found


def inversions(sequences: list[int]) -> int:
    """How many messages a reader meets before the one before them; a repetition of what was read is none."""
    reached = count = 0
    for sequence in sequences:
        count += sequence > reached + 1
        reached = max(reached, sequence)
    return count
