"""Make the schemas of the halls that the directory assigns to this cell."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils.module_loading import import_string

from tenants.commands import AuditedCommand
from tenants.models import Hall
from tenants.provisioning import NewHall, provision_hall
from tenants.release.progress import shares_of
from tenants.sweep import Walk


class Command(AuditedCommand):
    """Provision what the directory names; waits for entries that are still on their way."""

    help = 'Make the halls of this cell; --expect N waits until the directory names at least N of them.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many halls must be there, and how long to wait for their entries."""
        parser.add_argument('--expect', type=int, default=0)
        parser.add_argument('--timeout', type=int, default=120, help='seconds to wait for the directory')

    def handle(self, *args: Any, **options: Any) -> None:
        """Provision each hall in a transaction of its own, so that a second run goes on where the first ended."""
        halls = self._await(options['expect'], options['timeout'])
        made: list[str] = []
        told = shares_of(len(halls), self._say)

        def make(hall: NewHall) -> None:
            made.append(provision_hall(hall).code)
            told(len(made))
            if len(made) % settings.HALLS_PER_CONNECTION == 0 and not connection.in_atomic_block:
                connection.close()  # what it keeps of these halls is given back

        swept = Walk('provision_halls', '', key=lambda hall: hall.code, always=True).over(halls, make)
        import_string(settings.HALL_KEYS)(made)
        self.stdout.write(f'{Hall.objects.count()} halls')
        if swept.failed:
            raise CommandError(
                f'{swept.failed} halls failed; govhall set_aside --task provision_halls says which and why'
            )

    def _say(self, line: str) -> None:
        self.stdout.write(f'{settings.CELL}: {line}')
        self.stdout.flush()

    def _await(self, expected: int, timeout: int) -> list[NewHall]:
        entries_of_cell = import_string(settings.HALLS_OF_CELL)
        until = time.monotonic() + timeout
        while True:
            halls: list[NewHall] = entries_of_cell(settings.CELL)
            if len(halls) >= expected:
                return halls
            if time.monotonic() > until:
                raise CommandError(
                    f'The directory names {len(halls)} of {expected} halls of {settings.CELL} after {timeout} s:'
                    ' is the relay of the cell that entered it running, and the intake of this one?'
                )
            time.sleep(0.2)
