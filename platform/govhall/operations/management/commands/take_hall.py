"""Take a hall that another cell gives to this one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import Progress

from govhall.kernel.errors import Refused
from govhall.operations.moves.new_cell import discard, faults, is_taken_again, take
from govhall.operations.moves.package import Package
from tenants.commands import AuditedCommand
from tenants.models import MoveStep

WIDTH = 120


class Command(AuditedCommand):
    """Run as the owner of the database in the new cell; broken off or run twice, it is one taking."""

    help = 'Take the hall in PACKAGE, which `move_hall` of its old cell wrote. See docs/handbook/operate.md.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The package; without options it is taken."""
        parser.add_argument('package', type=Path, nargs='?', metavar='PACKAGE')
        parser.add_argument('--preview', action='store_true', help='verify it and print what forbids taking it')
        parser.add_argument('--same-people', action='store_true', help='user names that both cells have are one person')
        parser.add_argument('--discard', metavar='HALL', help='throw away the copy of a hall that the old cell keeps')

    def handle(self, *args: Any, **options: Any) -> None:
        """Refusals are for the operator and end the command with their sentence."""
        if bool(options['package']) == bool(options['discard']):
            raise CommandError('写明迁移包文件，或者 --discard 和大厅代码')
        try:
            if options['discard']:
                self.stdout.write(f'{options["discard"]} 的副本已丢弃，删除文件 {discard(options["discard"])} 个')
            elif options['preview']:
                self._preview(options['package'], same_people=options['same_people'])
            else:
                self._take(options['package'], same_people=options['same_people'])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _preview(self, path: Path, *, same_people: bool) -> None:
        package = Package(path)
        found = faults(package, same_people=same_people)
        for name in package.check():
            del name  # read and compared with the manifest
        hall, counts = package.manifest.hall, package.manifest.counts
        self.stdout.write(f'{hall.name} {hall.code}，来自节点 {hall.cell}，迁移包 {package.name[:16]}')
        self.stdout.write('，'.join(f'{table.rpartition("/")[2]} {count}' for table, count in counts.items() if count))
        for block in found:
            self.stdout.write(f'✗ {block}。')
        self.stdout.write('可以收下。' if not found else '还不能收下，请先解决以上问题。')

    def _take(self, path: Path, *, same_people: bool) -> None:
        console = Console(file=self.stdout, width=WIDTH)  # type: ignore[arg-type]
        with Progress(console=console, disable=not self.stdout.isatty()) as progress:
            task = progress.add_task(path.name, total=None)
            move = take(
                path, same_people=same_people, advance=lambda name: progress.update(task, advance=1, description=name)
            )
        if is_taken_again(Package(path).manifest) and move.step == MoveStep.TAKEN:
            self.stdout.write(f'{move.hall} 已重新收下，还没有开办：请接着运行 govhall restored。')
        else:
            self.stdout.write(f'{move.hall} 已收下，已通知节点 {move.cell}；目录登记后自动开办。')
