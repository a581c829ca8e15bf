"""Papers a second, typeset and sealed: what one worker child can do. Runs inside a process of the cell."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic, process_time

from tests.load.lifecycles import generate
from tests.load.numbers import rate
from tests.load.place import Place

LIFECYCLES, MOST, SECONDS = 60, 100, 60.0


class PapersNotMade(Exception):
    """The process that makes the files ended before all were made."""


@dataclass(frozen=True)
class Papers:
    """Files a second, and files a second of the process's own processor time: what others do does not change that."""

    per_second: float
    per_processor_second: float


def measure_papers(place: Place) -> Papers:
    """Let papers pile up while no worker runs, then make their files in one process."""
    generate(place.orders(lifecycles=LIFECYCLES, seconds=SECONDS))
    done: subprocess.Popen[str] = place.inside('tests.load.papers')
    out, _ = done.communicate(timeout=300)
    if done.returncode:
        raise PapersNotMade(f'status {done.returncode}')
    told = json.loads(out.splitlines()[-1])
    return Papers(rate(told['papers'], told['seconds']), rate(told['papers'], told['processor']))


def main() -> None:
    """Make the files of what waits; the first one, which reads fonts and keys, is not counted."""
    # Django is ready only now.
    from django.utils import timezone  # noqa: PLC0415

    from govhall.documents.register.services import claim_waiting  # noqa: PLC0415
    from govhall.documents.tasks import make_file  # noqa: PLC0415

    waiting = claim_waiting(timezone.now() + timedelta(minutes=3), most=MOST + 1)
    make_file(hall=waiting[0][0], notice=str(waiting[0][1]))
    began, used = monotonic(), process_time()
    for hall, notice in waiting[1:]:
        make_file(hall=hall, notice=str(notice))
    spent = {'seconds': monotonic() - began, 'processor': process_time() - used}
    sys.stdout.write(json.dumps({'papers': len(waiting) - 1, **spent}) + '\n')
