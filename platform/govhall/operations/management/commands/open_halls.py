"""Open halls by an Excel list: look at it first, then enter and make them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from federation.contracts.directory import HallEntered
from federation.outbox.announcement import announce_halls
from govhall.catalogue.exchange.import_plan import ImportPlan
from govhall.doors.lists import content_of
from govhall.kernel.errors import Refused
from govhall.operations.openings.opening_plan import blank_sheet, plan_openings
from tenants.commands import AuditedCommand, prove_writable


class Command(AuditedCommand):
    """Run as the owner in the cell that keeps the directory; all rows or none, and safe to repeat."""

    help = 'Open the halls of FILE (.xlsx). --preview changes nothing; --blank writes the sheet to fill.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whether to look only, and in which cell the halls are to stand."""
        parser.add_argument('file', type=Path, metavar='FILE')
        parser.add_argument('--cell', default=settings.CELL, help='the cell of the halls, if it is another one')
        what = parser.add_mutually_exclusive_group()
        what.add_argument('--preview', action='store_true', help='print what would be opened, and every wrong cell')
        what.add_argument('--blank', action='store_true', help='write the sheet to fill into FILE')

    def handle(self, *args: Any, **options: Any) -> None:
        """A fault in any cell ends the command before anything is entered."""
        if options['blank']:
            prove_writable(options['file'])
            options['file'].write_bytes(blank_sheet())
            return
        try:
            plan = plan_openings(cell=options['cell'], content=content_of(options['file']))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if plan.faults:
            raise CommandError('\n'.join(f'{fault.cell} {fault.column}：{fault.sentence}' for fault in plan.faults))
        self._tell(plan)
        if not options['preview']:
            announce_halls(plan.entries)
            self._make(options['cell'])

    def _tell(self, plan: ImportPlan[HallEntered]) -> None:
        for change in plan.changes:
            self.stdout.write(f'{change.row}: {change.name}')
        self.stdout.write(f'{len(plan.entries)} new, {plan.same} there already')

    def _make(self, cell: str) -> None:
        if cell == settings.CELL:
            call_command('provision_halls', stdout=self.stdout)
        else:
            self.stdout.write(f'entered; run provision_halls in {cell}')
