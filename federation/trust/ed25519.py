"""The suite of development and of cells without a duty to use the national algorithms.

Ed25519 signs (RFC 8032). To seal, what is said together has a fresh X25519 pair; the key of each body's AES-256-GCM is
made by HKDF from the shared secret, both public keys and the body's number under that pair, and serves once, so that
the nonce may be constant.
"""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from federation.trust.port import BodyToSeal, KeyPair, Untrusted

PUBLIC_BYTES, NUMBER_BYTES = 32, 4
HEAD_BYTES = PUBLIC_BYTES + NUMBER_BYTES
NONCE = bytes(12)  # never twice with one key: every message has a key of its own
USE = b'govhall federation seal v1'


class Ed25519Suite:
    """Ed25519, X25519 with AES-256-GCM, SHA-256."""

    name = 'ed25519'

    def digest(self, data: bytes) -> bytes:
        """SHA-256."""
        return sha256(data).digest()

    def new_signing_pair(self) -> KeyPair:
        """An Ed25519 pair, raw."""
        private = Ed25519PrivateKey.generate()
        return KeyPair(private.public_key().public_bytes_raw(), private.private_bytes_raw())

    def new_sealing_pair(self) -> KeyPair:
        """An X25519 pair, raw."""
        private = X25519PrivateKey.generate()
        return KeyPair(private.public_key().public_bytes_raw(), private.private_bytes_raw())

    def sign(self, private: bytes, data: bytes) -> bytes:
        """64 bytes."""
        return _signer(private).sign(data)

    def verify(self, public: bytes, signature: bytes, data: bytes) -> None:
        """Raises Untrusted."""
        try:
            _verifier(public).verify(signature, data)
        except (InvalidSignature, ValueError):  # or it is no key
            raise Untrusted('the signature does not fit') from None

    def seal(self, public: bytes, body: bytes, context: bytes) -> bytes:
        """The public half of the pair, the body's number, cipher text and tag: 52 bytes more than the body."""
        return self.seal_many([BodyToSeal(public, body, context)])[0]

    def seal_many(self, wanted: Sequence[BodyToSeal]) -> list[bytes]:
        """The same for many, under one pair that is forgotten at once."""
        pair = X25519PrivateKey.generate()
        told = pair.public_key().public_bytes_raw()
        shared = {public: pair.exchange(_recipient(public)) for public in {request.public for request in wanted}}
        sealed = []
        for number, (public, body, context) in enumerate(wanted):
            head = told + number.to_bytes(NUMBER_BYTES)
            sealed.append(head + AESGCM(_key(shared[public], head, public)).encrypt(NONCE, body, context))
        return sealed

    def disclose(self, private: bytes, sealed: bytes) -> bytes:
        """The AES key of this body. Raises Untrusted."""
        try:
            shared, public = _shared(private, sealed[:PUBLIC_BYTES])
        except ValueError:
            raise Untrusted('the seal does not open') from None
        return _key(shared, sealed[:HEAD_BYTES], public)

    def unseal_disclosed(self, key: bytes, sealed: bytes, context: bytes) -> bytes:
        """Raises Untrusted for what was changed, cut, or sealed for another key or context."""
        try:
            return AESGCM(key).decrypt(NONCE, sealed[HEAD_BYTES:], context)
        except (InvalidTag, ValueError):
            raise Untrusted('the seal does not open') from None

    def unseal(self, private: bytes, sealed: bytes, context: bytes) -> bytes:
        """Raises Untrusted for what was changed, cut, or sealed for another key or context."""
        return self.unseal_disclosed(self.disclose(private, sealed), sealed, context)


def _key(shared: bytes, head: bytes, public: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=USE + head + public).derive(shared)


@lru_cache(maxsize=256)
def _shared(private: bytes, told: bytes) -> tuple[bytes, bytes]:
    """The secret shared with a pair, and the own public half; what was said together arrives together."""
    key = _opener(private)
    return key.exchange(X25519PublicKey.from_public_bytes(told)), key.public_key().public_bytes_raw()


@lru_cache(maxsize=10_000)
def _signer(private: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(private)


@lru_cache(maxsize=10_000)
def _verifier(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)


@lru_cache(maxsize=10_000)
def _recipient(public: bytes) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes(public)


@lru_cache(maxsize=10_000)
def _opener(private: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(private)
