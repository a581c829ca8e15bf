"""`make demo`: set everything up, start two cells, play the main job, stay up.

With --once it ends after the figures, with exit status 0 only if every story ended as it should at every level.
"""

import argparse
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from deploy.demo.addresses import print_addresses, write_addresses
from deploy.demo.chiefs import chiefs, window_people
from deploy.demo.groundwork import Ground, ground
from deploy.demo.people import Login, logins
from deploy.demo.play import play
from deploy.demo.player.tries import print_tries
from deploy.demo.settingup import fill, load_people, prepare_databases
from deploy.demo.stage import CellPlace, HallPlace, Stage
from deploy.demo.stage import Login as StageLogin
from deploy.demo.topology import SeedHall, halls
from deploy.demo.yearly import CLOSED, check_chains, make_year, staffed_since, year_of
from deploy.local.child import Child
from deploy.local.errors import StartFailed
from deploy.local.programs import beat, intake, relay, web, worker
from deploy.local.supervisor import Supervisor, claimed

RUN = Path(__file__).resolve().parents[2] / '.run'


def main() -> int:
    """Run the demo; the exit status of the process."""
    options = parse_options()
    console = Console(width=None if sys.stdout.isatty() else 120)
    try:
        with claimed(options.folder), ground(options.folder, options.link) as base:
            return _run(base, options, console)
    except StartFailed as failed:
        console.print(f'[bold]没有启动成功：[/bold]{failed}', highlight=False)
        return 2


def _run(base: Ground, options: argparse.Namespace, console: Console) -> int:
    link, since = options.link, staffed_since()
    seed, logs = halls(link), base.folder / 'logs'
    people = [*logins(seed, since=since), *chiefs(seed, since=since), *window_people(seed, since=since)]
    if prepare_databases(base, link, console):
        carriers = Supervisor([Child(make(cell), logs) for cell in base.cells for make in (relay, intake)], base.folder)
        carriers.start()
        try:
            fill(base, link, seed, console)
        finally:
            carriers.stop()
    load_people(base, seed, people, console)
    make_year(base, console, closed=options.closed)
    programs = [make(cell) for make in (relay, intake, web, worker, beat) for cell in base.cells]
    # The servers first: they are watched like the rest, and started again if they die.
    supervisor = Supervisor([*base.children, *(Child(program, logs) for program in programs)], base.folder)
    with console.status('启动：网页、后台任务、收发') as status:
        supervisor.start(started=lambda child: status.update(f'启动：{child.name}'))
    try:
        return _at_work(supervisor, make_stage(base, link, seed, people), base, once=options.once, console=console)
    finally:
        supervisor.stop()


def _at_work(supervisor: Supervisor, stage: Stage, base: Ground, *, once: bool, console: Console) -> int:
    write_addresses(stage, base)
    player = Playing(stage)
    player.start()
    shelf = [Child(program, base.folder / 'logs').start() for program in year_of(base.cells, 'shelf')]
    # The main thread watches the processes: the kernel counts the thread that started one as its parent.
    supervisor.run(until=lambda: not player.is_alive() and not any(child.alive() for child in shelf))
    if supervisor.told_to_stop:
        return 1
    good = check_chains(base, stage.link, console) and not any(child.exit_code() for child in shelf)
    player.tell(console)
    print_addresses(stage, console)
    if not once:
        supervisor.run()
    return 0 if player.good and good else 1


class Playing(threading.Thread):
    """Plays all stories beside the supervisor; `good` says afterwards whether everything was as it should be."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(daemon=True)
        self._stage = stage
        self.good = False
        self._untrue: list[str] = []

    def run(self) -> None:
        """Play."""
        self.good, self._untrue = play(self._stage)

    def tell(self, console: Console) -> None:
        """What to try now."""
        print_tries(self._stage, self._untrue, console)


def make_stage(base: Ground, link: str, seed: Sequence[SeedHall], people: Sequence[Login]) -> Stage:
    """What the player needs: addresses, halls and logins."""
    return Stage(
        cells={cell.name: CellPlace(web=cell.web_address, owner_url=cell.owner_url) for cell in base.cells},
        halls={hall.code: HallPlace(hall.code, hall.name, hall.kind, hall.slug, hall.cell) for hall in seed},
        logins={
            (person.hall, person.duty): StageLogin(person.username, person.password, person.name, person.point)
            for person in people
        },
        link=link,
        folder=base.folder,
        started_at=datetime.now(UTC),
    )


def parse_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of a run; without a folder each kind of road has one of its own."""
    parser = argparse.ArgumentParser(prog='make demo', description=__doc__)
    parser.add_argument('--once', action='store_true', help='end after the figures')
    parser.add_argument('--link', choices=('kafka', 'direct'), default='kafka')
    parser.add_argument('--closed', type=int, default=CLOSED, help='closed cases of the year behind it; 0: no year')
    parser.add_argument('--folder', type=Path, help='where data, logs and reports lie')
    options = parser.parse_args(arguments)
    # A cell that shares the road rests on another root than a single one, so the two have data of their own.
    options.folder = options.folder or (RUN if options.link == 'kafka' else RUN / options.link)
    return options


if __name__ == '__main__':
    sys.exit(main())
