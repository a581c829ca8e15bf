"""A key that others may have got hold of."""

from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from federation.keys.services import NoSuchKey, revoke
from tenants.commands import AuditedCommand, prove_writable


class Command(AuditedCommand):
    """What still waits in the outbox is signed with the new key; what the old one signed is no longer believed."""

    help = 'Revoke KEY_ID in all cells and give its owner another key.'

    def add_arguments(self, parser: CommandParser) -> None:
        """Which key; for the key of the cell also where to write the new one."""
        parser.add_argument('key_id', metavar='KEY_ID')
        parser.add_argument('--file', type=Path, help='where to write the new key of the cell, to be admitted again')

    def handle(self, *args: Any, **options: Any) -> None:
        """Revoke and publish."""
        of_cell = options['key_id'].rpartition('.')[0] == settings.CELL
        if of_cell and options['file'] is None:
            raise CommandError('name a --file for the new key of the cell, and hand it to the root')
        if of_cell:
            prove_writable(options['file'])
        try:
            new = revoke(options['key_id'])
        except NoSuchKey as error:
            raise CommandError(f'{error} is no key of this cell') from error
        if of_cell:
            options['file'].write_bytes(msgspec.json.encode(new))
        self.stdout.write(f'{options["key_id"]} revoked; {new.owner} signs with {new.key_id}')
