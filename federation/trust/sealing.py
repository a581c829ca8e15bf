"""Bodies that only the recipient hall can read, bound to who says what kind of thing to whom about which case."""

from collections.abc import Sequence
from typing import NamedTuple

from federation.trust import keys
from federation.trust.port import Unsealed, Untrusted
from federation.trust.statement import seal_context
from federation.trust.suites import suite

context = seal_context  # the name under which callers know it


class Plain(NamedTuple):
    """A body, the hall that may read it, and the context that it is bound to."""

    body: bytes
    recipient: str
    context: bytes


def seal(body: bytes, *, recipient: str, context: bytes) -> tuple[str, bytes]:
    """The id of the key that opens it, and the sealed body. Raises NoKeyYet."""
    return seal_many([Plain(body, recipient, context)])[0]


def seal_many(said: Sequence[Plain]) -> list[tuple[str, bytes]]:
    """The same for all that is said together, in its order; one look for the keys. Raises NoKeyYet."""
    found = keys.current_of({one.recipient for one in said})
    wanted = [Unsealed(found[one.recipient].seal_key, one.body, one.context) for one in said]
    return [(found[one.recipient].key_id, body) for one, body in zip(said, suite().seal_many(wanted), strict=True)]


def unseal(body: bytes, *, sealed_for: str, recipient: str, context: bytes) -> bytes:
    """The body again, in the cell of the recipient. Raises Untrusted, UnknownKey."""
    key = keys.known(sealed_for)
    if key.owner != recipient or key.suite != suite().name:
        raise Untrusted('sealed for another hall, or by another suite')
    return suite().unseal(keys.own(sealed_for).sealing, body, context)
