"""What city and province see by GraphQL, beside the same figures counted by SQL over the tables of cases."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
from rich.console import Console

from deploy.demo.judge.counting import METRICS, count_cases
from deploy.demo.judge.database import Databases
from deploy.demo.player.client import Turned
from deploy.demo.player.scene import CHINA, Cast
from deploy.demo.player.waiting import DidNotCome, wait_for
from deploy.demo.stage import Stage

VIEWERS = ('city', 'province')
COUNTS = ' '.join(METRICS)
QUERY = f"""
query ($since: Date!, $until: Date!) {{
  figures(since: $since, until: $until) {{
    asOf complete
    area {{ code name level }}
    totals {{ {COUNTS} }}
    areas {{ area {{ code name }} counts {{ {COUNTS} }} }}
    halls {{ code name reportedAt hasReported }}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one viewer is told and what SQL counts; `wrong` says where they differ. Nothing told: the query failed."""

    hall: str
    told: dict[str, Any]
    counted: dict[str, dict[str, int]]
    wrong: list[str]


def read_figures(stage: Stage, cast: Cast, databases: Databases, console: Console) -> list[Figures]:
    """The figures of each hall that oversees others, once they have arrived: facts follow the cases."""
    viewers = [hall.code for kind in VIEWERS for hall in stage.halls.values() if hall.kind == kind]
    return [_figures_of(hall, stage, cast, databases, console) for hall in viewers]


def _figures_of(hall: str, stage: Stage, cast: Cast, databases: Databases, console: Console) -> Figures:
    last: list[Figures] = []

    def look() -> Figures | None:
        last[:] = [_ask(hall, stage, cast, databases)]
        return None if last[0].wrong else last[0]

    try:
        return wait_for(f'{stage.halls[hall].name}的统计', look, console=console)
    except DidNotCome:
        return last[0]
    except (Turned, httpx.HTTPError) as refused:
        return Figures(hall, {}, {}, [f'{type(refused).__name__}: {refused}'])


def _ask(hall: str, stage: Stage, cast: Cast, databases: Databases) -> Figures:
    since = stage.started_at.astimezone(CHINA).date()
    until = datetime.now(UTC).astimezone(CHINA).date()
    period = {'since': since.isoformat(), 'until': until.isoformat()}
    told = cast.person(hall, 'leader').ask(QUERY, period)['figures']
    counted = count_cases(databases, period)
    return Figures(hall, told, _by_area(told, counted), compare(told, _by_area(told, counted)))


def _by_area(told: dict[str, Any], counted: dict[str, Counter[str]]) -> dict[str, dict[str, int]]:
    areas = [told['area']['code'], *(row['area']['code'] for row in told['areas'])]
    return {area: within(area, counted) for area in areas}


def within(area: str, counted: dict[str, Counter[str]]) -> dict[str, int]:
    """The counts of an area (division code, 12 digits) and all below it."""
    total: Counter[str] = Counter()
    for code, counts in counted.items():
        if code.startswith(_own_digits(area)):
            total.update(counts)
    return {metric: total[metric] for metric in METRICS}


def _own_digits(area: str) -> str:
    # Province, city, county and township have 2, 4, 6 and 9 digits of their own; zeros fill the rest.
    return next((area[:length] for length in (2, 4, 6, 9) if not area[length:].strip('0')), area)


def compare(told: dict[str, Any], counted: dict[str, dict[str, int]]) -> list[str]:
    """Where the figures differ from the count, or a hall that should have reported has not."""
    rows = {told['area']['code']: told['totals']} | {row['area']['code']: row['counts'] for row in told['areas']}
    wrong = [
        f'{area} {metric}: told {rows[area][metric]}, counted {number}'
        for area, counts in counted.items()
        for metric, number in counts.items()
        if rows[area][metric] != number
    ]
    return wrong + [f'{hall["code"]} has not reported' for hall in told['halls'] if not hall['hasReported']]
