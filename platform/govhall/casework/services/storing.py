"""The bytes of materials: sealed with the hall's key, in the hall's folder, under the hash of their content."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from govhall.kernel.errors import Broken
from tenants.context import current_hall
from tenants.sealing import keyring


class ContentDamaged(Broken):
    """What the storage gives is not what was stored under the hash."""


def hash_of(content: bytes) -> str:
    """SHA-256, 64 hex digits."""
    return sha256(content).hexdigest()


def store(content: bytes) -> str:
    """Keep the content in the current hall's folder and return its hash; a second time nothing changes.

    Done before the transaction that names it ends: a file that nothing names harms nobody, a name without a file does.
    """
    name = hash_of(content)
    _write(_path(name), content, bound_to=name)
    return name


def read(name: str) -> bytes:
    """The content with this hash. Raises FileNotFoundError, Unreadable, ContentDamaged."""
    content = _read(_path(name), bound_to=name)
    if hash_of(content) != name:
        raise ContentDamaged(name)
    return content


def store_piece(name: str, index: int, data: bytes) -> None:
    """Keep a piece of a file that is still arriving; again if it comes again."""
    _write(_piece(name, index), data, bound_to=f'{name}.{index}')


def has_piece(name: str, index: int) -> bool:
    """Whether that piece is there."""
    return _storage().exists(_piece(name, index))


def joined(name: str, count: int) -> bytes:
    """The content of all pieces one after the other. Raises ContentDamaged if it is not what the hash names."""
    content = b''.join(_read(_piece(name, index), bound_to=f'{name}.{index}') for index in range(count))
    if hash_of(content) != name:
        raise ContentDamaged(name)
    return content


def drop_pieces(name: str, count: int) -> None:
    """Forget the pieces of a file that is complete."""
    for index in range(count):
        _storage().delete(_piece(name, index))


def _storage() -> Storage:
    return storages['materials']


def _path(name: str) -> str:
    return f'{current_hall().schema_name}/{name[:2]}/{name}'


def _piece(name: str, index: int) -> str:
    return f'{current_hall().schema_name}/arriving/{name}/{index:05}'


def _write(path: str, content: bytes, *, bound_to: str) -> None:
    storage = _storage()
    if storage.exists(path):
        storage.delete(path)  # the same content; a write that broke off is mended so
    sealed = keyring().seal(content, hall=current_hall().schema_name, column=f'material.{bound_to}')
    storage.save(path, ContentFile(sealed))


def _read(path: str, *, bound_to: str) -> bytes:
    with _storage().open(path) as file:
        sealed = file.read()
    return keyring().open(sealed, hall=current_hall().schema_name, column=f'material.{bound_to}')
