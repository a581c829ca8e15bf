"""From empty databases to cells whose halls, catalogue and people are there; each step shown as it goes."""

from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from deploy.demo.groundwork import Ground, fingerprint, run_commands
from deploy.demo.people import Login, write_people
from deploy.demo.topology import CATALOGUE, CENTRE, CENTRE_HALL, FORMS, SeedHall, directory_file, entering_cell

Step = tuple[str, Callable[[], None]]


def prepare_databases(ground: Ground, link: str, console: Console) -> bool:
    """Tables, areas, rights and topics of every cell; True if this folder was new and must still be filled."""
    stamp = ground.folder / 'set-up'
    if stamp.exists() and stamp.read_text() == fingerprint(link):
        return False
    title = '建表、行政区划、数据库权限、消息主题：' + '、'.join(cell.name for cell in ground.cells)
    steps: list[Step] = [(title, lambda: run_commands({cell: ['prepare_cell'] for cell in ground.cells}))]
    if link != 'direct':  # a single cell is its own root already
        steps.append(('节点互认：各节点交换公钥，由省节点准入', lambda: make_federation(ground, entering_cell(link))))
    run_steps(steps, console)
    return True


def make_federation(ground: Ground, first: str) -> None:
    """Each cell makes its key, all rest on the first one's, and that one admits the others."""
    files = {cell: cell.folder / 'cell-key.json' for cell in ground.cells}
    root = ground.cell(first)
    run_commands({cell: ['cell_key', str(file)] for cell, file in files.items()})
    run_commands({cell: ['rest_on', str(files[root])] for cell in ground.cells})
    for cell, file in files.items():
        if cell is not root:
            run_commands({root: ['admit_cell', str(file)]})


def fill(ground: Ground, link: str, halls: Sequence[SeedHall], console: Console) -> None:
    """Enter directory and catalogue once, let them travel, and make each cell's halls; relay and intake must run."""
    first = ground.cell(entering_cell(link))
    file = directory_file(link, ground.folder)
    counts = {cell: sum(hall.cell == cell.name for hall in halls) for cell in ground.cells}
    provisioning = {cell: ['provision_halls', '--expect', str(count)] for cell, count in counts.items()}
    county = next(hall.cell for hall in halls if hall.code == CENTRE_HALL)
    centre = next(cell for cell in ground.cells if cell.name == county)
    steps: list[Step] = [
        (f'大厅目录：在 {first.name} 登记一次', lambda: run_commands({first: ['enter_directory', str(file)]})),
        (
            f'事项目录：在 {first.name} 登记一次',
            lambda: run_commands({first: ['enter_catalogue', str(CATALOGUE), '--forms', str(FORMS)]}),
        ),
        (f'开设大厅：{sum(counts.values())} 个，目录经消息到达各节点', lambda: run_commands(provisioning)),
        ('进驻清单：通江县的部门、窗口和事项', lambda: run_commands({centre: ['enter_centre', str(CENTRE)]})),
    ]
    run_steps(steps, console)
    (ground.folder / 'set-up').write_text(fingerprint(link))


def load_people(ground: Ground, halls: Sequence[SeedHall], people: Sequence[Login], console: Console) -> None:
    """Give everybody a login with this run's password; the files with the passwords are deleted again."""

    def load() -> None:
        files: list[Path] = []
        try:
            commands = {}
            for cell in ground.cells:
                codes = {hall.code for hall in halls if hall.cell == cell.name}
                files.append(
                    write_people([person for person in people if person.hall in codes], cell.folder / 'people.json')
                )
                commands[cell] = ['load_people', '--own', str(files[-1])]
            run_commands(commands)
        finally:
            for file in files:
                file.unlink()

    run_steps([(f'人员与授权：{len(people)} 人', load)], console)


def run_steps(steps: Sequence[Step], console: Console) -> None:
    """Do the steps one after the other and show which one is running and for how long."""
    columns = (SpinnerColumn(finished_text='✓'), TextColumn('{task.description}'), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        for title, step in steps:
            task = progress.add_task(title, total=1)
            step()
            progress.update(task, completed=1)
