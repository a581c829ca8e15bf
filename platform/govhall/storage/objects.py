"""An object store (S3) as the storage of materials, papers and archives; needs the extra `s3`.

Every failure says which it is: the object is not there (FileNotFoundError, as with a folder), or the store can't be had
now (StorageAway), as when it is out of reach, does not know the key, or has no such bucket.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import structlog
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage

from govhall.storage.vault import StorageAway

log = structlog.get_logger(__name__)
# Servers of other makers know no trailing checksums; what is stored here is sealed and compared with its hash anyway.
PATIENCE = Config(
    connect_timeout=5,
    read_timeout=30,
    retries={'max_attempts': 2, 'mode': 'standard'},
    request_checksum_calculation='when_required',
    response_checksum_validation='when_required',
)
REFUSALS = {'401', '403', 'AccessDenied', 'InvalidAccessKeyId', 'SignatureDoesNotMatch', 'Forbidden'}


class StorageRefuses(StorageAway):
    """The store does not know the cell's key, or gives it no right."""


class NoSuchBucket(StorageAway):
    """The bucket of the settings is not there."""


class ObjectStorage(S3Storage):
    """S3 by the settings `endpoint_url`, `bucket_name`, `access_key`, `secret_key`, `region_name`, `addressing_style`.

    Objects are read whole: they are sealed as a whole, and none is larger than what a hall takes.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        made: Any = self  # the library has no types
        made.client_config = made.client_config.merge(PATIENCE)

    def _open(self, name: str, mode: str = 'rb') -> 'File[bytes]':
        with _told(name), super()._open(name, mode) as stored:
            return ContentFile(stored.read(), name=name)

    def _save(self, name: str, content: 'File[bytes]') -> str:
        with _told(name):
            saved: str = super()._save(name, content)
            return saved

    def exists(self, name: str) -> bool:
        """Whether the object is there."""
        with _told(name):
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        """Delete it if it is there."""
        with _told(name):
            super().delete(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        """Folders and objects directly below a name."""
        with _told(name):
            folders, files = super().listdir(name)
            return folders, files

    def get_modified_time(self, name: str) -> datetime:
        """When it was stored."""
        with _told(name):
            moment: datetime = super().get_modified_time(name)
            return moment

    def piece(self, name: str, start: int, length: int) -> bytes:
        """A range of an object's sealed bytes, without reading the rest. Raises FileNotFoundError, StorageAway."""
        with _told(name):
            kept = self.bucket.Object(self._normalize_name(name))
            piece: bytes = kept.get(Range=f'bytes={start}-{start + length - 1}')['Body'].read()
            return piece


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = str(error.response.get('Error', {}).get('Code', ''))
        if code == 'NoSuchBucket':
            raise _logged(NoSuchBucket('对象存储里没有设置的桶，请先建好，或核对 bucket_name。')) from error
        if code in ('404', 'NoSuchKey', 'NotFound'):
            raise FileNotFoundError(name) from error
        if code in REFUSALS:
            raise _logged(
                StorageRefuses('对象存储不认本节点的密钥，或没有给权限，请核对 access_key 和 secret_key。')
            ) from error
        raise _logged(StorageAway(f'对象存储答复了错误 {code}，请查看它的日志。')) from error
    except BotoCoreError as error:
        said = f'连不上对象存储（{type(error).__name__}），请核对 endpoint_url 和网络。'
        raise _logged(StorageAway(said)) from error


def _logged(trouble: StorageAway) -> StorageAway:
    log.error('storage_away', outcome='later', reason=type(trouble).__name__)
    return trouble
