"""Bodies that only the recipient hall can read, bound to who says what kind of thing to whom about which case."""

from federation.trust import keys
from federation.trust.port import Untrusted
from federation.trust.statement import seal_context
from federation.trust.suites import suite, suite_named

context = seal_context  # the name under which callers know it


def seal(body: bytes, *, recipient: str, context: bytes) -> tuple[str, bytes]:
    """The id of the key that opens it, and the sealed body. Raises NoKeyYet."""
    key = keys.current(recipient)
    return key.key_id, suite_named(key.suite).seal(key.seal_key, body, context)


def unseal(body: bytes, *, sealed_for: str, recipient: str, context: bytes) -> bytes:
    """The body again, in the cell of the recipient. Raises Untrusted, UnknownKey."""
    key = keys.known(sealed_for)
    if key.owner != recipient or key.suite != suite().name:
        raise Untrusted('sealed for another hall, or by another suite')
    return suite().unseal(keys.own(sealed_for).sealing, body, context)
