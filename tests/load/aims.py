"""Aims for the road beside what was measured: on a machine of two cores with nothing else to do."""

from collections.abc import Iterator, Sequence

from rich.markup import escape

from tests.load.backlog import Backlog
from tests.load.delay import Delay
from tests.load.raw_road import RawRoad
from tests.load.work import Work

# By number of brokers: what a second is to bring, or the share of what a raw producer brings in the same run.
AT_LEAST = {
    (1, 'relay, custody'): 4000,
    (1, 'intake, custody'): 1000,
    (1, 'intake, facts'): 20_000,
}
SHARE_OF_RAW = {(3, 'relay, custody'): 0.5}
WITHIN_SECONDS = {(1, 'catch-up of 16,000 custody'): 20}
MILLISECONDS = {'p50': 100, 'p99': 500}
FLAT = 1.10  # what a call may cost with a hundred times as many cases
Row = tuple[str, str]


def aims_and_figures(roads: Sequence[Backlog], delay: Delay | None) -> Iterator[Row]:
    """Rows for the table; a part that failed has its reason instead of a figure."""
    if delay and roads:
        for name, aim in MILLISECONDS.items():
            found = delay.milliseconds[name]
            yield f'  {name} at {delay.per_second:.0f}/s', f'{found:.0f} ms (aim: below {aim}, {_met(found < aim)})'
    for road in roads:
        yield f'a backlog of 200 halls, brokers: {road.brokers}', ''
        for what, one in road.drained.items():
            told = f'{one.per_second:.0f}/s, {one.messages} in {one.seconds:.1f} s'
            yield f'  {what}', ''.join([told, *_judged(road, what)])
        if road.raw:
            yield from _raw(road.raw)
        for what, why in road.failed.items():
            yield f'  [bold red]FAILED[/]: {what}', escape(why[:200])


def flatness(few: Work, many: Work) -> Iterator[Row]:
    """What a call costs with few cases and with many, the ratio and the aim.

    A tree a hundred times as large may be one level deeper, so a statement may touch one block more.
    """
    yield 'statements', _beside(few.statements, many.statements, many.statements <= few.statements + 0.5)
    deeper = many.blocks - few.blocks <= few.statements
    yield 'blocks', _beside(few.blocks, many.blocks, many.blocks <= few.blocks * FLAT or deeper)
    yield 'ms of web', _beside(few.web, many.web, many.web <= few.web * FLAT)
    yield 'ms of database', _beside(few.database, many.database, many.database <= few.database * FLAT)


def _beside(few: float, many: float, is_met: bool) -> str:
    ratio = many / few if few else 1.0
    return f'{few:.1f}, {many:.1f} (times {ratio:.2f}, aim: {FLAT:.2f}, {_met(is_met)})'


def _judged(road: Backlog, what: str) -> Iterator[str]:
    one, place = road.drained[what], (road.brokers, what)
    if (rate := AT_LEAST.get(place)) is not None:
        yield f' (aim: {rate}/s, {_met(one.per_second >= rate)})'
    if (seconds := WITHIN_SECONDS.get(place)) is not None:
        yield f' (aim: below {seconds} s, {_met(one.seconds < seconds)})'
    if (share := SHARE_OF_RAW.get(place)) is not None and road.raw:
        found = one.per_second / road.raw.produce
        yield f', {found:.2f} of raw produce (aim: {share}, {_met(found >= share)})'


def _raw(raw: RawRoad) -> Iterator[Row]:
    yield '  raw produce, consume, COPY', f'{raw.produce:.0f}/s, {raw.consume:.0f}/s, {raw.copy:.0f}/s'
    yield '  raw, one after the other', f'{raw.together:.0f}/s'


def _met(is_met: bool) -> str:
    return 'met' if is_met else 'MISSED'
