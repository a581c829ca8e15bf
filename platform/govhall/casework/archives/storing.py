"""Where packages lie: in the storage `archives`, sealed for their hall, under the hash of what they hold."""

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import connection

from govhall.casework.archives.packing import digest
from govhall.kernel.errors import Broken
from tenants.sealing import keyring

COLUMN = 'casework_archive.package'


class PackageGone(Broken):
    """The storage does not have a package that the hall's table names."""


def put(package: bytes) -> str:
    """Seal and store a package of the current hall; its hash. Stored twice it lies there once."""
    found = digest(package)
    sealed = keyring().seal(package, hall=_schema(), column=COLUMN)
    if not _storage().exists(_name(found)):
        _storage().save(_name(found), ContentFile(sealed))
    return found


def get(found: str) -> bytes:
    """The package of the current hall with this hash, opened but not checked. Raises PackageGone, Unreadable."""
    try:
        with _storage().open(_name(found)) as file:
            sealed = file.read()
    except FileNotFoundError as gone:
        raise PackageGone(found) from gone
    return keyring().open(sealed, hall=_schema(), column=COLUMN)


def _storage() -> Storage:
    return storages['archives']


def _name(found: str) -> str:
    return f'{_schema()}/{found[:2]}/{found}'


def _schema() -> str:
    return str(connection.schema_name)  # type: ignore[attr-defined]
