"""How often something may go wrong, or be asked for, before the next try has to wait: the one place that counts.

Counts stand in Valkey, under a keyed hash of whom they are about. While Valkey is away each process counts for itself:
pages answer on, and guessing stays bounded, by the number of web processes times the limits below.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple

import structlog
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

QUARTER, DAY = 15 * 60, 24 * 3600
PAUSE_SECONDS = 5.0  # between two tries to reach a Valkey that is away, so that nobody waits for each of them
REMEMBERED = 20_000  # counts of a process while Valkey is away

log = structlog.get_logger(__name__)


class Count(NamedTuple):
    """What is counted under a key: so many (tries, bytes) within so many seconds from the first."""

    key: str
    most: int
    seconds: int


class _Own:
    """Counts of this process, for as long as Valkey is away; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def get(self, key: str) -> int:
        """How much is counted now."""
        with self._lock:
            amount, until = self._counts.get(key, (0, 0.0))
            return amount if until > monotonic() else 0

    def add(self, count: Count, amount: int) -> int:
        """Count so much more; what is counted then."""
        now = monotonic()
        with self._lock:
            so_far, until = self._counts.get(count.key, (0, 0.0))
            if until <= now:
                so_far, until = 0, now + count.seconds
            self._counts[count.key] = (so_far + amount, until)
            while len(self._counts) > REMEMBERED:
                self._counts.popitem(last=False)
            return so_far + amount

    def drop(self, key: str) -> None:
        """Forget it."""
        with self._lock:
            self._counts.pop(key, None)


_own = _Own()
_away_until = 0.0


def counted(counts: Iterable[Count]) -> dict[Count, int]:
    """How much stands under each of these counts now."""
    wanted = list(counts)
    if _reachable():
        try:
            found = cache.get_many([count.key for count in wanted])
            return {count: int(found.get(count.key, 0)) for count in wanted}
        except RedisError as error:
            _note_away(error)
    return {count: _own.get(count.key) for count in wanted}


def add(count: Count, amount: int = 1) -> int:
    """Count so much more; what is counted then. The period begins with the first."""
    if _reachable():
        try:
            return _add(count, amount)
        except RedisError as error:
            _note_away(error)
    return _own.add(count, amount)


def drop(count: Count) -> None:
    """Forget what was counted."""
    _own.drop(count.key)
    if _reachable():
        try:
            cache.delete(count.key)
        except RedisError as error:
            _note_away(error)


def full(*counts: Count) -> bool:
    """Whether one of them has reached its limit."""
    return any(amount >= count.most for count, amount in counted(counts).items())


def key_of(*parts: str) -> str:
    """A key that tells nobody what it is about."""
    text = '\n'.join(parts)
    return f'throttle:{salted_hmac("throttle", text, algorithm="sha256").hexdigest()[:40]}'


@dataclass(frozen=True)
class Door:
    """Where a secret is asked for. Who guesses wrong waits; who knows the secret gets in, wherever others guess.

    An asker (an address, or a device that is known) has `of_pair` wrong guesses at one thing and `of_asker` at all
    things in a quarter of an hour. Once a thing had `of_thing` wrong guesses within a day, from wherever, each asker
    has only `when_guessed` at it in a day: slower for those who guess, and one try is left to whoever comes anew.
    """

    name: str
    of_pair: int = 5
    of_asker: int = 100
    of_thing: int = 50
    when_guessed: int = 2

    def closed(self, thing: str, asker: str) -> bool:
        """Whether this asker has to wait before the next guess at this thing."""
        pair, of_asker, of_thing, in_day = counts = self._counts(thing, asker)
        found = counted(counts)
        guessed = found[of_thing] >= self.of_thing and found[in_day] >= self.when_guessed
        return guessed or found[pair] >= self.of_pair or found[of_asker] >= self.of_asker

    def note_wrong(self, thing: str, asker: str) -> None:
        """Count a wrong guess."""
        pair, of_asker, of_thing, in_day = self._counts(thing, asker)
        for count in (pair, of_asker, in_day):
            add(count)
        if add(of_thing) == self.of_thing:
            log.warning('door_guessed_at', door=self.name, outcome='slowed', reason='many_wrong_guesses')

    def note_right(self, thing: str, asker: str) -> None:
        """The asker knows the secret: earlier mistakes at it are forgotten."""
        pair, _, _, in_day = self._counts(thing, asker)
        for count in (pair, in_day):
            drop(count)

    def _counts(self, thing: str, asker: str) -> tuple[Count, Count, Count, Count]:
        return (
            Count(key_of(self.name, 'pair', thing, asker), self.of_pair, QUARTER),
            Count(key_of(self.name, 'asker', asker), self.of_asker, QUARTER),
            Count(key_of(self.name, 'thing', thing), self.of_thing, DAY),
            Count(key_of(self.name, 'day', thing, asker), self.when_guessed, DAY),
        )


def _add(count: Count, amount: int) -> int:
    cache.add(count.key, 0, count.seconds)
    try:
        return int(cache.incr(count.key, amount))
    except ValueError:  # the period ended between the two
        cache.set(count.key, amount, count.seconds)
        return amount


def _reachable() -> bool:
    return monotonic() >= _away_until


def _note_away(error: RedisError) -> None:
    global _away_until
    _away_until = monotonic() + PAUSE_SECONDS
    log.warning('counts_are_own', outcome='own', reason=type(error).__name__)
