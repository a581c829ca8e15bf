"""Detects a partition that is assigned, whose end moves on, and of which nothing arrives. Pure."""

import time
from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

K = TypeVar('K', bound=Hashable)


class StallDetector(Generic[K]):
    """Knows since when each partition that is behind has stood at one position."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._standing: dict[K, tuple[int, float]] = {}

    def forget(self) -> None:
        """Start over: nothing was polled in the meantime, so nothing could arrive."""
        self._standing = {}

    def observe(self, places: Mapping[K, tuple[int, int]]) -> list[K]:
        """Given position and end of each partition, those that have stood behind their end for too long."""
        now = self._clock()
        behind = {key: position for key, (position, end) in places.items() if position < end}
        before = self._standing
        self._standing = {
            key: before[key] if key in before and before[key][0] == position else (position, now)
            for key, position in behind.items()
        }
        return [key for key, (_, since) in self._standing.items() if now - since >= self._seconds]
