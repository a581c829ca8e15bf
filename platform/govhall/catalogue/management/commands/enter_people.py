"""Bring people into a hall from the Excel list."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from govhall.catalogue.exchange.people import bring_in, read_people
from govhall.doors.lists import content_of
from govhall.kernel.errors import Refused
from tenants.commands import AuditedCommand


class Command(AuditedCommand):
    """`enter_people FILE --hall CODE`: all or nothing; `--preview` only checks the file."""

    help = 'Give the people of FILE (.xlsx) their roles in a hall'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, the hall, and whether to stop before writing."""
        parser.add_argument('file', type=Path)
        parser.add_argument('--hall', required=True)
        parser.add_argument('--preview', action='store_true')

    def handle(self, *args: object, **options: object) -> None:
        """A fault in any cell ends the command before anything is written."""
        try:
            rows, faults = read_people(content_of(Path(str(options['file']))))
            if faults:
                raise CommandError('\n'.join(f'{fault.cell} {fault.column}：{fault.sentence}' for fault in faults))
            changed = 0 if options['preview'] else bring_in([row for _, row in rows], hall=str(options['hall']))
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f'{len(rows)} people read, {changed} new or changed')
