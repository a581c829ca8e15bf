"""What was measured: as a table for people, as JSON for comparing runs."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tests.load.aims import aims_and_figures, flatness
from tests.load.backlog import Backlog
from tests.load.chiefs import CALLS
from tests.load.delay import Delay
from tests.load.forms import FormTimes
from tests.load.licences import AIM_MEGABYTES, AIM_SECONDS, FAULTY, ROWS, LicenceTimes
from tests.load.lifecycles import WebRate
from tests.load.million import Fullness
from tests.load.papers import Papers
from tests.load.processor import Spent
from tests.load.release import ReleaseTimes, words_of
from tests.load.seals import Seals

HOPES = 'hopes: 40 lifecycles/s, p99 below 500 ms, 2,560 MB for two cells (on 2 cores)'


@dataclass
class Measured:
    """All figures of a run; None for what was not asked for."""

    load_before: float  # what others did on this machine when it began (one-minute load)
    memory: dict[str, float] | None = None
    statements: dict[str, float] | None = None
    web: WebRate | None = None
    raw: float | None = None
    papers: Papers | None = None
    seals: Seals | None = None
    forms: FormTimes | None = None
    licences: LicenceTimes | None = None
    release: ReleaseTimes | None = None
    million: list[Fullness] | None = None
    delay: Delay | None = None
    roads: list[Backlog] = field(default_factory=list)  # a backlog over one broker, over three
    failed: dict[str, str] = field(default_factory=dict)  # part to what went wrong: it has no figures


def write_json(measured: Measured, folder: Path) -> Path:
    """Write `bench-<time>.json`; returns the file."""
    now = datetime.now(UTC)
    file = folder / f'bench-{now:%Y%m%d-%H%M%S}.json'
    told = {'at': now.isoformat(timespec='seconds'), 'cores': cpu_count(), **asdict(measured)}
    file.write_text(json.dumps(told, ensure_ascii=False, indent=2, default=str), encoding='utf-8')
    return file


def show(measured: Measured, console: Console) -> None:
    """Print the tables."""
    table = Table('what', 'measured', title='govhall bench', caption=HOPES)
    table.add_row('cores, load of others at the start', f'{cpu_count()}, {measured.load_before:.1f}')
    if measured.web:
        _show_web(table, measured, measured.web)
    _show_papers(table, measured)
    for row in words_of(measured.release) if measured.release else ():
        table.add_row(*row)
    if measured.million:
        _show_million(table, measured.million)
    if measured.delay:
        times = '  '.join(f'{name} {value:.0f} ms' for name, value in measured.delay.milliseconds.items())
        table.add_row(f'township to county at {measured.delay.per_second:.0f}/s', times)
    for row in aims_and_figures(measured.roads, measured.delay):
        table.add_row(*row)
    if measured.memory:
        table.add_row('idle memory, two cells', f'{sum(measured.memory.values()):.0f} MB')
        table.add_row('', _words(measured.memory, '{:.0f}'))
    for what, why in measured.failed.items():
        table.add_row(f'[bold red]FAILED[/]: {escape(what)}', escape(why[:200]))
    console.print(table)
    _show_shares(measured, console)


def _show_papers(table: Table, measured: Measured) -> None:
    if measured.papers:
        table.add_row('papers typeset and sealed, one process', f'{measured.papers.per_second:.0f}/s')
        table.add_row('  a second of its processor', f'{measured.papers.per_processor_second:.0f}')
    if measured.seals:
        told = f'{measured.seals.own:.1f} ms, by the library alone {measured.seals.library:.1f} ms'
        table.add_row('  processor time of a seal', told)
    if measured.forms:
        told = f'{measured.forms.form:.1f} ms, a question where a matter is decided {measured.forms.question:.2f} ms'
        table.add_row('processor time of a form of sixty fields', told)
    if measured.licences:
        one = measured.licences
        told = (
            f'{one.faulty:.1f} s, all right and kept {one.right:.1f} s, {one.megabytes:.0f} MB ({one.bare:.0f} MB bare)'
        )
        aim = f' (aim: below {AIM_SECONDS} s and {AIM_MEGABYTES} MB, {"met" if one.is_met else "MISSED"})'
        table.add_row(f'{ROWS:,} old licences by Excel, {FAULTY} wrong cells named', told + aim)


def _show_web(table: Table, measured: Measured, web: WebRate) -> None:
    table.add_row(f'lifecycles through the web ({web.lifecycles})', f'{web.per_second:.1f}/s')
    if measured.raw:
        table.add_row('the same rows by raw psycopg', f'{measured.raw:.1f}/s')
    for call in CALLS:
        times, asked = web.milliseconds[call], measured.statements or {}
        statements = f', {asked[call]:.0f} statements' if call in asked else ''
        table.add_row(f'  {call}', f'p50 {times["p50"]:.0f} ms, p95 {times["p95"]:.0f} ms{statements}')


def _show_million(table: Table, found: Sequence[Fullness]) -> None:
    """Few cases beside many; the processor's time is what other work on the machine does not change."""

    def beside(what: str, shape: str, of: Callable[[Fullness], float]) -> None:
        few, many = (of(one) for one in found)
        table.add_row(f'  {what}', f'{shape.format(few)}, {shape.format(many)} ({(many / few - 1) * 100:+.0f} %)')

    table.add_row('cases of the past in the cell', ', '.join(f'{one.cases:,}' for one in found))
    beside('lifecycles through the web', '{:.1f}/s', lambda one: one.web.per_second)
    beside(
        'processor time of one', '{:.1f} ms', lambda one: sum(one.web.spent.parts.values()) / one.web.lifecycles * 1e3
    )
    for call in CALLS:
        beside(f'{call}, p95', '{:.0f} ms', lambda one, call=call: one.web.milliseconds[call]['p95'])
    for page in found[0].pages:
        beside(f'{page}, p95', '{:.0f} ms', lambda one, page=page: one.pages[page]['p95'])
    few, many = found
    for call in few.work:
        table.add_row(f'  {call}, one at a time', '')
        for what, told in flatness(few.work[call], many.work[call]):
            table.add_row(f'    {what}', told)


def _show_shares(measured: Measured, console: Console) -> None:
    spent: dict[str, tuple[Spent, int]] = {}
    if measured.web:
        spent['a lifecycle'] = (measured.web.spent, measured.web.lifecycles)
    if measured.delay:
        spent['a case going up'] = (measured.delay.spent, measured.delay.cases)
    for road in measured.roads:
        for what, one in road.drained.items():
            spent[f'{what}, brokers: {road.brokers}'] = (one.spent, one.messages)
    table = Table('processor time of', 'busy cores', 'ms each', 'shares', title='where the time goes')
    for what, (one, count) in spent.items():
        total = sum(one.parts.values())
        shares = {part: share * 100 for part, share in one.shares().items() if share > 0.005}
        each = total / count * 1000 if count else 0.0
        table.add_row(what, f'{one.cores():.2f}', f'{each:.2f}', _words(shares, '{:.0f} %'))
    if spent:
        console.print(table)


def _words(parts: Mapping[str, float], shape: str) -> str:
    ordered = sorted(parts.items(), key=lambda part: -part[1])
    return ', '.join(f'{part} {shape.format(value)}' for part, value in ordered)
