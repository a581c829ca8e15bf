"""Bring licences from before this system into the register of a hall."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from govhall.doors.lists import content_of
from govhall.kernel.errors import Refused
from govhall.licences.lists.bring_in import keep, plan_licences
from tenants.commands import AuditedCommand
from tenants.context import hall_context
from tenants.models import Hall
from tenants.selectors import hall_here


class Command(AuditedCommand):
    """`enter_licences FILE --hall CODE`: all or nothing; `--preview` only checks the file."""

    help = 'Bring the licences of FILE (.xlsx) into the register of a hall'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, the hall, and whether to stop before writing."""
        parser.add_argument('file', type=Path)
        parser.add_argument('--hall', required=True)
        parser.add_argument('--preview', action='store_true')

    def handle(self, *args: object, **options: object) -> None:
        """A fault in any cell ends the command before anything is written."""
        hall = str(options['hall'])
        try:
            with hall_context(hall_here(hall)):
                plan = plan_licences(hall=hall, content=content_of(Path(str(options['file']))))
                if plan.faults:
                    faults = (f'{fault.cell} {fault.column}：{fault.sentence}' for fault in plan.faults)
                    raise CommandError('\n'.join(faults))
                if not options['preview']:
                    keep(plan)
        except Hall.DoesNotExist as error:
            raise CommandError(f'no hall {hall} in this cell') from error
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f'{len(plan.entries)} new, {plan.same} there already')
