"""A backlog of messages drained: the relay alone, then the intake with the real custody handler, beside raw parts."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep

from tests.load.delay import TOWNSHIP, wait_until
from tests.load.numbers import rate
from tests.load.place import COUNTY, Place, schema
from tests.load.processor import Spent, measured
from tests.load.raw_road import RawRoad, measure_raw_road

MESSAGES = 20_000
LOOK_SECONDS = 0.05
STANDS_STILL_SECONDS = 60.0
BETWEEN_HALLS = 'SELECT count(*) AS n FROM fed_outbox WHERE seq > 0'


@dataclass(frozen=True)
class Drained:
    """Messages a second from the first that moved to the last, and who spent the processor on it."""

    per_second: float
    spent: Spent


@dataclass(frozen=True)
class Backlog:
    """The backlog through each part."""

    messages: int
    relay: Drained
    intake: Drained
    raw: RawRoad


def measure_backlog(place: Place) -> Backlog:
    """Stop both carriers, write the backlog, let one work and then the other."""
    relay, intake = (place.running.children[f'{place.cell.name}-{duty}'] for duty in ('relay', 'intake'))
    wait_until(lambda: place.count('fed_outbox') == 0)
    relay.stop()
    intake.stop()
    with place.inside('tests.load.backlog_rows', TOWNSHIP, COUNTY, str(MESSAGES)) as writing:
        if writing.wait() != 0:
            raise RuntimeError('the backlog was not written')
    relay.start()
    sent = _drain(place, lambda: MESSAGES - int(place.ask(BETWEEN_HALLS)[0]['n']))
    relay.stop()
    before = place.count(f'{schema(COUNTY)}.casework_case')
    intake.start()
    taken = _drain(place, lambda: place.count(f'{schema(COUNTY)}.casework_case') - before)
    relay.start()
    return Backlog(MESSAGES, sent, taken, measure_raw_road(place, MESSAGES))


def _drain(place: Place, moved: Callable[[], int]) -> Drained:
    wait_until(lambda: moved() > 0)
    first, begun, last, seen = moved(), monotonic(), monotonic(), 0
    with measured(place.parts()) as spent:
        while (now := moved()) < MESSAGES:
            if now > seen:
                last, seen = monotonic(), now
            if monotonic() - last > STANDS_STILL_SECONDS:
                raise TimeoutError(f'stands still at {now} of {MESSAGES}')
            sleep(LOOK_SECONDS)
    return Drained(rate(MESSAGES - first, monotonic() - begun), spent)
