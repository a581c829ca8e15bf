"""One person at work alone, one kind of call after the other: what each costs."""

from collections.abc import Iterator
from functools import partial

from tests.load.chiefs import Chief
from tests.load.looker import looker_at
from tests.load.place import Place
from tests.load.work import Work, work_of

ACTS = {'accept': 'accept', 'decide': 'approve', 'deliver': 'deliver'}
CALLS, WARM_UP = 200, 40  # each thread of the web has a connection of its own, which reads catalogues at first


def work_of_calls(place: Place) -> dict[str, Work]:
    """Work of each kind of call: the acts of so many lives, then what looks for cases."""
    # Not the person whom the looks find: that page would grow with what is done here.
    chief = Chief(place.orders(lifecycles=1, seconds=60.0, threads=1))
    _acts(place, chief, WARM_UP)
    work = _acts(place, chief, CALLS)
    for name, look in looker_at(place).looks(place).items():
        for _ in range(WARM_UP):
            look()
        work[name] = work_of(place, look, calls=CALLS)
    return work


def _acts(place: Place, chief: Chief, count: int) -> dict[str, Work]:
    made: list[str] = []
    work = {'create': work_of(place, lambda: made.append(chief.create()), calls=count)}
    for version, (name, act) in enumerate(ACTS.items(), start=1):
        work[name] = work_of(place, partial(_next, chief, iter(made), act, version), calls=count)
    return work


def _next(chief: Chief, cases: Iterator[str], act: str, version: int) -> None:
    chief.act(next(cases), act, version=version)
