"""A backlog of two hundred halls drained: the relay alone, then the intake with the real handlers, beside raw parts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from deploy.local.cells import DatabaseRole
from tests.load.delay import TOWNSHIP, wait_until
from tests.load.draining import CUSTODY, FACTS, Before, Drained, Kind, drain, is_settled, taken
from tests.load.place import COUNTY, FORWARDED_MATTER, Place
from tests.load.raw_road import RawRoad, measure_raw_road

DAY, WEEK = 16_000, 700_000  # messages of a day of work, and of a week of a cell with 250 halls
CARRIERS, OTHERS = ('relay', 'intake'), ('worker', 'beat')


@dataclass
class Backlog:
    """What was drained through how many brokers; what failed has no figure and stands in `failed` with its reason."""

    brokers: int
    drained: dict[str, Drained] = field(default_factory=dict)
    raw: RawRoad | None = None
    failed: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def attempt(self, what: str) -> Iterator[None]:
        """Note why the block failed; the others are measured nevertheless."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it was, the report must say it
            self.failed[what] = f'{type(error).__name__}: {error}'.splitlines()[0]


def measure_backlog(place: Place, *, week: bool = False) -> Backlog:
    """Each carrier alone, both at once after a day away, raw clients; with `week` also after a week away."""
    found = Backlog(place.brokers)
    with found.attempt('the backlog'), _alone(place):
        for kind in (CUSTODY, FACTS):
            with found.attempt(kind.name):
                _settle(place)
                _one_after_the_other(place, kind, found)
        with found.attempt('raw'):
            found.raw = measure_raw_road(place, DAY)
        for count in (DAY, WEEK) if week else (DAY,):
            for kind in (FACTS, CUSTODY):
                what = f'catch-up of {count:,} {kind.name}'
                with found.attempt(what):
                    _settle(place)
                    found.drained[what] = _catch_up(place, kind, count)
    return found


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    """Without the carriers, and without those that typeset papers for what has arrived: they would take a core."""
    if not CUSTODY.count(place):
        with place.inside('tests.builders.clerk', TOWNSHIP, FORWARDED_MATTER, '1', '1') as clerk:
            clerk.communicate()
    wait_until(lambda: place.count('fed_outbox') == 0 and CUSTODY.count(place) > 0)
    stopped = [name for duty in (*CARRIERS, *OTHERS) if (name := f'{place.cell.name}-{duty}') in place.running.children]
    for name in stopped:
        place.running.children[name].stop()
    try:
        yield
    finally:
        for name in stopped:
            place.running.children[name].start()


def _one_after_the_other(place: Place, kind: Kind, found: Backlog) -> None:
    before = Before.of(place, kind)
    _write(place, kind, DAY)
    with _at_work(place, 'relay'):
        found.drained[f'relay, {kind.name}'] = drain(place, DAY, lambda: DAY - kind.waiting(place))
    with _at_work(place, 'intake'):
        found.drained[f'intake, {kind.name}'] = taken(place, kind, DAY, before)


def _catch_up(place: Place, kind: Kind, count: int) -> Drained:
    before = Before.of(place, kind)
    _write(place, kind, count)
    with _at_work(place, 'relay', 'intake'):
        return taken(place, kind, count, before)


def _settle(place: Place) -> None:
    """Carry what the cell itself has said meanwhile: answers and facts, which are not to be measured with the next."""
    with _at_work(place, 'relay', 'intake'):
        wait_until(lambda: is_settled(place))


@contextmanager
def _at_work(place: Place, *duties: str) -> Iterator[None]:
    children = [place.running.children[f'{place.cell.name}-{duty}'] for duty in duties]
    for child in children:
        child.start()
    try:
        yield
    finally:
        for child in children:
            child.stop()


def _write(place: Place, kind: Kind, count: int) -> None:
    arguments = (COUNTY, str(count), kind.name)
    with place.inside('tests.load.many_rows', *arguments, role=DatabaseRole.OWNER) as writing:
        if writing.wait() != 0:
            raise RuntimeError('the backlog was not written')
