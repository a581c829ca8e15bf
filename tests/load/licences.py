"""The list of a department's old licences: five thousand rows, first with two hundred wrong cells, then right ones."""

import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from time import perf_counter

from tests.load.place import COUNTY, FORWARDED_MATTER, ID_NUMBER, Place

ROWS, FAULTY = 5000, 200
AIM_SECONDS, AIM_MEGABYTES = 60, 300


class LicencesNotRead(Exception):
    """The process that brings in ended before it had."""


@dataclass(frozen=True)
class LicenceTimes:
    """Seconds for the preview that names the wrong cells and for a right file, preview and all; the most memory in MB,
    with and without the bare process; how many cells were named and rows kept.
    """

    faulty: float
    right: float
    megabytes: float
    bare: float
    named: int
    kept: int

    @property
    def is_met(self) -> bool:
        """Whether each is below its aim, and every wrong cell was named."""
        quick = max(self.faulty, self.right) <= AIM_SECONDS and self.megabytes <= AIM_MEGABYTES
        return quick and (self.named, self.kept) == (FAULTY, ROWS)


def measure_licences(place: Place) -> LicenceTimes:
    """Bring in once, in a process of its own."""
    done: subprocess.Popen[str] = place.inside('tests.load.licences')
    out, _ = done.communicate(timeout=600)
    if done.returncode:
        raise LicencesNotRead(f'status {done.returncode}')
    return LicenceTimes(**json.loads(out.splitlines()[-1]))


def rows_of_licences(faulty: int) -> list[list[str]]:
    """Right rows, of which the first ones, spread over the file, have an end that is no day."""
    since, until = date.today() - timedelta(days=900), date.today() + timedelta(days=900)  # noqa: DTZ011
    wrong = {number * (ROWS // faulty) for number in range(faulty)} if faulty else set()
    return [
        [
            f'JY15119{number:08}',
            FORWARDED_MATTER,
            '食品经营许可证',
            '个人',
            f'经营户{number}',
            ID_NUMBER,
            '通江县市场监督管理局',
            since.isoformat(),
            '明年' if number in wrong else until.isoformat(),
        ]
        for number in range(ROWS)
    ]


def main() -> None:
    """Both files, as the page takes them."""
    # Django is ready only now.
    from govhall.licences.lists.bring_in import keep, plan_licences  # noqa: PLC0415
    from govhall.licences.lists.licence_rows import COLUMNS  # noqa: PLC0415
    from govhall.look.sheets import write  # noqa: PLC0415
    from tenants.context import hall_context  # noqa: PLC0415
    from tenants.selectors import hall_by_code  # noqa: PLC0415

    bad, good = (write('证照', COLUMNS, rows_of_licences(faulty)) for faulty in (FAULTY, 0))
    bare = _megabytes()
    with hall_context(hall_by_code(COUNTY)):
        began = perf_counter()
        named = {fault.cell for fault in plan_licences(hall=COUNTY, content=bad).faults}
        faulty = perf_counter() - began
        began = perf_counter()
        plan = plan_licences(hall=COUNTY, content=good)
        keep(plan)
        right = perf_counter() - began
    told = LicenceTimes(faulty, right, _megabytes(), bare, len(named), len(plan.entries))
    sys.stdout.write(json.dumps(told.__dict__) + '\n')


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
