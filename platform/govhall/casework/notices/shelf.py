"""Where papers lie: by their hash, so that a changed file is found out, and unreadable without the cell's key."""

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from govhall.kernel.errors import Broken
from govhall.kernel.sealing import Unreadable
from tenants.sealing import keyring


class FileGone(Broken):
    """A file is not on the shelf, or is not what was put there."""


class Shelf(Protocol):
    """A store of files by SHA-256; an object store can take the folder's place."""

    def put(self, hall: str, data: bytes) -> str:
        """Store the file of a hall; its hash (64 hex digits)."""

    def get(self, hall: str, digest: str) -> bytes:
        """The file. Raises FileGone."""


class Folder:
    """The shelf on this machine's disk: `<folder>/<hall>/<first two digits>/<hash>`, encrypted for the hall."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, hall: str, data: bytes) -> str:
        """Write beside and rename, so that half a file never has the name of a whole one."""
        digest = hashlib.sha256(data).hexdigest()
        place = self._place(hall, digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=place.parent, delete=False) as file:
            file.write(keyring().seal(data, hall=hall, column=f'paper.{digest}'))
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(place)
        return digest

    def get(self, hall: str, digest: str) -> bytes:
        """Read and compare with the name."""
        try:
            data = keyring().open(self._place(hall, digest).read_bytes(), hall=hall, column=f'paper.{digest}')
        except (FileNotFoundError, Unreadable) as error:
            raise FileGone(f'{hall} {digest}') from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise FileGone(f'{hall} {digest}')
        return data

    def _place(self, hall: str, digest: str) -> Path:
        return self._folder / hall / digest[:2] / digest


class Stored:
    """The shelf in the storage `papers`, under the same names: objects are whole or not there at all."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def put(self, hall: str, data: bytes) -> str:
        """Store under the hash; a second time nothing changes."""
        digest = hashlib.sha256(data).hexdigest()
        sealed = keyring().seal(data, hall=hall, column=f'paper.{digest}')
        if not self._storage.exists(_name(hall, digest)):
            self._storage.save(_name(hall, digest), ContentFile(sealed))
        return digest

    def get(self, hall: str, digest: str) -> bytes:
        """Read and compare with the name."""
        try:
            with self._storage.open(_name(hall, digest)) as file:
                data = keyring().open(file.read(), hall=hall, column=f'paper.{digest}')
        except (FileNotFoundError, Unreadable) as error:
            raise FileGone(f'{hall} {digest}') from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise FileGone(f'{hall} {digest}')
        return data


def _name(hall: str, digest: str) -> str:
    return f'{hall}/{digest[:2]}/{digest}'


def shelf() -> Shelf:
    """The shelf of this cell: the storage `papers` if the settings name one, else the folder."""
    return Stored(storages['papers']) if 'papers' in settings.STORAGES else Folder(settings.DATA / 'papers')
