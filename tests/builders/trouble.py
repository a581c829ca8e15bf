"""One sending hall, two receiving halls, a road in memory, and everything that can go wrong between them.

The cell plays both ends, so a backup of one end is of that end's tables only.
"""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from federation.acks.send import send_acks
from federation.directory.models import Incarnation
from federation.link.port import OutgoingRecord
from federation.relay.relay import Relay
from federation.relay.resend import Resender
from govhall.kernel.ids import new_uid
from tests.builders.trial import OTHER, RECEIVER, SENDER, Road, intake, rows, say, texts

Stream = tuple[UUID, str]  # case, receiving hall
CASES = [new_uid(), new_uid()]
STREAMS: list[Stream] = [(CASES[0], RECEIVER), (CASES[0], OTHER), (CASES[1], RECEIVER)]
SENDERS_TABLES = ('fed_outbox', 'fed_sent', 'fed_delivery', 'fed_peer', f'h_{SENDER.lower()}.fed_stream')
RECEIVERS_TABLES = ('fed_cursor', 'fed_parked', 'fed_inbox', 'fed_offset', 'trial_effect')
# A sender's end is an epoch of its hall, the receivers' end an epoch of their cell.
ENDS = {'sender': (SENDERS_TABLES, SENDER), 'receivers': (RECEIVERS_TABLES, settings.CELL)}
FLAGGED = """
SELECT subject, recipient FROM fed_cursor WHERE state = 'conflict'
UNION SELECT subject, recipient FROM fed_delivery WHERE doubtful
"""
MANY = 1_000_000
Tables = dict[str, list[tuple[object, ...]]]


class PromiseBroken(AssertionError):
    """What the transport promises is not so."""


class Asleep(Road):
    """A relay that has its chunk in hand and is heard of no more."""

    def __init__(self) -> None:
        super().__init__()
        self.hand: list[OutgoingRecord] = []

    def send(self, records: Sequence[OutgoingRecord]) -> list[bool]:
        """Keep the chunk."""
        self.hand += records
        raise TimeoutError


class Trouble:
    """What is said, what becomes of it, and what is promised about it."""

    def __init__(self, partitions: int = 1) -> None:
        self.road = Road(partitions)
        self.running = intake(self.road)
        self.said: dict[Stream, list[str]] = {stream: [] for stream in STREAMS}
        self._numbers = itertools.count()
        self._forgetful = False  # the sender was restored
        self._backups: dict[str, tuple[Tables, dict[Stream, list[str]]]] = {}
        for end in ENDS:
            self.back_up(end)

    def say(self, stream: Stream = STREAMS[0], count: int = 1) -> None:
        """Say something, so many times."""
        for _ in range(count):
            self.said[stream].append(str(next(self._numbers)))
            say(self.said[stream][-1], case=stream[0], recipient=stream[1])

    def relay(self, failed: Sequence[bool] = ()) -> int:
        """Send one chunk, of which the road does not take these."""
        self.road.failing = itertools.chain(failed, itertools.repeat(False))
        sent = Relay(self.road).once()
        connection.cursor().execute('UPDATE fed_outbox SET not_before = NULL')
        return sent

    def fall_asleep(self) -> list[OutgoingRecord]:
        """A relay reads its chunk and does no more; what it has in hand."""
        asleep = Asleep()
        if rows('SELECT 1 FROM fed_outbox'):
            with pytest.raises(TimeoutError):
                Relay(asleep).once()
        return asleep.hand

    def arrive(self, records: Sequence[OutgoingRecord]) -> None:
        """These come onto the road, whoever sends them."""
        for record in records:
            self.road.append(record)

    def take_in(self, most: int = MANY) -> int:
        """Read and apply what is there."""
        self.road.most = most
        return self.running.once(0)

    def start_again(self) -> None:
        """The intake dies and starts."""
        self.running = intake(self.road)

    def carry(self) -> None:
        """A quiet hour: all that waits arrives."""
        while self.relay() + self.take_in():
            pass

    def back_up(self, end: str) -> None:
        """Keep one end as it is now."""
        tables = {table: rows(f'SELECT * FROM {table} ORDER BY ctid') for table in ENDS[end][0]}
        self._backups[end] = tables, {stream: list(texts) for stream, texts in self.said.items()}

    def restore(self, end: str) -> None:
        """Put one end back to its backup; its epoch is outside of all backups."""
        tables, said = self._backups[end]
        for table, content in tables.items():
            fill(table, content)
        if end == 'sender':
            self._forgetful = True
            self.said = {stream: list(texts) for stream, texts in said.items()}
        owner, _ = Incarnation.objects.get_or_create(owner=ENDS[end][1], defaults={'epoch': 1})
        Incarnation.objects.filter(owner=owner.owner).update(epoch=owner.epoch + 1)
        self.start_again()

    def lose_topics(self) -> None:
        """All topics are made anew, empty; the intake reads them from their beginning."""
        self.road.log.clear()
        fill('fed_offset', [])
        self._backups['receivers'][0]['fed_offset'] = []
        self.start_again()

    def send_acks(self) -> None:
        """The receivers tell how far they have come and what they lack."""
        send_acks(as_of=datetime.now(UTC) + timedelta(minutes=5), to_all=True, gap_seconds=0)

    def lose_receipts(self) -> None:
        """Receipts that have not left are never heard of."""
        connection.cursor().execute("DELETE FROM fed_outbox WHERE topic LIKE '%.receipts'")

    def resend(self, failed: Sequence[bool] = ()) -> None:
        """The relay says again what is lost, of which the road does not take these."""
        self.road.failing = itertools.chain(failed, itertools.repeat(False))
        Resender(self.road, again=-1).say_again()

    def exchange_receipts(self) -> None:
        """Receipts are given and heard."""
        self.send_acks()
        self.carry()

    def heal(self) -> None:
        """Receipts, sending again, receipts."""
        self.exchange_receipts()
        self.resend()
        self.carry()
        self.exchange_receipts()

    def check_so_far(self) -> None:
        """Nothing happened twice, too early or unsaid. Raises PromiseBroken."""
        for stream, said in self.said.items():
            happened = texts(*stream)
            if happened != said[: len(happened)]:
                raise PromiseBroken(f'{happened} is not how {said} begins')

    def check_both_ends(self) -> None:
        """Both ends agree about each stream; after a restore of the sender, one may have flagged it instead.

        Raises PromiseBroken.
        """
        flagged = rows(FLAGGED)
        if flagged and not self._forgetful:
            raise PromiseBroken('a false alarm')
        for stream, said in self.said.items():
            if texts(*stream) != said and stream not in flagged:
                raise PromiseBroken(f'{said} was said, {texts(*stream)} took effect, and nobody knows')


def fill(table: str, content: Sequence[tuple[object, ...]]) -> None:
    """Let the table hold these rows only."""
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM {table}')
        for row in content:
            cursor.execute(f'INSERT INTO {table} VALUES ({", ".join(["%s"] * len(row))})', row)
