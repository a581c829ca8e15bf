"""The public key of this cell, as a file to hand to the root of the federation."""

from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import CommandParser

from federation.keys.services import cell_key
from tenants.commands import AuditedCommand


class Command(AuditedCommand):
    """The file holds nothing secret, but must reach the root unchanged: compare the key's id over another way."""

    help = 'Make the key of this cell if there is none, and write its public half to FILE.'

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument('file', type=Path, metavar='FILE')

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it and say its id."""
        told = cell_key()
        options['file'].write_bytes(msgspec.json.encode(told))
        self.stdout.write(told.key_id)
