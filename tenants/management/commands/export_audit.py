"""Write the audit to a file."""

import json
from argparse import ArgumentParser
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tenants.audit import spelt
from tenants.commands import AuditedCommand
from tenants.models import AuditEntry


class Command(AuditedCommand):
    """`export_audit FILE [--since DAY] [--until DAY]`: one entry a line, as JSON; both days are included."""

    help = 'Export the audit as lines of JSON. It holds names of staff: keep the file as you keep the database.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and which days."""
        parser.add_argument('file', type=Path)
        parser.add_argument('--since', type=date.fromisoformat)
        parser.add_argument('--until', type=date.fromisoformat)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write in the order of the entries."""
        found, count = AuditEntry.objects.order_by('pk'), 0
        if options['since']:
            found = found.filter(at__gte=f'{options["since"]}T00:00+08:00')
        if options['until']:
            found = found.filter(at__lt=f'{options["until"] + timedelta(days=1)}T00:00+08:00')
        with options['file'].open('w', encoding='utf-8') as file:
            for entry in found.iterator(chunk_size=2000):
                file.write(json.dumps(spelt(entry), ensure_ascii=False) + '\n')
                count += 1
        self.stdout.write(f'{count} entries')
