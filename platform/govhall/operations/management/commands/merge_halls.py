"""Merge townships by a plan (撤乡并镇): first look, then do it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.table import Table

from govhall.casework.rules.states import Custody
from govhall.kernel.errors import Refused
from govhall.operations.mergers.execution import merge
from govhall.operations.mergers.plan import MergerPlan, UnreadablePlan, read_plan
from govhall.operations.mergers.preview import WORDS, HallPreview, MergerPreview, preview
from tenants.commands import AuditedCommand

WIDTH = 120


class Command(AuditedCommand):
    """Run as the owner in the cell of the old halls; a run that broke off is taken up by the next one."""

    help = 'Merge halls. PLAN: JSON, see docs/handbook/operate.md. --preview changes nothing, --apply does it.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The plan, and whether to look or to act: one of the two must be said."""
        parser.add_argument('plan', type=Path, metavar='PLAN')
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument('--preview', action='store_true', help='print what would happen and what forbids it')
        what.add_argument('--apply', action='store_true', help='carry the plan out')

    def handle(self, *args: Any, **options: Any) -> None:
        """Refusals are for the operator and end the command with their sentence."""
        try:
            plan = self.plan_in(options['plan'])
            if options['apply']:
                self._apply(plan)
            else:
                self._print(preview(plan))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def plan_in(self, path: Path) -> MergerPlan:
        """The plan in a file, which names no villages. Raises UnreadablePlan."""
        plan = read_plan(path)
        if plan.villages:
            raise UnreadablePlan(why='按村拆分的方案请用 split_hall 执行')
        return plan

    def _print(self, found: MergerPreview) -> None:
        console = Console(file=self.stdout, width=WIDTH)  # type: ignore[arg-type]
        console.print(f'{found.plan.document}，{found.plan.effective} 生效，由 {"、".join(found.plan.heirs)} 承接')
        console.print(_table(found.halls))
        for hall in found.halls:
            _details(console, hall)
        for block in found.blocks:
            console.print(f'✗ {block}。', style='red', highlight=False)
        console.print('可以执行。' if not found.blocks else '还不能执行，请先解决以上问题。')

    def _apply(self, plan: MergerPlan) -> None:
        tasks: dict[str, TaskID] = {}
        console = Console(file=self.stdout, width=WIDTH)  # type: ignore[arg-type]
        with Progress(console=console, disable=not self.stdout.isatty()) as progress:

            def advance(hall: str, done: int, of: int) -> None:
                if hall not in tasks:
                    tasks[hall] = progress.add_task(hall, total=of)
                progress.update(tasks[hall], completed=done)

            passed = merge(plan, advance=advance)
        for code, count in passed.items():
            self.stdout.write(f'{code}：移交 {count} 件')


def _table(halls: list[HallPreview]) -> Table:
    table = Table('撤销的大厅', *(WORDS[custody] for custody in Custody), '待送达', '未发报文', '村点', '转入人员')
    for hall in halls:
        counts = [*(hall.cases[custody] for custody in Custody), hall.to_deliver, hall.unsent]
        counts += [len(hall.moving_points), len(hall.moving_people)]
        table.add_row(f'{hall.name} {hall.code}', *map(str, counts))
    return table


def _details(console: Console, hall: HallPreview) -> None:
    shares = [f'{heir or "看不出村，要人来选"} {count} 件' for heir, count in sorted(hall.shares.items())]
    lines = {
        **({'没办结的件去向': shares} if shares else {}),
        '终止的赋权': hall.ending_grants,
        '承接大厅还没有的赋权': hall.needed_grants,
        '转入的村点': hall.moving_points,
        '转入的人员（授权书要重新签）': hall.moving_people,
        '不转入的人员': hall.leaving_people,
    }
    console.print(hall.name, style='bold')
    for name, found in lines.items():
        console.print(f'  {name}：{"、".join(found) or "无"}', highlight=False)
