"""Bodies that only the recipient hall can read, bound to who says what kind of thing to whom about which case."""

from collections.abc import Sequence
from typing import NamedTuple

from federation.trust import keys
from federation.trust.port import BodyToSeal, Untrusted
from federation.trust.statement import seal_context
from federation.trust.suites import suite

context = seal_context  # the name under which callers know it


class PlainBody(NamedTuple):
    """A body, the hall that may read it, and the context that it is bound to."""

    body: bytes
    recipient: str
    context: bytes


def seal(body: bytes, *, recipient: str, context: bytes) -> tuple[str, bytes]:
    """The id of the key that opens it, and the sealed body. Raises NoKeyYet."""
    return seal_many([PlainBody(body, recipient, context)])[0]


def seal_many(bodies: Sequence[PlainBody]) -> list[tuple[str, bytes]]:
    """The same for all that is sent together, in its order; one look for the keys. Raises NoKeyYet."""
    found = keys.current_keys({body.recipient for body in bodies})
    wanted = [BodyToSeal(found[plain.recipient].seal_key, plain.body, plain.context) for plain in bodies]
    return [
        (found[plain.recipient].key_id, sealed) for plain, sealed in zip(bodies, suite().seal_many(wanted), strict=True)
    ]


def unseal(body: bytes, *, sealed_for: str, recipient: str, context: bytes) -> bytes:
    """The body again, in the cell of the recipient. Raises Untrusted, UnknownKey."""
    key = keys.known_key(sealed_for)
    if key.owner != recipient or key.suite != suite().name:
        raise Untrusted('sealed for another hall, or by another suite')
    return suite().unseal(keys.own_key(sealed_for).sealing, body, context)
