"""Verifies who sent a message, before anything else is done with it."""

from functools import lru_cache

from federation.contracts.envelope import Envelope
from federation.trust import keys
from federation.trust.keys import REVOKED, KnownKey
from federation.trust.port import Untrusted
from federation.trust.statement import root_of
from federation.trust.suites import suite


def verify(envelope: Envelope, body: bytes) -> KnownKey:
    """The key that signed this message, which belongs to the hall or cell that it names as its source.

    Raises UnknownKey while the directory has not brought the key, and Untrusted for all that is wrong.
    """
    if not envelope.key_id or not envelope.signature:
        raise Untrusted('not signed')
    key = keys.known_key(envelope.key_id)
    if key.owner != envelope.source:
        raise Untrusted('signed with the key of another')
    if key.state == REVOKED:
        raise Untrusted('signed with a revoked key')
    if key.suite != suite().name:
        raise Untrusted('signed by another suite')
    check(envelope, body, key)
    return key


def check(envelope: Envelope, body: bytes, key: KnownKey) -> None:
    """Proof and signature alone, under this key. Raises Untrusted."""
    _check_root(key.suite, key.verify_key, envelope.signature, root_of(envelope, body, suite()))


@lru_cache(maxsize=4096)
def _check_root(suite_name: str, public: bytes, signature: bytes, root: bytes) -> None:
    """Remembered, because all messages of a batch share it; a failure is raised and therefore not remembered."""
    suite().verify(public, signature, root)
