"""Reads the file in which a cell hands over its public key."""

from pathlib import Path

from django.core.management.base import CommandError

from federation.contracts.directory import KeyPublished
from govhall.doors.lists import UnreadableList, content_of, read_as

MOST = 2**31  # no key is told so often


def read_key(file: Path) -> KeyPublished:
    """The key in a file that `cell_key` wrote. Raises CommandError."""
    try:
        key = read_as(KeyPublished, content_of(file), as_it_stands=True)
    except UnreadableList as error:
        raise CommandError(f'{file} cannot be read as the key of a cell: {error}') from error
    if not key.of_cell or key.state != 'active' or not all(0 < number < MOST for number in (key.serial, key.version)):
        raise CommandError(f'{file} does not hold the key of a cell: write it with cell_key')
    return key
