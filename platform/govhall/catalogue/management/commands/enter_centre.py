"""Enter what a hall's departments publish, and what of it has come into the hall."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError

from govhall.catalogue.services.centre_list import enter_centre
from govhall.doors.lists import content_of, read_object
from govhall.kernel.errors import Refused
from tenants.commands import AuditedCommand


class Command(AuditedCommand):
    """`enter_centre FILE`: sections, windows and items of one hall, in the hall's own cell."""

    help = 'Keep the departments, windows and items of the hall in FILE (JSON)'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The one argument is the file."""
        parser.add_argument('file', type=Path)

    def handle(self, *args: object, **options: object) -> None:
        """All or nothing."""
        file = Path(str(options['file']))
        try:
            entered = enter_centre(read_object(content_of(file)))
        except Refused as error:
            raise CommandError(f'{file}: {error}') from error
        self.stdout.write(f'{entered.hall}: {len(entered.sections)} departments, {len(entered.items)} items')
