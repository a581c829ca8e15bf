"""Outbox, relay, road and intake of one cell in a process that dies at a named place, life after life.

Each life is forked from this process, which has Django and keys ready but neither a connection nor a Kafka client, so
that a death costs milliseconds. A line in is `PLACE DEATHS SEED`; a line out is how many lives ended there, after one
more without any failpoint has carried all that was left. Usage: through tests.builders.inside
"""

import itertools
import os
import random
import sys
import traceback
from collections.abc import Callable, Sequence
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from federation import failpoints
from federation.inbox.offsets import position
from federation.intake.consumer import Intake
from federation.link.factory import open_reader, open_sender
from federation.link.port import OutgoingRecord, Sender
from federation.relay.leases import Leases
from federation.relay.relay import Relay
from govhall.kernel.ids import new_uid
from tests.builders.trial import OTHER, RECEIVER, Road, intake, rolled_back, rows, say

KILLED = 137
LONGEST_LIFE = 60  # turns
POLL_SECONDS = {'direct': 0.0, 'kafka': 0.05}
# As after the time that a lease and a rest last.
LATER = """
UPDATE fed_lease SET expires = now() - interval '1 second';
UPDATE fed_relay SET expires = now() - interval '1 second';
UPDATE fed_outbox SET not_before = NULL
"""


class Patchy:
    """A sender that does not send some records, and does not hear of some that it sent."""

    def __init__(self, sender: Sender, chance: random.Random) -> None:
        self._sender, self._chance = sender, chance

    def send(self, records: Sequence[OutgoingRecord]) -> list[bool]:
        """Send most."""
        luck = [self._chance.random() for _ in records]
        sent = [record for record, one in zip(records, luck, strict=True) if one > 0.2]
        landed = iter(self._sender.send(sent))
        return [one > 0.2 and next(landed) and one > 0.3 for one in luck]

    def close(self) -> None:
        """Let go of connections."""
        self._sender.close()


class Life:
    """What the processes of a cell do, in one process; `cases` are what its people talk about."""

    def __init__(self, chance: random.Random, cases: Sequence[UUID], *, patchy: bool) -> None:
        self._chance, self._cases = chance, cases
        clock = itertools.count(step=3.0).__next__  # each look comes three seconds after the last one
        sender = open_sender()
        self._reader = open_reader(position)
        self._relay = Relay(Patchy(sender, chance) if patchy else sender, leased=Leases(clock).held, clock=clock)
        self._intake = Intake(self._reader, settings.CELL, clock=clock)

    def turn(self) -> int:
        """Send and take what is there; the number of messages moved."""
        with connection.cursor() as cursor:
            cursor.execute(LATER)
        return self._relay.once() + self._intake.once(POLL_SECONDS[settings.LINK])

    def work(self) -> None:
        """Say something and let it travel, for a long time."""
        for _ in range(LONGEST_LIFE):
            for _ in range(3):
                case, hall = self._chance.choice(self._cases), self._chance.choice([RECEIVER, OTHER])
                note_and_say([str(new_uid()) for _ in range(self._chance.randint(1, 3))], case, hall)
            self.turn()

    def settle(self) -> None:
        """Carry all that is left."""
        for _ in range(LONGEST_LIFE):
            moved, waiting = self.turn(), rows('SELECT topic, seq, sender, last_error, bucket FROM fed_outbox LIMIT 3')
            if not moved and not waiting and self._reader.caught_up():
                return
        raise TimeoutError(f'{moved} moved, {waiting} waiting')


def note_and_say(texts: Sequence[str], case: UUID, hall: str) -> None:
    """The business transaction: the sender's own row and what it tells the other hall are one commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany('INSERT INTO trial_said VALUES (%s, %s, %s)', [(hall, case, text) for text in texts])
        say(*texts, case=case, recipient=hall)


def in_a_fork(work: Callable[[], None]) -> int:
    """Do the work in a child of this process; its exit code."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    try:
        work()
    except BaseException:  # noqa: BLE001 - the child must never return into its parent's code
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def deaths(place: str, count: int, chance: random.Random) -> int:
    """Live so many times, each to end at the place; how many did."""
    cases = [new_uid() for _ in range(4)]

    def mortal() -> None:
        failpoints.arm(place, chance.randint(1, 3))
        Life(chance, cases, patchy=True).work()

    ended = 0
    for _ in range(count):
        chance.random()  # a child's own draws do not come back
        ended += in_a_fork(mortal) == KILLED
    assert in_a_fork(lambda: Life(chance, cases, patchy=False).settle()) == 0
    return ended


def warm_up() -> None:
    """Load what every life needs: modules, halls and keys."""
    with rolled_back():
        road = Road()
        note_and_say(['warm'], new_uid(), RECEIVER)
        Relay(road).once()
        intake(road).once(0)
    connection.close()


def main() -> None:
    """Serve until the input ends."""
    warm_up()
    for line in sys.stdin:
        place, count, seed = line.split()
        print(f'ended {deaths(place, int(count), random.Random(int(seed)))}', flush=True)  # noqa: S311 - no secret
