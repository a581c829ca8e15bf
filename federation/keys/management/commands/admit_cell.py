"""Let a cell into the federation, at its root."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from federation.keys.files import read_key
from federation.keys.services import NotTheRoot, admit
from tenants.commands import AuditedCommand


class Command(AuditedCommand):
    """Also after a cell has lost its key: the file then holds the new one."""

    help = 'Publish the key of the cell in FILE to all cells. Run at the root.'

    def add_arguments(self, parser: CommandParser) -> None:
        """The file that `cell_key` wrote in the new cell."""
        parser.add_argument('file', type=Path, metavar='FILE')

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish."""
        told = read_key(options['file'])
        try:
            admit(told)
        except NotTheRoot as error:
            raise CommandError(f'{error}: run this at the root') from error
        self.stdout.write(f'{told.owner} admitted with key {told.key_id}')
