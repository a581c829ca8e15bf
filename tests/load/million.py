"""The same work in a cell with ten thousand and with a million cases of the past: it should not feel the difference."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter
from urllib.parse import urlencode

from tests.load.chiefs import OK, SEE_OTHER, Chief, Wrong
from tests.load.delay import wait_until
from tests.load.history import History
from tests.load.lifecycles import WebRate, lifecycles
from tests.load.numbers import percentile
from tests.load.place import TOWNSHIP, Place, schema

FEW, MANY = 10_000, 1_000_000
PERSON = '511921197806120014'  # has two cases; the lifecycles are all of another one
LIFECYCLES, SECONDS, LOOKS = 1000, 25.0, 60
CLOSE = f"""
UPDATE {schema(TOWNSHIP)}.casework_case SET state = 'delivered', delivered_at = now()
WHERE state = 'approved' AND delivered_at IS NULL
"""


@dataclass(frozen=True)
class Fullness:
    """A cell with so many cases: lifecycles, and milliseconds (p50, p95) of the pages that look for cases."""

    cases: int
    web: WebRate
    pages: dict[str, dict[str, float]]


class Looker(Chief):
    """A chief who looks: at the worklist, for a number, for a person, at a case of long ago."""

    def prepare(self, place: Place) -> None:
        """Leave one case delivered and one accepted: the patterns of the past and of what is in hand."""
        done = self.create()
        for version, act in enumerate(('accept', 'approve', 'deliver'), start=1):
            self.act(done, act, version=version)
        self.act(self.create(), 'accept', version=1)
        asked = f'SELECT count(*) AS n FROM insight_fact JOIN {schema(TOWNSHIP)}.casework_case USING (fact)'
        wait_until(lambda: bool(place.ask(f"{asked} WHERE state = 'delivered'")[0]['n']))

    def looks(self, place: Place) -> dict[str, Callable[[], None]]:
        """What is looked at, by its name in the table."""
        hall = f'/h/{self._orders.hall}'
        table = f'{schema(TOWNSHIP)}.casework_case'
        old = place.ask(f"SELECT uid FROM {table} WHERE state = 'delivered' ORDER BY uid LIMIT 1")[0]['uid']
        # The copies' numbers have no check character; this one went through the web.
        real = place.ask(f"SELECT number FROM {table} WHERE number !~ '^.{{8}}[BO]' LIMIT 1")[0]['number']
        return {
            'worklist': lambda: self._look('GET', f'{hall}/worklist/', OK),
            'find a number': lambda: self._look('POST', f'{hall}/search/', SEE_OTHER, number=real),
            'find a person': lambda: self._look('POST', f'{hall}/search/', OK, number=PERSON),
            'an old case': lambda: self._look('GET', f'{hall}/cases/{old}/', OK),
        }

    def _look(self, method: str, path: str, found: int, **fields: str) -> None:
        token = {'csrfmiddlewaretoken': self._cookies[f'govhall_{self._orders.cell}_csrf']}
        answer, _ = self._ask(method, path, urlencode(token | fields) if fields else None)
        if answer.status != found:
            raise Wrong(f'{path}: {answer.status}')


def measure_million(place: Place, *, few: int = FEW, many: int = MANY) -> list[Fullness]:
    """Fill, measure, fill up, measure again; no worker makes papers meanwhile."""
    history = History(place)
    _looker(place).prepare(place)
    history.open_cases()
    found = []
    for cases in (few, many):
        history.fill(cases)
        place.do(CLOSE)
        web = lifecycles(place, count=LIFECYCLES, seconds=SECONDS)
        pages = {name: _timed(look) for name, look in _looker(place).looks(place).items()}
        found.append(Fullness(cases, web, pages))
    return found


def _looker(place: Place) -> Looker:
    orders = place.orders(lifecycles=1, seconds=SECONDS, threads=1)
    return Looker(replace(orders, id_number=PERSON))


def _timed(look: Callable[[], None]) -> dict[str, float]:
    look()
    spans = []
    for _ in range(LOOKS):
        begun = perf_counter()
        look()
        spans.append(perf_counter() - begun)
    return {'p50': percentile(spans, 0.5) * 1000, 'p95': percentile(spans, 0.95) * 1000}
