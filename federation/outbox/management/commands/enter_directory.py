"""Enter halls from a file into the directory of the federation."""

from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import CommandError, CommandParser

from federation.contracts.directory import HallEntered
from federation.directory.selectors import cells_of
from federation.outbox.announcement import announce_halls
from govhall.doors.lists import UnreadableList, content_of, read_as
from tenants.commands import AuditedCommand


class DirectoryFile(msgspec.Struct, frozen=True, kw_only=True):
    """The file: `{"halls": [...]}`, each hall with the fields of directory.hall.v1."""

    halls: list[HallEntered]


class Command(AuditedCommand):
    """Run in the cell that keeps the directory; entering a file again changes nothing unless a version grew."""

    help = 'Enter halls into the directory and publish them to all cells. FILE: JSON {"halls": [...]}.'

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument('file', type=Path, metavar='FILE')

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check and announce."""
        try:
            entered = read_as(DirectoryFile, content_of(options['file']))
        except UnreadableList as error:
            raise CommandError(f'{options["file"]} cannot be read as a directory: {error}') from error
        codes = [hall.code for hall in entered.halls]
        if len(codes) != len(set(codes)):
            raise CommandError('a hall code stands twice in the file')
        held = cells_of(codes)
        moving = sorted(hall.code for hall in entered.halls if held.get(hall.code, hall.cell) != hall.cell)
        if moving:
            raise CommandError(
                f'{", ".join(moving)}: the directory has them in another cell than the file. A hall moves by move_hall '
                'and take_hall; write into the file where it is now.'
            )
        announce_halls(entered.halls)
        self.stdout.write(f'{len(codes)} halls entered')
