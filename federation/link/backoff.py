"""Exponential backoff by key, in memory."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar('K', bound=Hashable)


class Backoff(Generic[K]):
    """Delays a key: `first` seconds, then twice as long each time, up to `longest`."""

    def __init__(self, first: float, longest: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._first = first
        self._longest = longest
        self._clock = clock
        self._delays: dict[K, tuple[float, float]] = {}  # key -> until, seconds

    def back_off(self, key: K) -> bool:
        """Delay it, longer than the last time; True if it was not delayed before."""
        _, seconds = self._delays.get(key, (0.0, 0.0))
        seconds = min(self._longest, seconds * 2 or self._first)
        is_new = key not in self._delays
        self._delays[key] = (self._clock() + seconds, seconds)
        return is_new

    def clear(self, key: K) -> bool:
        """It works again; True if it was delayed before."""
        return self._delays.pop(key, None) is not None

    def delayed(self) -> list[K]:
        """The keys not to be tried now."""
        return [key for key, (until, _) in self._delays.items() if until > self._clock()]

    def due(self) -> list[K]:
        """The keys whose delay has ended and that have not yet been seen to work again."""
        return [key for key, (until, _) in self._delays.items() if until <= self._clock()]
