"""Parts of a zip file as they were packed, no further than a limit, whatever its list of parts says. Pure."""

import struct
import zipfile
import zlib
from collections.abc import Iterable

# What Python's reader raises on bytes that are no zip file, are spoilt, or are packed in a way it does not know.
SPOILT = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
# The others unpack a few thousand bytes into gigabytes before anybody can ask how many they were.
KNOWN_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class DamagedZip(Exception):
    """The file is no zip file, or a part of it can't be unpacked."""


class UnpacksTooLarge(Exception):
    """Unpacked it would be larger than allowed."""


def unpacked(archive: zipfile.ZipFile, parts: Iterable[zipfile.ZipInfo], *, most: int) -> dict[str, bytes]:
    """Every part by its name. Raises DamagedZip, and UnpacksTooLarge beyond `most` bytes of all of them together."""
    found: dict[str, bytes] = {}
    left = most
    for part in parts:
        if part.compress_type not in KNOWN_WAYS:
            raise DamagedZip(part.compress_type)
        left -= part.file_size
        if left < 0:
            raise UnpacksTooLarge
        try:
            # A part that is longer than it says ends there and then fails its checksum.
            found[part.filename] = archive.read(part)
        except SPOILT as error:
            raise DamagedZip(type(error).__name__) from error
    return found


def unpacked_part(archive: zipfile.ZipFile, name: str, *, most: int) -> bytes:
    """One part. Raises DamagedZip, also where there is none of that name, and UnpacksTooLarge."""
    try:
        part = archive.getinfo(name)
    except KeyError as error:
        raise DamagedZip(name) from error
    return unpacked(archive, [part], most=most)[part.filename]
