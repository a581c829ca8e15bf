"""From the commit at the township to the commit at the county, at a steady pace.

Both moments are PostgreSQL's own commit timestamps of the events that tell of them, so nothing is polled while it runs
and nothing is measured by a clock of ours.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep

import psycopg

from tests.load.numbers import percentile, rate
from tests.load.place import COUNTY, FORWARDED_MATTER, Place, schema
from tests.load.processor import Spent, measured

TOWNSHIP = 'TJFY0001'
PER_SECOND, SECONDS = 50, 60
LONGEST_WAIT = 180.0
DELAYS = f"""
SELECT extract(epoch FROM pg_xact_commit_timestamp(above.xmin) - pg_xact_commit_timestamp(below.xmin)) AS seconds
FROM {schema(TOWNSHIP)}.casework_event below JOIN {schema(COUNTY)}.casework_event above USING (case_id)
WHERE below.kind = 'handed_over' AND above.kind = 'took_over'
"""


@dataclass(frozen=True)
class Delay:
    """Cases forwarded, the pace that was held, and milliseconds from commit to commit."""

    cases: int
    per_second: float
    milliseconds: dict[str, float]
    spent: Spent


def keep_commit_times(place_dsn: str, restart: Callable[[], None]) -> None:
    """Let the server note when each transaction committed; it must be started again for that."""
    with psycopg.connect(place_dsn, autocommit=True) as connection:
        connection.execute('ALTER SYSTEM SET track_commit_timestamp = on')
    restart()


def measure_delay(place: Place) -> Delay:
    """Take the papers first, then forward at the pace; wait until all are above."""
    count = PER_SECOND * SECONDS
    with place.inside('tests.builders.clerk', TOWNSHIP, FORWARDED_MATTER, str(count), str(PER_SECOND)) as clerk:
        assert clerk.stdout is not None
        assert clerk.stdout.readline() == 'ready\n'
        with measured({**place.parts(), 'forwarding process': clerk.pid}) as spent:
            begun = monotonic()
            for _ in clerk.stdout:
                last = monotonic()
            wait_until(lambda: place.count(f'{schema(COUNTY)}.casework_case') >= count)
    seconds = [float(row['seconds']) for row in place.ask(DELAYS)]
    return Delay(
        cases=len(seconds),
        per_second=rate(count, last - begun),
        milliseconds={f'p{share}': percentile(seconds, share / 100) * 1000 for share in (50, 95, 99, 100)},
        spent=spent,
    )


def wait_until(true: Callable[[], bool], *, seconds: float = LONGEST_WAIT) -> None:
    """Wait until `true`; raises TimeoutError."""
    deadline = monotonic() + seconds
    while not true():
        if monotonic() > deadline:
            raise TimeoutError('what was waited for did not come')
        sleep(0.1)
