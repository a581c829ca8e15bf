"""The inbox beside the rule book: the same rows in the same order must lead to the same history, cursor and parking.

The rows come from a sender whose database is restored from backups now and then, so that it forgets what it said and
says something else at the same place; they arrive in any order, several times or never.
"""

from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.link.port import OutgoingRecord
from govhall.kernel.chain import GENESIS
from govhall.kernel.ids import new_uid
from tests.builders.trial import Noted, Road, hash_of, intake, raw_record, rolled_back, rows


class Row(NamedTuple):
    """A row as the rule book sees it."""

    epoch: int
    base: int
    sequence: int
    previous: str
    own_hash: str
    text: str


class RuleBook:
    """The receiver of the design's model: one stream."""

    def __init__(self) -> None:
        self.sequence, self.tip, self.epoch, self.conflict = 0, GENESIS, 1, 0
        self.parked: dict[tuple[int, int], Row] = {}
        self.applied: list[str] = []

    def take(self, row: Row | None) -> None:
        """One arrival and all that it makes ripe."""
        while row is not None:
            self.step(row)
            ripe = [key for key in self.parked if key[0] <= self.sequence + 1]
            row = self.parked.pop(min(ripe)) if ripe else None

    def step(self, row: Row) -> None:
        """The rule."""
        if row.epoch <= self.conflict:
            return
        if row.epoch > self.epoch and row.base < self.sequence:
            self.conflict = row.epoch
        elif row.sequence <= self.sequence:
            return
        elif row.sequence > self.sequence + 1:
            self.parked[row.sequence, row.epoch] = row
        elif row.previous != self.tip:
            self.conflict = row.epoch if row.epoch >= self.epoch else self.conflict
        else:
            self.sequence, self.tip, self.epoch = row.sequence, row.own_hash, max(self.epoch, row.epoch)
            self.applied.append(row.text)
            self.conflict = 0


def story(case: UUID, lives: list[tuple[int, int]]) -> list[tuple[Row, OutgoingRecord]]:
    """What a sender says in its lives: each goes back by some rows and then says some more."""
    said: list[tuple[Row, OutgoingRecord]] = []
    history: list[Row] = []
    for epoch, (forgotten, more) in enumerate(lives, start=1):
        history = history[: max(0, len(history) - forgotten)]
        base = len(history) if epoch > 1 else 0
        for _ in range(more):
            place, previous = len(history) + 1, history[-1].own_hash if history else GENESIS
            text = f'{epoch}.{place}'
            record = raw_record(
                case=case, sequence=place, previous=previous, epoch=epoch, base=base, said=Noted(text=text)
            )
            history.append(Row(epoch, base, place, previous, hash_of(record), text))
            said.append((history[-1], record))
    return said


@pytest.mark.usefixtures('halls')
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    lives=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=4),
    arrivals=st.lists(st.integers(0, 15), max_size=30),
    batch=st.integers(1, 5),
)
def test_inbox_follows_the_rule_book(lives: list[tuple[int, int]], arrivals: list[int], batch: int) -> None:
    case, book, road = new_uid(), RuleBook(), Road()
    said = story(case, lives)
    road.most = batch
    with rolled_back():
        for place in arrivals if said else ():
            row, record = said[place % len(said)]
            road.append(record)
            book.take(row)
        running = intake(road)
        for _ in range(len(arrivals) + 1):
            running.once(0)
        assert [text for (text,) in rows('SELECT text FROM trial_effect ORDER BY ctid')] == book.applied
        assert set(rows('SELECT seq, epoch FROM fed_parked')) == set(book.parked)
        cursors = rows('SELECT last_seq, tip, epoch, conflict_epoch FROM fed_cursor')
        expected = (book.sequence, book.tip, book.epoch, book.conflict)
        assert cursors == ([expected] if said and arrivals else [])
