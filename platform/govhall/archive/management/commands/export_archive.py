"""Take the package of an archived case out of the storage, opened, for the archive office."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from govhall.archive.models import CaseArchive
from govhall.archive.package_check import faults
from govhall.archive.package_store import get
from tenants.commands import AuditedCommand
from tenants.context import hall_context
from tenants.selectors import hall_by_code


class Command(AuditedCommand):
    """`export_archive HALL NUMBER FILE`: the newest version as a ZIP that only its owner can read; checked before."""

    help = 'Write the opened package of an archived case to FILE; it holds personal data'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Hall, file number and where to."""
        parser.add_argument('hall')
        parser.add_argument('number')
        parser.add_argument('file', type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse an unknown number, an unsound package and a file that is there already."""
        with hall_context(hall_by_code(options['hall'])):
            archive = CaseArchive.objects.filter(number=options['number']).order_by('-version').first()
            if archive is None:
                raise CommandError(f'no archived case has the number {options["number"]}')
            found = faults(archive)
            if found:
                raise CommandError(f'{archive}: {"; ".join(found)}')
            package = get(archive.hash)
        try:
            with os.fdopen(os.open(options['file'], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'wb') as file:
                file.write(package)
        except OSError as error:
            raise CommandError(f'{options["file"]}: {error.strerror}') from error
        self.stdout.write(f'{archive}: {len(package)} bytes')
