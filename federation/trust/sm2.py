"""The suite of the national algorithms: SM2 signs (GM/T 0003.2), SM3 hashes, SM4-GCM seals under a key wrapped by SM2.

Needs the optional package gmssl-pyx (`govhall[sm]`), which is loaded at the first use only. A deployment that is bound
to a certified module puts it behind the same port.
"""

import os
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from federation.trust.port import BodyToSeal, KeyPair, Untrusted
from govhall.kernel.errors import Broken

PUBLIC_BYTES, KEY_BYTES, TAG_BYTES = 64, 16, 16
NONCE = bytes(12)  # never twice with one key: every message has a key of its own


class SuiteMissing(Broken):
    """The package of a suite is not installed."""


def is_there() -> bool:
    """Whether the package is installed."""
    return find_spec('gmssl_pyx') is not None


@cache
def _gmssl() -> Any:
    return import_module('gmssl_pyx')


class SM2Suite:
    """SM2, SM3, SM4-GCM. A private signing key carries its public half, which the hash of a signature needs."""

    name = 'sm2'

    def digest(self, data: bytes) -> bytes:
        """SM3."""
        return bytes(_gmssl().sm3_hash(data))

    def new_signing_pair(self) -> KeyPair:
        """Public: x and y, 64 bytes; private: 32 bytes and the public half."""
        public, private = _gmssl().sm2_key_generate()
        return KeyPair(public, private + public)

    def new_sealing_pair(self) -> KeyPair:
        """Public 64 bytes, private 32 bytes."""
        return KeyPair(*_gmssl().sm2_key_generate())

    def sign(self, private: bytes, data: bytes) -> bytes:
        """DER, with the usual signer id."""
        return bytes(_gmssl().sm2_sign(private[:-PUBLIC_BYTES], private[-PUBLIC_BYTES:], data))

    def verify(self, public: bytes, signature: bytes, data: bytes) -> None:
        """Raises Untrusted."""
        try:
            fits = _gmssl().sm2_verify(public, data, signature)
        except _gmssl().GmsslInnerError:
            fits = False
        if not fits:
            raise Untrusted('the signature does not fit')

    def seal(self, public: bytes, body: bytes, context: bytes) -> bytes:
        """One byte with the length of the wrapped key, the wrapped key, the tag, the cipher text."""
        key = os.urandom(KEY_BYTES)
        wrapped = _gmssl().sm2_encrypt(public, key)
        cipher_text, tag = _gmssl().sm4_gcm_encrypt(key, NONCE, context, body)
        return bytes([len(wrapped)]) + bytes(wrapped) + bytes(tag) + bytes(cipher_text)

    def seal_many(self, wanted: Sequence[BodyToSeal]) -> list[bytes]:
        """One after the other: every body's key is wrapped by itself."""
        return [self.seal(*request) for request in wanted]

    def disclose(self, private: bytes, sealed: bytes) -> bytes:
        """The SM4 key of this body. Raises Untrusted."""
        try:
            return bytes(_gmssl().sm2_decrypt(private, sealed[1 : _end(sealed)]))
        except (_gmssl().GmsslInnerError, ValueError):
            raise Untrusted('the seal does not open') from None

    def unseal_disclosed(self, key: bytes, sealed: bytes, context: bytes) -> bytes:
        """Raises Untrusted for what was changed, cut, or sealed for another key or context."""
        end = _end(sealed)
        tag, cipher_text = sealed[end : end + TAG_BYTES], sealed[end + TAG_BYTES :]
        try:
            return bytes(_gmssl().sm4_gcm_decrypt(key, NONCE, context, cipher_text, tag))
        except (_gmssl().GmsslInnerError, ValueError):
            raise Untrusted('the seal does not open') from None

    def unseal(self, private: bytes, sealed: bytes, context: bytes) -> bytes:
        """Raises Untrusted for what was changed, cut, or sealed for another key or context."""
        return self.unseal_disclosed(self.disclose(private, sealed), sealed, context)


def _end(sealed: bytes) -> int:
    """Where the wrapped key ends."""
    return 1 + (sealed[0] if sealed else 0)
