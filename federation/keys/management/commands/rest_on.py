"""Believe a cell about halls and cells: the anchor of trust of this cell."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from federation.keys.files import read_key
from federation.keys.services import OtherRoot, rest_on
from tenants.commands import AuditedCommand


class Command(AuditedCommand):
    """Once in each cell, also in the root itself with its own file."""

    help = "Rest this cell's trust on the root whose public key stands in FILE."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file that `cell_key` wrote at the root."""
        parser.add_argument('file', type=Path, metavar='FILE')

    def handle(self, *args: Any, **options: Any) -> None:
        """Pin the key."""
        told = read_key(options['file'])
        try:
            rest_on(told)
        except OtherRoot as error:
            raise CommandError(f'{error}: a root is changed by its own rotation only') from error
        self.stdout.write(f'resting on {told.owner}, key {told.key_id}')
