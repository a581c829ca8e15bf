"""One store for materials, papers and archives: sealed content under a name that its own bytes give.

What is there and opens as the same content is left alone, so nothing that fails can take it away. A folder is written
beside, synced and renamed: at every moment the name gives the old content, the new one, or nothing yet. An object
store does that by itself.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage

from federation.failpoints import failpoint
from govhall.kernel.errors import Broken, Later
from govhall.kernel.sealing import Unreadable
from tenants.sealing import keyring

log = structlog.get_logger(__name__)
BESIDE = '.new'  # what is being written; after a crash it lies there until the sweep
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StorageAway(Later):
    """The store can't be had now; the text says to an operator why, and names no object."""


class StorageFull(StorageAway):
    """Nothing more can be written; what is there can be read."""


class SealContext(NamedTuple):
    """To what a content is sealed: the hall's schema or code, and what it is."""

    hall: str
    column: str


def keep(storage: Storage, path: str, content: bytes, place: SealContext, *, anew: bool = False) -> None:
    """Have the content under the path, once this returns for good; `anew` also where it is there, for its time.

    Raises StorageAway; then what lay under the path lies there still.
    """
    if not anew and _holds(storage, path, content, place):
        return
    sealed = keyring().seal(content, hall=place.hall, column=place.column)
    with _told():
        if isinstance(storage, FileSystemStorage):
            _write(storage, path, sealed)
        elif (saved := storage.save(path, ContentFile(sealed))) != path:
            storage.delete(saved)
            raise Broken(f'{type(storage).__name__} does not replace what is there')


def give(storage: Storage, path: str, place: SealContext) -> bytes:
    """The content, opened. Raises FileNotFoundError, Unreadable, StorageAway."""
    with _told(), storage.open(path) as file:
        sealed = file.read()
    return keyring().open(sealed, hall=place.hall, column=place.column)


def clear_beside(storage: Storage, *, before: datetime) -> int:
    """Delete what writers that died have left since before this moment; how many."""
    try:
        _, names = storage.listdir(BESIDE)
    except FileNotFoundError:
        return 0
    old = [name for name in names if storage.get_modified_time(f'{BESIDE}/{name}') < before]
    for name in old:
        storage.delete(f'{BESIDE}/{name}')
    return len(old)


def _holds(storage: Storage, path: str, content: bytes, place: SealContext) -> bool:
    """Whether just this lies there; what is lost or damaged is written again."""
    try:
        return give(storage, path, place) == content
    except (OSError, Unreadable):
        return False


def _write(storage: FileSystemStorage, path: str, sealed: bytes) -> None:
    target, beside = Path(storage.path(path)), Path(storage.path(f'{BESIDE}/{uuid4().hex}'))
    _make(target.parent)
    _make(beside.parent)
    try:
        with beside.open('xb') as file:
            file.write(sealed)
            file.flush()
            failpoint('files.written')
            os.fsync(file.fileno())
        failpoint('files.before_rename')
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    failpoint('files.before_sync')
    _sync(target.parent)


def _make(folder: Path) -> None:
    """A new folder is there after a power cut only if the one above it was synced."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _told() -> Iterator[None]:
    """A folder's own faults in the words of a store; that something is not there stays what it is."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        log.error('storage_away', outcome='later', reason=errno.errorcode.get(error.errno or 0, type(error).__name__))
        if error.errno in FULL:
            raise StorageFull('存储已满，写不进去，请腾出空间。') from error
        raise StorageAway(
            f'存储读写出错（{error.strerror or type(error).__name__}），请检查磁盘和目录权限。'
        ) from error
