"""The same work in a cell with ten thousand and with a million cases of the past: it should not feel the difference."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from tests.load.alone import work_of_calls
from tests.load.history import History
from tests.load.lifecycles import WebRate, lifecycles
from tests.load.looker import looker_at
from tests.load.numbers import percentile
from tests.load.place import TOWNSHIP, Place, schema
from tests.load.work import Work

FEW, MANY = 10_000, 1_000_000
LIFECYCLES, SECONDS, LOOKS = 1000, 25.0, 60
CLOSE = f"""
UPDATE {schema(TOWNSHIP)}.casework_case SET state = 'delivered', delivered_at = now()
WHERE state = 'approved' AND delivered_at IS NULL
"""


@dataclass(frozen=True)
class Fullness:
    """A cell with so many cases: lifecycles, ms (p50, p95) of pages that look for cases, work of each call."""

    cases: int
    web: WebRate
    pages: dict[str, dict[str, float]]
    work: dict[str, Work]


def measure_million(place: Place, *, few: int = FEW, many: int = MANY) -> list[Fullness]:
    """Fill, measure, fill up, measure again; no worker makes papers meanwhile."""
    history = History(place)
    looker_at(place).prepare(place)
    history.open_cases()
    found = []
    for cases in (few, many):
        history.fill(cases)
        place.do(CLOSE)
        web = lifecycles(place, count=LIFECYCLES, seconds=SECONDS)
        pages = {name: _timed(look) for name, look in looker_at(place).looks(place).items()}
        place.do(CLOSE)
        found.append(Fullness(cases, web, pages, work_of_calls(place)))
    return found


def _timed(look: Callable[[], None]) -> dict[str, float]:
    look()
    spans = []
    for _ in range(LOOKS):
        begun = perf_counter()
        look()
        spans.append(perf_counter() - begun)
    return {'p50': percentile(spans, 0.5) * 1000, 'p95': percentile(spans, 0.95) * 1000}
