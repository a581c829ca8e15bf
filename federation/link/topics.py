"""Every topic, in one place. Topics belong to the receiving cell; there is never one for a hall.

The number of partitions decides where a key lands and is fixed for the life of a topic. Order does not depend on it:
the sequence in each stream repairs what lanes and partitions mix up.
"""

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid5

from django.conf import settings

# The largest record that a topic takes and a client sends or fetches at once: a piece of a file with seal and signature
# has some 530 kB.
RECORD_BYTES = 1024 * 1024
ENTRIES = UUID('6f1c1a52-6d3b-5f0e-9f57-6a1a3c0c9b52')  # names the subject of an entry


class Lane(StrEnum):
    """What travels on a topic; the last part of its name."""

    INBOX = 'inbox'  # messages between halls, live
    BULK = 'bulk'  # the same messages when they catch up or are sent again
    FACTS = 'facts'  # statistics, up the chain of ancestors
    RECEIPTS = 'receipts'  # what cells tell each other about the road itself
    DIRECTORY = 'directory'
    CATALOGUE = 'catalogue'


CELL_LANES = {Lane.INBOX: 12, Lane.BULK: 6, Lane.FACTS: 6, Lane.RECEIPTS: 3}
# One partition each: an entry may refer to one that was published before it.
SHARED_LANES = {Lane.DIRECTORY: 1, Lane.CATALOGUE: 1}


class Topic(NamedTuple):
    """A topic as it must be: its name, its lane, how many partitions, and whether only the last of a key is kept."""

    name: str
    lane: Lane
    partitions: int
    compacted: bool


def prefix() -> str:
    """The first part of every topic name; another one keeps a second federation apart on the same brokers."""
    return str(getattr(settings, 'TOPIC_PREFIX', 'govhall'))


def cell_topic(cell: str, lane: Lane) -> str:
    """The name of a cell's topic, for example `govhall.bazhong.inbox`."""
    return f'{prefix()}.{cell}.{lane}'


def shared_topic(lane: Lane) -> str:
    """The name of a topic of the whole federation, `govhall.directory` or `govhall.catalogue`."""
    return f'{prefix()}.{lane}'


def entry_subject(lane: Lane, key: str) -> UUID:
    """The subject of an entry, which is signed: it follows from its key, by which the topic keeps the last one."""
    return uuid5(ENTRIES, f'{lane}/{key}')


def topics_read_by(cell: str) -> list[Topic]:
    """All topics that a cell's intake reads; also the ones that `create_topics` makes for it."""
    own = [Topic(cell_topic(cell, lane), lane, count, False) for lane, count in CELL_LANES.items()]
    return own + [Topic(shared_topic(lane), lane, count, True) for lane, count in SHARED_LANES.items()]
