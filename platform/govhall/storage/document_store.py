"""Where papers lie: by their hash, so that a changed file is found out, and unreadable without the cell's key."""

import hashlib

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages

from govhall.kernel.errors import Broken
from govhall.kernel.sealing import Unreadable
from govhall.storage import vault


class FileGone(Broken):
    """A file is not in the store, or is not what was put there."""


class DocumentStore:
    """The papers of a storage: `<hall>/<first two digits>/<hash>`, sealed for the hall."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def put(self, hall: str, data: bytes) -> str:
        """Store under the hash (SHA-256, 64 hex digits); a second time nothing changes. Raises StorageAway."""
        digest = hashlib.sha256(data).hexdigest()
        vault.keep(self._storage, _name(hall, digest), data, _place(hall, digest))
        return digest

    def get(self, hall: str, digest: str) -> bytes:
        """Read and compare with the name. Raises FileGone, StorageAway."""
        try:
            data = vault.give(self._storage, _name(hall, digest), _place(hall, digest))
        except (FileNotFoundError, Unreadable) as error:
            raise FileGone(f'{hall} {digest}') from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise FileGone(f'{hall} {digest}')
        return data


def storage_of_papers() -> Storage:
    """The storage `papers` if the settings name one, else a folder of the cell."""
    return storages['papers'] if 'papers' in settings.STORAGES else FileSystemStorage(settings.DATA / 'papers')


def document_store() -> DocumentStore:
    """The store of this cell."""
    return DocumentStore(storage_of_papers())


def _name(hall: str, digest: str) -> str:
    return f'{hall}/{digest[:2]}/{digest}'


def _place(hall: str, digest: str) -> vault.SealContext:
    return vault.SealContext(hall, f'paper.{digest}')
