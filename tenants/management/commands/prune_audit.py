"""Delete entries of the audit that have been kept long enough."""

from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import CommandError
from django.db import connection, transaction
from django.utils import timezone

from tenants.audit import Action, record
from tenants.commands import AuditedCommand

LEAST_MONTHS = 6


def _months_ago(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))


class Command(AuditedCommand):
    """`prune_audit --before DAY`, as owner: the only way; the database refuses what is younger than six months."""

    help = 'Delete entries of the audit from before DAY, which must lie six months back at least. Export them first.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Up to which day."""
        parser.add_argument('--before', type=date.fromisoformat, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and write down how many, in one transaction."""
        before, latest = options['before'], _months_ago(timezone.localdate(), LEAST_MONTHS)
        if before > latest:
            raise CommandError(f'The audit is kept for six months at least: nothing after {latest} can be deleted.')
        moment = datetime.combine(before, datetime.min.time(), timezone.get_current_timezone())
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL govhall.pruning = 'on'")
            cursor.execute(
                'WITH gone AS (DELETE FROM public.tenants_audit WHERE at < %s RETURNING id)'
                ' SELECT count(*), coalesce(max(id), 0) FROM gone',
                [moment],
            )
            count, last = cursor.fetchone()
            cursor.execute("SET LOCAL govhall.pruning = 'off'")
            record(Action.AUDIT_PRUNED, subject=before.isoformat(), detail={'count': count, 'last': last})
        self.stdout.write(f'{count} entries deleted')
