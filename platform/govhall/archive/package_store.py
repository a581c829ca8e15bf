"""Where packages lie: in the storage `archives`, sealed for their hall, under the hash of what they hold."""

from django.core.files.storage import Storage, storages
from django.db import connection

from govhall.archive.package import digest
from govhall.kernel.errors import Broken
from govhall.storage import vault

COLUMN = 'casework_archive.package'


class PackageGone(Broken):
    """The storage does not have a package that the hall's table names."""


def put(package: bytes) -> str:
    """Seal and store a package of the current hall; its hash. Stored twice it lies there once."""
    found = digest(package)
    vault.keep(_storage(), _name(found), package, vault.SealContext(_schema(), COLUMN))
    return found


def get(found: str) -> bytes:
    """The package of the current hall with this hash, opened but not checked. Raises PackageGone, Unreadable."""
    try:
        return vault.give(_storage(), _name(found), vault.SealContext(_schema(), COLUMN))
    except FileNotFoundError as gone:
        raise PackageGone(found) from gone


def _storage() -> Storage:
    return storages['archives']


def _name(found: str) -> str:
    return f'{_schema()}/{found[:2]}/{found}'


def _schema() -> str:
    return str(connection.schema_name)  # type: ignore[attr-defined]
