"""Write into Kafka which cell may read and write which topic."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from federation.link.acl_writer import write_rights
from federation.link.port import LinkDown
from federation.link.rights import CellUser


class Command(BaseCommand):
    """Run by an administrator of Kafka, again whenever a cell joins; what is right already is left alone."""

    help = 'Give the users of all cells exactly the rights that their cells need at the brokers.'

    def add_arguments(self, parser: CommandParser) -> None:
        """All cells of the federation, and which of them enter the catalogue."""
        parser.add_argument(
            'cells', nargs='+', metavar='CELL[=USER]', help='a cell; its user is named like it, or USER'
        )
        parser.add_argument(
            '--enters', nargs='+', default=[], metavar='CELL', help='cells that write entries of the catalogue'
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, and say how much was changed."""
        users = _users(options['cells'], options['enters'])
        try:
            added, taken = write_rights(settings.KAFKA_SERVERS, users)
        except LinkDown as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f'{added} rights added, {taken} taken away')


def _users(cells: list[str], enters: list[str]) -> list[CellUser]:
    pairs = [text.partition('=') for text in cells]
    unknown = set(enters) - {cell for cell, _, _ in pairs}
    if unknown:
        raise CommandError(f'--enters names cells that are not among all: {", ".join(sorted(unknown))}')
    return [CellUser(cell, user or cell, cell in enters) for cell, _, user in pairs]
