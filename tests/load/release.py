"""An upgrade of all halls of a cell: with nothing to change, and one column more, while people work at a counter.

The process of the upgrade (through tests.builders.inside, as the owner) makes the halls, says `ready` when the column
is about to come, and then what each took. Usage of its `main`: HALLS
"""

import json
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPException
from threading import Event, Lock, Thread
from time import monotonic, perf_counter, process_time

from deploy.local.cells import DatabaseRole
from tests.load.chiefs import CALLS, Chief, Orders, Wrong
from tests.load.numbers import percentile
from tests.load.place import Place
from tests.load.processor import Spent, measured

HALLS = 300
CHIEFS, REQUESTS_A_SECOND = 4, 50
AIM_COLUMN, AIM_NOTHING = 50.0, 2.0  # seconds, for 3,300 halls
LATER = {'casework': 'tests.builders.later.column'}


class NotUpgraded(Exception):
    """The process of the upgrade ended before it had."""


@dataclass(frozen=True)
class ReleaseTimes:
    """Seconds that passed and of the upgrade's own processor; statements with nothing to change; what people felt."""

    halls: int
    made: float  # seconds of making the halls that the cell did not have
    nothing: float
    nothing_processor: float
    statements: int
    column: float
    column_processor: float
    spent: Spent  # processor of all parts while the column came
    requests: int
    failed: int
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
    process = place.inside('tests.load.release', str(halls), role=DatabaseRole.OWNER)
    assert process.stdout is not None
    spent, counter = Spent(), Counter(place.orders(lifecycles=1, seconds=60.0, threads=1))
    with process, ExitStack() as at_work:
        for line in process.stdout:
            if line == 'ready\n':
                at_work.enter_context(counter)
                spent = at_work.enter_context(measured(place.parts()))
            else:
                told = json.loads(line)
    if process.returncode:
        raise NotUpgraded(f'status {process.returncode}')
    times = [taken * 1e3 for taken in counter.times]
    felt = {'p95': percentile(times, 0.95), 'longest': max(times), 'requests': len(times)}
    return ReleaseTimes(**told, **felt, spent=spent, failed=len(counter.failed))


def words_of(one: ReleaseTimes) -> list[tuple[str, str]]:
    """Rows of the report."""
    postgres = one.spent.parts.get('postgres', 0.0)
    judged = f'aims for 3,300: {AIM_NOTHING:.0f} s and {AIM_COLUMN:.0f} s, {"met" if one.is_met else "MISSED"}'
    return [
        (f'an upgrade of {one.halls:,} halls ({judged})', f'made in {one.made:.1f} s'),
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
            f'{one.requests} calls, {one.failed} failed, p95 {one.p95:.0f} ms, longest {one.longest:.0f} ms',
        ),
    ]


def main(count: str) -> None:
    """Make the halls; upgrade with nothing to change; upgrade with a column more."""
    # Django is ready only now.
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext, override_settings  # noqa: PLC0415

    from tenants.models import Hall  # noqa: PLC0415
    from tenants.release.upgrade import upgrade_halls  # noqa: PLC0415

    begun = perf_counter()
    make_halls(int(count))
    told: dict[str, float] = {'halls': Hall.objects.count(), 'made': perf_counter() - begun}
    with CaptureQueriesContext(connection) as asked:
        told['nothing'], told['nothing_processor'] = timed(upgrade_halls)
    told['statements'] = len(asked)
    sys.stdout.write('ready\n')
    sys.stdout.flush()
    with override_settings(MIGRATION_MODULES=LATER):
        told['column'], told['column_processor'] = timed(upgrade_halls)
    sys.stdout.write(json.dumps(told) + '\n')


def timed(upgrade: object) -> tuple[float, float]:
    """Seconds, and of the processor. Raises NotUpgraded if a hall was left."""
    begun, spent = perf_counter(), process_time()
    if left := upgrade(lambda line: None):  # type: ignore[operator]
        raise NotUpgraded(str(left))
    return perf_counter() - begun, process_time() - spent


def make_halls(count: int) -> None:
    """As many halls as are missing, in schemas of their own; the directory does not know them."""
    from tenants.models import Hall  # noqa: PLC0415
    from tenants.provisioning import provision_schema  # noqa: PLC0415

    for number in range(count - Hall.objects.count()):
        code = f'BN{number:06}'
        named = {'name': code, 'short_name': code, 'kind': 'township', 'area_code': '511921113000'}
        provision_schema(Hall.objects.create(code=code, slug=code.lower(), schema_name=f'h_{code.lower()}', **named))
