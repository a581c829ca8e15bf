"""The year behind the demo: made once for each folder, before the programs of the halls start."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from rich.console import Console

from deploy.demo.groundwork import ROOT, Ground, run_commands, run_programs
from deploy.demo.settingup import run_steps
from deploy.demo.topology import CENTRE_HALL, halls
from deploy.local.cells import Cell, DatabaseRole
from deploy.local.child import Program
from deploy.local.errors import StartFailed

CLOSED = 1500  # with the rest of the demo it fits into three minutes
STAFFED_FOR = timedelta(days=400)  # people and letters are as old as the year, and a month more


def staffed_since() -> str:
    """The day from which the people of the demo work in their halls."""
    return (datetime.now(UTC) - STAFFED_FOR).date().isoformat()


def make_year(ground: Ground, console: Console, *, closed: int) -> None:
    """Closed cases of a year and what stands open; no relay of the cells may run meanwhile."""
    stamp = ground.folder / 'year-made'
    if not closed or stamp.exists():
        return
    title = f'一年的办件：约 {closed} 件办结、六十多件在办，由各大厅的人按当时的日期办理'
    run_steps(
        [
            (
                title,
                lambda: run_programs(year_of(ground.cells, 'cases', '--closed', str(closed)), ground.folder / 'logs'),
            )
        ],
        console,
    )
    stamp.touch()


def year_of(cells: Sequence[Cell], *words: str) -> list[Program]:
    """The program that makes a part of the year in each cell, for the halls that stand in it."""
    return [
        Program(
            name=f'{cell.name}-{words[0]}',
            argv=('nice', sys.executable, '-m', 'deploy.demo.year', *words),
            env=cell.environment(DatabaseRole.OWNER) | {'PYTHONUNBUFFERED': '1'},
            cwd=ROOT,
        )
        for cell in cells
    ]


def check_chains(ground: Ground, link: str, console: Console) -> bool:
    """The product's nightly check over the county centre, cases, papers and packages; whether nothing is wrong.

    The judge has computed the chain of every case of every hall; this opens the seals too, which takes longer.
    """
    centre = ground.cell(next(hall.cell for hall in halls(link) if hall.code == CENTRE_HALL))
    check = {centre: ['check_chains', '--whole', '--hall', CENTRE_HALL]}
    try:
        run_steps([('夜间核对：县中心办件的经过、文书和档案', lambda: run_commands(check))], console)
    except StartFailed as failed:
        console.print(f'[bold red]核对不通过：[/bold red]{failed}', highlight=False)
        return False
    return True
