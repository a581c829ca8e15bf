"""The bytes of materials: sealed with the hall's key, in the hall's folder, under the hash of their content."""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from django.core.files.storage import Storage, storages
from django.db import connection

from govhall.kernel.errors import Broken
from govhall.kernel.sealing import Unreadable
from govhall.storage import vault
from tenants.context import current_hall

HASH = re.compile('[0-9a-f]{64}')
UPLOADS = 'uploaded'


class PiecedFile(Protocol):
    """A file of which pieces arrive: of which case, from whom, and which pieces are here."""

    case: UUID
    sender: str
    hash: str
    attempt: int
    count: int
    have: list[int]


class ContentDamaged(Broken):
    """What the storage gives is not what was stored under the hash."""


# The storage does not have a content that the hall names, or something else: an operator has to restore it.
LOST = (FileNotFoundError, ContentDamaged, Unreadable)


def hash_of(content: bytes) -> str:
    """SHA-256, 64 hex digits."""
    return sha256(content).hexdigest()


def store(content: bytes) -> str:
    """Keep the content in the current hall's folder and return its hash; a second time nothing changes.

    Done before the transaction that names it ends: a file that nothing names harms nobody, a name without a file does.
    Until then nobody deletes it (`hold`). Raises StorageAway.
    """
    name = hash_of(content)
    hold([name])
    _write(path_of(name), content, bound_to=name)
    return name


def hold(names: Collection[str]) -> None:
    """Let nobody delete the contents with these hashes before the transaction ends, which is about to name them."""
    _lock('SELECT pg_advisory_xact_lock_shared(one) FROM unnest(%s::bigint[]) AS one', names)


def hold_alone(name: str) -> None:
    """Wait for all who are about to name the content, and let nobody begin before the transaction ends."""
    _lock('SELECT pg_advisory_xact_lock(one) FROM unnest(%s::bigint[]) AS one', [name])


def stored(name: str) -> bool:
    """Whether the content with this hash lies in the current hall's folder."""
    return _storage().exists(path_of(name))


def read(name: str) -> bytes:
    """The content with this hash. Raises FileNotFoundError, Unreadable, ContentDamaged."""
    content = _read(path_of(name), bound_to=name)
    if hash_of(content) != name:
        raise ContentDamaged(name)
    return content


def store_piece(row: PiecedFile, index: int, data: bytes) -> None:
    """Keep a piece of a file that is still arriving; again if it comes again."""
    _write(_piece(row, index), data, bound_to=f'{row.hash}.{index}')


def joined(row: PiecedFile) -> bytes:
    """The content of all pieces one after the other. Raises FileNotFoundError, and ContentDamaged if it is not that."""
    pieces = (_read(_piece(row, index), bound_to=f'{row.hash}.{index}') for index in range(row.count))
    content = b''.join(pieces)
    if hash_of(content) != row.hash:
        raise ContentDamaged(row.hash)
    return content


def store_upload(content: bytes, *, person_id: int) -> str:
    """Keep what an account brought until it names a case for it; its hash."""
    name = hash_of(content)
    # Anew also where it is there: its day begins again.
    _write(path_of_upload(name, person_id=person_id), content, bound_to=f'{person_id}.{name}', anew=True)
    return name


def read_upload(name: str, *, person_id: int) -> bytes:
    """What this account brought to the current hall under the hash. Raises FileNotFoundError, ContentDamaged."""
    if not HASH.fullmatch(name):
        raise FileNotFoundError(name)  # no path is made of it
    content = _read(path_of_upload(name, person_id=person_id), bound_to=f'{person_id}.{name}')
    if hash_of(content) != name:
        raise ContentDamaged(name)
    return content


def path_of_upload(name: str, *, person_id: int) -> str:
    """Where it waits: one flat folder for all halls, so that one listing finds what is old."""
    return f'{UPLOADS}/{current_hall().schema_name}.{person_id}.{name}'


def uploads() -> Iterator[tuple[str, datetime]]:
    """The paths of all that waits in this cell, and since when."""
    storage = _storage()
    try:
        _, files = storage.listdir(UPLOADS)
    except FileNotFoundError:
        return
    for file in files:
        with suppress(FileNotFoundError):  # attached and deleted since it was listed
            yield f'{UPLOADS}/{file}', storage.get_modified_time(f'{UPLOADS}/{file}')


def piece_paths(row: PiecedFile) -> list[str]:
    """Where the pieces of a file lie that are here, in the current hall's folder."""
    return [_piece(row, index) for index in row.have]


def delete(paths: Sequence[str]) -> None:
    """Delete what is there of these."""
    for path in paths:
        _storage().delete(path)


def _storage() -> Storage:
    return storages['materials']


def path_of(name: str) -> str:
    """Where a whole file lies, in the current hall's folder."""
    return f'{current_hall().schema_name}/{name[:2]}/{name}'


def _piece(row: PiecedFile, index: int) -> str:
    # One flat folder, because deleting leaves folders behind; by attempt, because its deletion follows the commit.
    attempt = f'{row.case}.{row.sender}.{row.hash}.{row.attempt}'
    return f'{current_hall().schema_name}/arriving/{attempt}.{index:05}'


def _lock(query: str, names: Collection[str]) -> None:
    schema = current_hall().schema_name
    keys = [int(hash_of(f'{schema}/{name}'.encode())[:15], 16) for name in sorted(names)]
    with connection.cursor() as cursor:
        cursor.execute(query, [keys])


def _write(path: str, content: bytes, *, bound_to: str, anew: bool = False) -> None:
    vault.keep(_storage(), path, content, _place(bound_to), anew=anew)


def _read(path: str, *, bound_to: str) -> bytes:
    return vault.give(_storage(), path, _place(bound_to))


def _place(bound_to: str) -> vault.SealContext:
    return vault.SealContext(current_hall().schema_name, f'material.{bound_to}')
