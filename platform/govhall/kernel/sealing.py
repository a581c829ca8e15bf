"""Sealing what a hall keeps about people: AES-256-GCM under a key of the hall, bound to hall and column.

A sealed text is one byte with the version of the master key, twelve random bytes, the cipher text and its tag. Moved to
another hall or another column it can't be opened. A blind index is a keyed hash: the same text in the same hall gives
the same one, so a number can be looked up without any stored number being readable.
"""

import base64
import binascii
import hmac
import os
from collections.abc import Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from govhall.kernel.errors import Broken

KEY_BYTES, NONCE_BYTES, INDEX_BYTES = 32, 12, 16
HEAD_BYTES = 1 + NONCE_BYTES
LAST_VERSION = 255


class Unreadable(Broken):
    """A sealed text that no known key opens at this place: moved, damaged, or of a master key that is not given."""


class Keyring:
    """The master keys of a cell by version; what is sealed now takes the current one, older ones only open."""

    def __init__(self, masters: Mapping[int, bytes], *, current: int) -> None:
        self._masters, self._current = dict(masters), current

    def seal(self, text: bytes, *, hall: str, column: str) -> bytes:
        """Seal a text for a column (`table.column`) of a hall (its schema's name); never twice the same bytes."""
        nonce = os.urandom(NONCE_BYTES)
        head = bytes([self._current]) + nonce
        return head + _cipher(self._masters[self._current], hall).encrypt(nonce, text, _place(head[0], hall, column))

    def open(self, sealed: bytes, *, hall: str, column: str) -> bytes:
        """The text again. Raises Unreadable; its words hold nothing of the text."""
        version = sealed[0] if len(sealed) > HEAD_BYTES else 0
        master = self._masters.get(version)
        if master is None:
            raise Unreadable(f'{hall} {column}: sealed with master key {version}, which is not given')
        nonce, cipher_text = sealed[1:HEAD_BYTES], sealed[HEAD_BYTES:]
        try:
            return _cipher(master, hall).decrypt(nonce, cipher_text, _place(version, hall, column))
        except InvalidTag:
            raise Unreadable(f'{hall} {column}: damaged, or sealed for another place') from None

    def index(self, text: str, *, hall: str, column: str) -> bytes:
        """The blind index of a text under the current key: 16 bytes."""
        return _index(self._masters[self._current], text, hall, column)

    def indexes(self, text: str, *, hall: str, column: str) -> list[bytes]:
        """The blind indexes under all known keys, to find also what was written before a change of keys."""
        return [_index(master, text, hall, column) for master in self._masters.values()]


def read_keyring(current: str, older: list[str]) -> Keyring:
    """The keyring of settings as `[VERSION:]BASE64`; the version is 1 if none is named. Raises ValueError."""
    version, master = _read(current)
    masters = {version: master}
    for text in older:
        number, key = _read(text)
        if number in masters:
            raise ValueError('two master keys have the same version')
        masters[number] = key
    return Keyring(masters, current=version)


def _read(text: str) -> tuple[int, bytes]:
    number, _, encoded = text.rpartition(':')
    version = int(number or 1)
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise ValueError('a master key is not base64') from None
    if len(key) != KEY_BYTES or not 1 <= version <= LAST_VERSION:
        raise ValueError('a master key has 32 bytes and a version from 1 to 255')
    return version, key


def _place(version: int, hall: str, column: str) -> bytes:
    return b'\0'.join((bytes([version]), hall.encode(), column.encode()))


@lru_cache(maxsize=10_000)
def _key_of(master: bytes, hall: str, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=use + b'\0' + hall.encode()).derive(master)


@lru_cache(maxsize=10_000)
def _cipher(master: bytes, hall: str) -> AESGCM:
    return AESGCM(_key_of(master, hall, b'govhall sealed column'))


def _index(master: bytes, text: str, hall: str, column: str) -> bytes:
    key = _key_of(master, hall, b'govhall blind index')
    return hmac.digest(key, column.encode() + b'\0' + text.encode(), 'sha256')[:INDEX_BYTES]
