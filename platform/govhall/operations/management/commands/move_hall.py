"""Give a hall to another cell, while its cases are open."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import Progress

from federation.directory.selectors import entry
from federation.repair.answers import owes_answers
from federation.trust.keys import NoKeyYet
from govhall.kernel.errors import Refused
from govhall.operations.moves.old_cell import finish, keep, leave
from govhall.operations.moves.preview import MovePreview, preview
from tenants.commands import AuditedCommand, prove_writable
from tenants.hall_moves import status_of
from tenants.models import Hall, HallMove, HallStatus, MoveStep

WIDTH = 120
NEXT = {
    MoveStep.CLOSED: '大厅已停办，迁移包还没有写好：再运行一次同一条命令，或用 --cancel 取消。',
    MoveStep.PACKED: '把迁移包带到新节点，在那里运行 govhall take_hall；对方收下以前可以用 --cancel 取消。',
    MoveStep.GIVEN: '对方已收下，等目录登记到新节点；不能再取消。',
    MoveStep.GONE: '大厅已在新节点办理。核对无误、做好备份后，用 --finish 清理本节点的副本。',
    MoveStep.FINISHED: '本节点的副本已清理。',
    MoveStep.TAKEN: '副本已在本节点，等原节点交出、目录登记。',
    MoveStep.KEPT: '原节点已取消，用 take_hall --discard 丢弃副本。',
    MoveStep.OPENED: '大厅已在本节点办理。',
}

WAITS = '有节点的数据库刚恢复，正在等本节点核对，现在不能交出：请用 --cancel 恢复办理，核对结束后再迁移。'


class Command(AuditedCommand):
    """Run as the owner of the database in the cell of the hall; every step may be run again."""

    help = 'Move a hall to another cell. With --file: close it and write its package. See docs/handbook/operate.md.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The hall, and one of: look, pack, think better of it, ask how far it is, tidy up."""
        parser.add_argument('hall', metavar='HALL', help='the code of the hall')
        parser.add_argument('--to', metavar='CELL', help='the cell that is to have it')
        parser.add_argument('--wait', type=float, default=120.0, help='seconds to wait until all it has said has left')
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument('--preview', action='store_true', help='print what goes along and what forbids it; with --to')
        what.add_argument('--file', type=Path, help='close the hall and write its package here; with --to')
        what.add_argument('--cancel', action='store_true', help='open it here again, until the other has taken it')
        what.add_argument('--status', action='store_true', help='how far the move is, and what comes next')
        what.add_argument('--finish', action='store_true', help='delete the copy here once the other cell holds it')

    def handle(self, *args: Any, **options: Any) -> None:
        """Refusals are for the operator and end the command with their sentence."""
        hall = options['hall']
        if (options['preview'] or options['file']) and not options['to']:
            raise CommandError('用 --to 写明迁往哪个节点')
        if not Hall.objects.filter(code=hall).exists():
            raise CommandError(f'本节点没有大厅 {hall}')
        try:
            self._do(hall, options)
        except (Refused, NoKeyYet) as refusal:
            raise CommandError(str(refusal)) from refusal

    def _do(self, hall: str, options: dict[str, Any]) -> None:
        if options['preview']:
            self._print(preview(hall, to=options['to']))
        elif options['file']:
            self._pack(hall, options)
        elif options['cancel']:
            keep(hall)
            self.stdout.write(f'{hall} 已恢复办理，原迁移包作废')
        elif options['finish']:
            self.stdout.write(f'{hall} 的副本已清理，删除文件 {finish(hall)} 个')
        else:
            self._status(hall)

    def _pack(self, hall: str, options: dict[str, Any]) -> None:
        prove_writable(options['file'])  # before the hall is closed
        with Progress(console=self._console(), disable=not self.stdout.isatty()) as progress:
            task = progress.add_task(hall, total=None)
            move = leave(
                hall,
                to=options['to'],
                path=options['file'],
                wait=options['wait'],
                advance=lambda name, count: progress.update(task, advance=1, description=f'{name} {count}'),
            )
        self.stdout.write(f'{options["file"]}：迁移包 {move.package[:16]}')
        self._status(hall)

    def _status(self, hall: str) -> None:
        move = HallMove.objects.filter(pk=hall).first()
        if move is not None:
            step = MoveStep(move.step)
            self.stdout.write(f'{hall} {move.cell} {step.label}（{move.since:%Y-%m-%d}）')
            self.stdout.write(WAITS if step == MoveStep.PACKED and owes_answers() else NEXT[step])
        elif status_of(hall) == HallStatus.GONE:
            self.stdout.write(f'{hall} 已在节点 {entry(hall).cell} 办理；本节点的数据库是迁出以前的备份。')
            self.stdout.write(NEXT[MoveStep.GONE])
        else:
            self.stdout.write(f'{hall} 没有迁移')

    def _print(self, found: MovePreview) -> None:
        console = self._console()
        console.print(found.hall.name, found.hall.code, style='bold')
        console.print('，'.join(f'{name} {count}' for name, count in found.figures.items()), highlight=False)
        for note in found.notes:
            console.print(f'· {note}。', highlight=False)
        for block in found.blocks:
            console.print(f'✗ {block}。', style='red', highlight=False)
        console.print('可以迁移。' if not found.blocks else '还不能迁移，请先解决以上问题。')

    def _console(self) -> Console:
        return Console(file=self.stdout, width=WIDTH)  # type: ignore[arg-type]
