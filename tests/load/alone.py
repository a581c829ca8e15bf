"""One person at work alone, one kind of call after the other: what each costs."""

from collections.abc import Callable, Iterator
from functools import partial

from tests.load.chiefs import Chief
from tests.load.looker import looker_at
from tests.load.place import Place
from tests.load.work import Work, least, work_of

ACTS = {'accept': 'accept', 'decide': 'approve', 'deliver': 'deliver'}
BATCHES, BATCH = 4, 50
WARM_UP = 40  # each thread of the web has a connection of its own, which reads catalogues at first
# Each sign-in leaves a row: without this, the second measurement would plan for a larger table than the first.
NOBODY_IN = 'TRUNCATE django_session'


def work_of_calls(place: Place) -> dict[str, Work]:
    """Work of each kind of call: the acts of so many lives, then what looks for cases."""
    place.do(NOBODY_IN)
    # Not the person whom the looks find: that page would grow with what is done here.
    chief = Chief(place.orders(lifecycles=1, seconds=60.0, threads=1))
    _acts(place, chief, WARM_UP)
    batches = [_acts(place, chief, BATCH) for _ in range(BATCHES)]
    work = {name: least([batch[name] for batch in batches]) for name in batches[0]}
    for name, look in looker_at(place).looks(place).items():
        work[name] = _looked(place, look)
    return work


def _acts(place: Place, chief: Chief, count: int) -> dict[str, Work]:
    made: list[str] = []
    work = {'create': work_of(place, lambda: made.append(chief.create()), calls=count)}
    for version, (name, act) in enumerate(ACTS.items(), start=1):
        work[name] = work_of(place, partial(_next, chief, iter(made), act, version), calls=count)
    return work


def _looked(place: Place, look: Callable[[], None]) -> Work:
    for _ in range(WARM_UP):
        look()
    return least([work_of(place, look, calls=BATCH) for _ in range(BATCHES)])


def _next(chief: Chief, cases: Iterator[str], act: str, version: int) -> None:
    chief.act(next(cases), act, version=version)
