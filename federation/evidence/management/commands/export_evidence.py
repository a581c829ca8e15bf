"""The evidence of a case, for a court."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from federation.evidence import bundle
from federation.evidence.export import NoEvidence, evidence
from tenants.commands import AuditedCommand


class Command(AuditedCommand):
    """Run as the owner in each cell that had the case. The file tells who spoke to whom; with --open also what."""

    help = "Write what this cell's halls have said and heard about CASE to FILE, with signatures and keys."

    def add_arguments(self, parser: CommandParser) -> None:
        """The case, the file, and whether bodies are disclosed."""
        parser.add_argument('case', type=UUID, metavar='CASE')
        parser.add_argument('file', type=Path, metavar='FILE')
        parser.add_argument('--open', action='store_true', help='disclose bodies: the file then holds personal data')

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it."""
        try:
            found = evidence(options['case'], disclose=options['open'])
        except NoEvidence as error:
            raise CommandError(f'{error}: nothing about it is kept here') from error
        try:
            bundle.write(found, options['file'])
        except bundle.EvidenceTooLarge as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f'{len(found.received)} heard, {len(found.sent)} said, {len(found.keys)} records of keys')
