"""The files of a hall: where they lie, and to what each is bound by its seal."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.core.files.storage import Storage, storages

from govhall.archive.package_store import COLUMN
from govhall.storage import vault
from govhall.storage.document_store import storage_of_papers
from tenants.models import Hall


class FileStore(NamedTuple):
    """A store of sealed files: the hall's folder in it, under which name it seals, and to what a path is bound."""

    name: str
    storage: Storage
    folder: str
    sealer: str
    bound_to: Callable[[str], str]


def places(hall: Hall) -> list[FileStore]:
    """The stores in which a hall has files: materials, packages of the archive, papers."""
    schema = hall.schema_name
    return [
        FileStore('materials', storages['materials'], schema, schema, lambda path: f'material.{_material(path)}'),
        FileStore('archives', storages['archives'], schema, schema, lambda _: COLUMN),
        FileStore('papers', storage_of_papers(), hall.code, hall.code, lambda path: f'paper.{_last(path)}'),
    ]


def paths(place: FileStore) -> list[str]:
    """All files of the hall there, in order."""
    return sorted(_walk(place.storage, place.folder))


def read(place: FileStore, path: str) -> bytes:
    """A file, opened. Raises FileNotFoundError, Unreadable."""
    return vault.give(place.storage, path, vault.SealContext(place.sealer, place.bound_to(path)))


def write(place: FileStore, path: str, content: bytes) -> None:
    """Keep a file, sealed with this cell's key; again if it was written before."""
    vault.keep(place.storage, path, content, vault.SealContext(place.sealer, place.bound_to(path)))


def delete_all(hall: Hall) -> int:
    """Delete all files of a hall; how many."""
    found = [(place.storage, path) for place in places(hall) for path in paths(place)]
    for storage, path in found:
        storage.delete(path)
    return len(found)


def _walk(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return  # the hall has none yet
    for name in files:
        yield f'{folder}/{name}'
    for name in folders:
        yield from _walk(storage, f'{folder}/{name}')


def _last(path: str) -> str:
    return path.rpartition('/')[2]


def _material(path: str) -> str:
    """A whole file is bound to its hash, a piece of one (case.sender.hash.attempt.index) to hash and index."""
    name = _last(path)
    if '.' not in name:
        return name
    _, _, digest, _, index = name.split('.')
    return f'{digest}.{int(index)}'
