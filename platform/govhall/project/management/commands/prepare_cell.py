"""Everything that a cell's database and link need before its processes start."""

from typing import Any

from django.conf import settings
from django.core.management import call_command

from federation.keys.services import cell_key, rest_on
from tenants.commands import AuditedCommand


class Command(AuditedCommand):
    """Tables, division codes, rights, topics or root key; safe to repeat, also after an upgrade."""

    help = 'Migrate the public schema and all halls, load areas, set rights, make topics. Run as the owner.'

    def handle(self, *args: Any, **options: Any) -> None:
        """One process instead of five: each start of Python costs more than what most of them do."""
        call_command('migrate_schemas', verbosity=0)
        call_command('load_areas')
        call_command('grant_rights')
        if settings.LINK == 'kafka':
            call_command('create_topics')
        else:
            rest_on(cell_key())  # a single cell is its own root
