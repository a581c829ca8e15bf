"""The next key of a hall of this cell, or of the cell."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from federation.keys.services import KNOWN_EVERYWHERE_AFTER, NoSuchKey, rotate
from tenants.commands import AuditedCommand


class Command(AuditedCommand):
    """The key before goes on verifying what is sent again, and opening what is on its way."""

    help = 'Replace the key of OWNER, a hall of this cell or the cell itself.'

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose key."""
        parser.add_argument('owner', metavar='OWNER')

    def handle(self, *args: Any, **options: Any) -> None:
        """Make and publish it."""
        try:
            new = rotate(options['owner'])
        except NoSuchKey as error:
            raise CommandError(f'{error} has no key in this cell') from error
        self.stdout.write(f'{new.key_id} signs in {KNOWN_EVERYWHERE_AFTER.seconds // 60} minutes')
