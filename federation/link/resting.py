"""Letting something rest for a growing time before it is tried again, in memory."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar('K', bound=Hashable)


class Resting(Generic[K]):
    """Keys that rest: `first` seconds, then twice as long each time, up to `longest`."""

    def __init__(self, first: float, longest: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._first = first
        self._longest = longest
        self._clock = clock
        self._rests: dict[K, tuple[float, float]] = {}  # key -> until, seconds

    def lay(self, key: K) -> bool:
        """Let it rest, longer than the last time; True if it was not resting before."""
        _, seconds = self._rests.get(key, (0.0, 0.0))
        seconds = min(self._longest, seconds * 2 or self._first)
        is_new = key not in self._rests
        self._rests[key] = (self._clock() + seconds, seconds)
        return is_new

    def wake(self, key: K) -> bool:
        """It works again; True if it was resting before."""
        return self._rests.pop(key, None) is not None

    def now(self) -> list[K]:
        """The keys not to be tried now."""
        return [key for key, (until, _) in self._rests.items() if until > self._clock()]

    def rested(self) -> list[K]:
        """The keys that have rested long enough and are still to show that they work again."""
        return [key for key, (until, _) in self._rests.items() if until <= self._clock()]
