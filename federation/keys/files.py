"""Reads the file in which a cell hands over its public key."""

from pathlib import Path

import msgspec
from django.core.management.base import CommandError

from federation.contracts.directory import KeyPublished


def read_key(file: Path) -> KeyPublished:
    """The key in a file that `cell_key` wrote. Raises CommandError."""
    try:
        key = msgspec.json.decode(file.read_bytes(), type=KeyPublished)
    except (OSError, msgspec.DecodeError) as error:
        raise CommandError(f'{file} cannot be read as the key of a cell: {error}') from error
    if not key.of_cell or key.state != 'active':
        raise CommandError(f'{file} does not hold the key of a cell: write it with cell_key')
    return key
