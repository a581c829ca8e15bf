"""An upgrade of all halls of a cell: with nothing to change, and one column more, while people work at a counter.

Usage of its `main`, through tests.builders.inside as the owner: `make HALLS`, or `column`; it tells what each took.
"""

import json
import sys
from dataclasses import dataclass
from http.client import HTTPException
from threading import Event, Lock, Thread
from time import monotonic, perf_counter, process_time

from deploy.local.cells import DatabaseRole
from tests.load.chiefs import CALLS, Chief, Orders, Wrong
from tests.load.numbers import percentile
from tests.load.place import Place
from tests.load.processor import Spent, measured
from tests.load.provisioning import make_halls, measure_provisioning

HALLS = 300
CHIEFS, REQUESTS_A_SECOND = 4, 50
AIM_COLUMN, AIM_NOTHING = 50.0, 2.0  # seconds, for 3,300 halls
AIM_HALL = 1.3  # times the bare DDL
LATER = {'casework': 'tests.builders.later.column'}


class NotUpgraded(Exception):
    """The process of the upgrade ended before it had."""


@dataclass(frozen=True)
class ReleaseTimes:
    """Seconds that passed and of the upgrade's own processor; statements with nothing to change; what people felt."""

    halls: int
    made: float  # seconds of making the halls that the cell did not have
    hall: float  # milliseconds of making one, in the middle and at least, beside the bare DDL of its tables
    raw_hall: float
    least_hall: float
    least_raw_hall: float
    nothing: float
    nothing_processor: float
    statements: int
    column: float
    column_processor: float
    spent: Spent  # processor of all parts while the column came
    requests: int
    failed: list[str]  # what went wrong, by call
    p95: float  # milliseconds of a call meanwhile
    longest: float

    @property
    def is_met(self) -> bool:
        """Whether nobody was kept from work, and it is as quick as it is to be."""
        return not self.failed and self.column <= AIM_COLUMN and self.nothing <= AIM_NOTHING


class Counter:
    """People at work at a fixed pace, who note how long each call took and which one failed."""

    def __init__(self, orders: Orders) -> None:
        self.times: list[float] = []
        self.failed: list[str] = []
        self._end, self._lock = Event(), Lock()
        self._threads = [Thread(target=self._work, args=[Chief(orders)]) for _ in range(CHIEFS)]

    def __enter__(self) -> 'Counter':
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _work(self, chief: Chief) -> None:
        pace = CHIEFS * len(CALLS) / REQUESTS_A_SECOND
        while not self._end.is_set():
            begun = monotonic()
            try:
                told = list(chief.lifecycle().values())
            except (Wrong, OSError, HTTPException) as wrong:
                with self._lock:
                    self.failed.append(f'{type(wrong).__name__}: {wrong}')
            else:
                with self._lock:
                    self.times += told
            self._end.wait(max(0.0, begun + pace - monotonic()))


def measure_release(place: Place, halls: int = HALLS) -> ReleaseTimes:
    """Make the halls, then let the column come while people work."""
    before = _told_by(place, 'make', str(halls))
    counter = Counter(place.orders(lifecycles=1, seconds=60.0, threads=1))
    with counter, measured(place.parts()) as spent:
        after = _told_by(place, 'column')
    if not counter.times:
        raise NotUpgraded(f'nobody could work meanwhile: {counter.failed[:1]}')
    times = [taken * 1e3 for taken in counter.times]
    felt = {'p95': percentile(times, 0.95), 'longest': max(times), 'requests': len(times)}
    return ReleaseTimes(**before, **after, **felt, spent=spent, failed=counter.failed)


def _told_by(place: Place, *arguments: str) -> dict[str, float]:
    process = place.inside('tests.load.release', *arguments, role=DatabaseRole.OWNER)
    out, _ = process.communicate()
    if process.returncode:
        raise NotUpgraded(f'status {process.returncode}')
    told: dict[str, float] = json.loads(out.splitlines()[-1])
    return told


def words_of(one: ReleaseTimes) -> list[tuple[str, str]]:
    """Rows of the report."""
    postgres = one.spent.parts.get('postgres', 0.0)
    judged = f'aims for 3,300: {AIM_NOTHING:.0f} s and {AIM_COLUMN:.0f} s, {"met" if one.is_met else "MISSED"}'
    return [
        (f'an upgrade of {one.halls:,} halls ({judged})', f'made in {one.made:.1f} s'),
        (
            '  a hall made, and its bare DDL',
            f'{one.hall:.0f} and {one.raw_hall:.0f} ms, at least {one.least_hall:.0f} and {one.least_raw_hall:.0f} ms'
            f' (aim: {AIM_HALL} times, {one.least_hall / one.least_raw_hall:.2f})',
        ),
        (
            '  nothing to change',
            f'{one.nothing:.2f} s, processor {one.nothing_processor:.2f} s, {one.statements} statements',
        ),
        (
            '  one column',
            f'{one.column:.1f} s, processor {one.column_processor:.1f} s, of PostgreSQL with all else {postgres:.1f} s',
        ),
        (
            f'  people at work meanwhile, {REQUESTS_A_SECOND}/s at most',
            f'{one.requests} calls, {len(one.failed)} failed, p95 {one.p95:.0f} ms, longest {one.longest:.0f} ms',
        ),
    ]


def main(what: str, count: str = '0') -> None:
    """Make the halls, and upgrade with nothing to change; or upgrade with a column more."""
    # Django is ready only now.
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext, override_settings  # noqa: PLC0415

    from tenants.models import Hall  # noqa: PLC0415
    from tenants.release.upgrade import upgrade_halls  # noqa: PLC0415

    told: dict[str, float] = {}
    if what == 'make':
        begun = perf_counter()
        make_halls(int(count))
        told |= {'halls': Hall.objects.count(), 'made': perf_counter() - begun, **measure_provisioning()}
        connection.close()
        with CaptureQueriesContext(connection) as asked:
            told['nothing'], told['nothing_processor'] = timed(upgrade_halls)
        told['statements'] = len(asked)
    else:
        with override_settings(MIGRATION_MODULES=LATER):
            told['column'], told['column_processor'] = timed(upgrade_halls)
    sys.stdout.write(json.dumps(told) + '\n')


def timed(upgrade: object) -> tuple[float, float]:
    """Seconds, and of the processor. Raises NotUpgraded if a hall was left."""
    begun, spent = perf_counter(), process_time()
    if left := upgrade(lambda line: None):  # type: ignore[operator]
        raise NotUpgraded(str(left))
    return perf_counter() - begun, process_time() - spent
