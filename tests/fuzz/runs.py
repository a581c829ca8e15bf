"""How long a fuzz runs: seconds, always the same, in `make test`; minutes, other ones each time, in the long run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

LONGER = 60  # times as many examples in the long run


def fuzz(run: Callable[..., None], *what: SearchStrategy[Any], examples: int, long: bool = False) -> None:
    """Call `run` with one value of each strategy, so many times; a failure says with which."""
    how = settings(
        max_examples=examples * (LONGER if long else 1),
        derandomize=not long,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    how(given(*what)(run))()


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back, however it ends."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
