"""The play: all stories, the judge, the figures, the report."""

import sys

from rich.console import Console

from deploy.demo.figures import read_figures
from deploy.demo.judge.database import open_databases
from deploy.demo.judge.verdict import judge
from deploy.demo.people import OF_BRANCH
from deploy.demo.player.matters import matters_and_materials
from deploy.demo.player.mornings import departments_at_work
from deploy.demo.player.profiles import keep_profiles
from deploy.demo.player.scene import Cast
from deploy.demo.player.stories import STORIES, tell_all
from deploy.demo.player.tries import look_at_all
from deploy.demo.report import Report, print_report, write_report
from deploy.demo.stage import Stage

WIDTH_IN_FILE = 120


def play(stage: Stage) -> tuple[bool, list[str]]:
    """Play the main job on a running system; true only if everything is as it should be at every level.

    Beside it, where a page does not show what there is to try.
    """
    console = Console(width=None if sys.stdout.isatty() else WIDTH_IN_FILE)
    cast = Cast(stage)
    try:
        faults = keep_profiles(cast, console)
        faults += matters_and_materials(cast, console)
        faults += departments_at_work(cast, seats_of(stage), console)
        told = tell_all(STORIES, cast, console)
        console.print('\n[bold]核对[/bold]')
        with open_databases(stage.cells) as databases:
            verdict = judge(told, databases, console)
            report = Report(verdict, read_figures(stage, cast, databases, console))
        untrue = look_at_all(cast)
    finally:
        cast.leave()
    write_report(report, stage)
    print_report(report, stage, console)
    return report.good and not faults and not untrue, untrue


def seats_of(stage: Stage) -> dict[str, tuple[str, str]]:
    """Hall and duty of one person of each department that is in the county's centre, or sits in a branch of it."""
    seats = {duty.removeprefix('chief-'): (hall, duty) for hall, duty in stage.logins if duty.startswith('chief-')}
    return seats | {department: (hall, 'approver') for hall, department in OF_BRANCH.items()}
