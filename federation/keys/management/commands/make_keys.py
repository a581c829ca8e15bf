"""Keys for the halls of this cell."""

from typing import Any

from federation.keys.services import make_hall_keys
from tenants.commands import AuditedCommand
from tenants.selectors import local_halls


class Command(AuditedCommand):
    """`provision_halls` does it for each hall that it makes; run this after an upgrade from a release without keys."""

    help = 'Give each hall of this cell a key if it has none, and publish it.'

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing."""
        self.stdout.write(f'{make_hall_keys(hall.code for hall in local_halls())} keys made')
