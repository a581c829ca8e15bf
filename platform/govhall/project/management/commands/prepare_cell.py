"""Everything that a cell's database and link need before its processes start."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from federation.keys.services import cell_key, rest_on
from govhall.project.rights import grant_public
from tenants.commands import AuditedCommand
from tenants.release.dangers import UnsafeMigrations
from tenants.release.upgrade import UpgradeRunning, upgrade_halls

SHOWN = 20  # halls that the last sentence names


class Command(AuditedCommand):
    """Tables, rights, division codes, topics or root key; safe to repeat and to kill, also while the cell works."""

    help = 'Migrate the public schema and all halls, set rights, load areas, make topics. Run as the owner.'

    def handle(self, *args: Any, **options: Any) -> None:
        """One process instead of five: each start of Python costs more than what most of them do."""
        call_command('migrate_schemas', shared=True, interactive=False, verbosity=0)
        with transaction.atomic(), connection.cursor() as cursor:
            grant_public(cursor)
        self._say('public schema: migrated, rights set')
        self._upgrade_halls()
        call_command('load_areas', stdout=self.stdout)
        if settings.LINK == 'kafka':
            call_command('create_topics', stdout=self.stdout)
        else:
            rest_on(cell_key())  # a single cell is its own root

    def _upgrade_halls(self) -> None:
        try:
            failed = upgrade_halls(self._say)
        except (UnsafeMigrations, UpgradeRunning) as error:
            raise CommandError(str(error)) from error
        if failed:
            raise CommandError(_told(failed))

    def _say(self, line: str) -> None:
        self.stdout.write(f'{settings.CELL}: {line}')
        self.stdout.flush()


def _told(failed: Mapping[str, str]) -> str:
    named = [f'  {code or "cell"}: {why}' for code, why in sorted(failed.items())]
    more = [f'  and {len(named) - SHOWN} more'] if len(named) > SHOWN else []
    first, last = f'{len(named)} halls are not upgraded, all others are:', 'Mend it and run prepare_cell again.'
    return '\n'.join([first, *named[:SHOWN], *more, last])
