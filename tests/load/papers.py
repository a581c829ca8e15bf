"""Papers a second, typeset and sealed: what one worker child can do. Runs inside a process of the cell."""

import json
import subprocess
import sys
from time import monotonic

from tests.load.lifecycles import generate
from tests.load.place import Place

LIFECYCLES, MOST, SECONDS = 60, 100, 60.0


def measure_papers(place: Place) -> float:
    """Let papers pile up while no worker runs, then make their files in one process: files a second."""
    generate(place.orders(lifecycles=LIFECYCLES, seconds=SECONDS))
    done: subprocess.Popen[str] = place.inside('tests.load.papers')
    out, _ = done.communicate(timeout=300)
    told = json.loads(out.splitlines()[-1])
    return float(told['papers']) / float(told['seconds'])


def main() -> None:
    """Make the files of what waits; the first one, which reads fonts and keys, is not counted."""
    # Django is ready only now.
    from django.utils import timezone  # noqa: PLC0415

    from govhall.casework.notices.tasks import make_file  # noqa: PLC0415
    from govhall.casework.register.services import waiting_since  # noqa: PLC0415

    waiting = list(waiting_since(timezone.now(), most=MOST + 1))
    make_file(hall=waiting[0][0], notice=str(waiting[0][1]))
    began = monotonic()
    for hall, notice in waiting[1:]:
        make_file(hall=hall, notice=str(notice))
    sys.stdout.write(json.dumps({'papers': len(waiting) - 1, 'seconds': monotonic() - began}) + '\n')
