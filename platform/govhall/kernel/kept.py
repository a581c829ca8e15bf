"""Reads whose answer changes a few times a year: kept in the process for a while, so that pages need not ask again.

What somebody has just changed may be read as it was for so long; so nothing that decides a right may be read here.
"""

import time
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec('P')
R = TypeVar('R')
KEPT_SECONDS = 30.0
_reads: list['KeptRead[..., object]'] = []


class KeptRead(Generic[P, R]):
    """A function whose answers are kept, each for KEPT_SECONDS at most; arguments must be hashable."""

    def __init__(self, read: Callable[P, R], most: int) -> None:
        def read_anew(slot: int, *args: P.args, **kwargs: P.kwargs) -> R:
            return read(*args, **kwargs)

        self._kept: Callable[..., R] = lru_cache(maxsize=most)(read_anew)
        wraps(read)(self)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """The answer as it was when this slot of time began to be asked for."""
        return self._kept(int(time.monotonic() / KEPT_SECONDS), *args, **kwargs)

    def forget(self) -> None:
        """Drop all answers."""
        self._kept.cache_clear()  # type: ignore[attr-defined]


def kept(*, most: int) -> Callable[[Callable[P, R]], KeptRead[P, R]]:
    """Keep the last `most` answers of a read."""

    def decorate(read: Callable[P, R]) -> KeptRead[P, R]:
        found = KeptRead(read, most)
        _reads.append(found)  # type: ignore[arg-type]
        return found

    return decorate


def forget() -> None:
    """Drop what is kept, after what is read here was changed in this process."""
    for read in _reads:
        read.forget()
