"""What is drained: two kinds of messages, how far each has come, and whether every one of them took effect, once."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep

from federation.link.topics import CELL_LANES, Lane
from tests.load.delay import wait_until
from tests.load.numbers import rate
from tests.load.place import CELL, COUNTY, Place, schema
from tests.load.processor import Spent, measured

LOOK_SECONDS, STANDS_STILL_SECONDS = 0.05, 60.0
FEW = 50_000  # more are counted less often: looking is not to be what is measured
OF_THE_BENCH = "sender LIKE 'BENC%%'"
REACHED = 'SELECT coalesce(sum(next_offset), 0) AS n FROM fed_offset WHERE topic = %s'
NOT_APPLIED = 'SELECT (SELECT count(*) FROM fed_parked) + (SELECT count(*) FROM fed_quarantine) AS n'


class NotAll(RuntimeError):
    """Not every message took effect, or one was set aside: a rate would be that of something else."""


@dataclass(frozen=True)
class Drained:
    """Messages, seconds from the first that moved to the last, the rate, and who spent the processor on it."""

    messages: int
    seconds: float
    per_second: float
    spent: Spent

    def microseconds(self, part: str) -> float:
        """Processor time of one part for a message."""
        return self.spent.parts.get(part, 0.0) / self.messages * 1e6


@dataclass(frozen=True)
class Kind:
    """A kind of message: its lane, what waits of it in the outbox, and the count of its effects."""

    name: str
    lane: Lane
    rows: str
    effects: str

    @property
    def topic(self) -> str:
        """Where the measured cell reads it."""
        return f'govhall.{CELL}.{self.lane}'

    def waiting(self, place: Place) -> int:
        """How many rows wait in the outbox."""
        return int(place.ask(f'SELECT count(*) AS n FROM fed_outbox WHERE {self.rows}')[0]['n'])

    def applied(self, place: Place) -> int:
        """How many records of the topic are done with: committed with their effects."""
        return int(place.ask(REACHED, [self.topic])[0]['n'])

    def count(self, place: Place) -> int:
        """How many took effect."""
        return int(place.ask(self.effects)[0]['n'])


CUSTODY = Kind(
    'custody',
    Lane.INBOX,
    f'seq > 0 AND {OF_THE_BENCH}',
    f"SELECT count(*) AS n FROM {schema(COUNTY)}.casework_case WHERE custody = 'held'",
)
FACTS = Kind(
    'facts',
    Lane.FACTS,
    f'seq = 0 AND {OF_THE_BENCH}',
    "SELECT count(*) AS n FROM insight_fact WHERE hall LIKE 'BENC%%'",
)


def drain(place: Place, count: int, moved: Callable[[], int]) -> Drained:
    """Wait until `count` have moved. Raises TimeoutError if nothing moves any more."""
    wait_until(lambda: moved() > 0)
    first, begun, last, seen = moved(), monotonic(), monotonic(), 0
    if first >= count:
        raise NotAll('all had moved at the first look: there are too few for a rate')
    with measured(place.parts()) as spent:
        while (now := moved()) < count:
            if now > seen:
                last, seen = monotonic(), now
            if monotonic() - last > STANDS_STILL_SECONDS:
                raise TimeoutError(f'stands still at {now} of {count}')
            sleep(LOOK_SECONDS if count < FEW else 1.0)
        seconds = monotonic() - begun
    return Drained(count - first, seconds, rate(count - first, seconds), spent)


def taken(place: Place, kind: Kind, count: int, before: 'Before') -> Drained:
    """Drain by the positions that are committed with the effects. Raises NotAll if the effects are others."""
    done = drain(place, count, lambda: kind.applied(place) - before.applied)
    effects = kind.count(place) - before.effects
    if effects != count or int(place.ask(NOT_APPLIED)[0]['n']) != before.aside:
        raise NotAll(f'{effects} of {count} took effect')
    return done


@dataclass(frozen=True)
class Before:
    """How things stood before a backlog was written."""

    applied: int
    effects: int
    aside: int

    @classmethod
    def of(cls, place: Place, kind: Kind) -> 'Before':
        """As it stands now."""
        return cls(kind.applied(place), kind.count(place), int(place.ask(NOT_APPLIED)[0]['n']))


def is_settled(place: Place) -> bool:
    """Whether nothing waits: neither in the outbox nor on the cell's topics."""
    return place.count('fed_outbox') == 0 and all(
        place.end_of(f'govhall.{CELL}.{lane}', partitions)
        == int(place.ask(REACHED, [f'govhall.{CELL}.{lane}'])[0]['n'])
        for lane, partitions in CELL_LANES.items()
    )
