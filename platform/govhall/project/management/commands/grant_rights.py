"""Apply the rights of the database roles after a migration."""

from typing import Any

from django.core.management.base import CommandError
from django.db import connection, transaction

from govhall.project.rights import grant_hall, grant_public, withhold_hall
from tenants.commands import AuditedCommand
from tenants.models import Hall
from tenants.selectors import local_halls
from tenants.sweep import Walk


class Command(AuditedCommand):
    """Set what web, relay and intake may do, in the public schema and in each hall."""

    help = 'Apply govhall/project/rights.py to the database; run as the owner after each migration.'

    def handle(self, *args: Any, **options: Any) -> None:
        """All schemas in one transaction each, so that a hall is never half open."""
        with transaction.atomic(), connection.cursor() as cursor:
            grant_public(cursor)
        swept = Walk('grant_rights', '', key=lambda hall: hall.code, always=True).over(local_halls(), _grant)
        if swept.failed:
            raise CommandError(f'{swept.failed} halls failed; govhall set_aside --task grant_rights says which and why')


def _grant(hall: Hall) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        grant_hall(cursor, hall.schema_name)
        if hall.status:
            withhold_hall(cursor, hall.schema_name)
