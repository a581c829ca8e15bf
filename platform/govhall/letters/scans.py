"""The scan of a letter: kept and checked as the files of materials are, named by the letter."""

from django.conf import settings

from govhall.files.file_references import names_files
from govhall.files.rules.materials import checked_type
from govhall.storage.capacity import check_disk
from govhall.storage.material_store import hash_of, read, store

names_files("""
SELECT file_hash AS hash FROM public.catalogue_authorisation
WHERE hall_code = %(hall)s AND file_hash = ANY(%(hashes)s)
""")


def checked(content: bytes) -> str:
    """The media type of a scan that may be kept. Raises FileEmpty, FileTooLarge, FileTypeRefused."""
    return checked_type(content, most_megabytes=settings.MATERIAL_MEGABYTES)


def keep(content: bytes) -> str:
    """Keep a scan in the current hall; its hash. In the transaction that names it. Raises StorageAway."""
    check_disk(hash_of(content))
    return store(content)


def opened(name: str) -> bytes:
    """The scan. Raises FileNotFoundError, Unreadable, ContentDamaged."""
    return read(name)
