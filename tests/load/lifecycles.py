"""Full lifecycles a second through the web, and what each part of the stack spends on one."""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass

import psutil

from deploy.local.programs import ROOT
from tests.load.chiefs import CALLS, Orders
from tests.load.numbers import percentile, rate
from tests.load.place import Place
from tests.load.processor import Spent, measured

WARM_UP, LIFECYCLES, SECONDS = 120, 2000, 60.0


class WentWrong(Exception):
    """A lifecycle was not answered as it should be: fewer worked than were asked for, and no rate holds."""


@dataclass(frozen=True)
class WebRate:
    """Lifecycles a second; milliseconds a call (p50, p95); processor seconds of each part."""

    lifecycles: int
    per_second: float
    milliseconds: dict[str, dict[str, float]]
    spent: Spent


def measure_web(place: Place) -> WebRate:
    """Eight chiefs at work at once."""
    return lifecycles(place, count=LIFECYCLES, seconds=SECONDS)


def lifecycles(place: Place, *, count: int, seconds: float) -> WebRate:
    """Warm the web up, then measure so many lifecycles, or as many as the seconds allow."""
    generate(place.orders(lifecycles=WARM_UP, seconds=seconds))
    before = psutil.Process().cpu_times()
    with measured(place.parts()) as spent:
        told = generate(place.orders(lifecycles=count, seconds=seconds))
    after = psutil.Process().cpu_times()
    spent.parts['load generator'] = sum(after[2:4]) - sum(before[2:4])  # the children that have ended
    times = {call: told['calls'][call] for call in CALLS}
    return WebRate(
        lifecycles=told['lifecycles'],
        per_second=rate(told['lifecycles'], told['seconds']),
        milliseconds={
            call: {'p50': percentile(spans, 0.5) * 1000, 'p95': percentile(spans, 0.95) * 1000}
            for call, spans in times.items()
        },
        spent=spent,
    )


def generate(orders: Orders) -> dict:  # type: ignore[type-arg]
    """Run the load generator as a process; what it told. Raises WentWrong if one of its chiefs had to stop."""
    argv = [sys.executable, '-m', 'tests.load.chiefs']
    done = subprocess.run(
        argv, input=json.dumps(asdict(orders)), stdout=subprocess.PIPE, text=True, cwd=ROOT, check=True
    )
    told: dict = json.loads(done.stdout)  # type: ignore[type-arg]
    if told['errors']:
        raise WentWrong('; '.join(sorted(set(told['errors']))))
    return told
