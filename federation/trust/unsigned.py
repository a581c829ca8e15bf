"""The suite that signs and seals nothing: whoever can write to a topic can speak for any hall.

Good for one network under one owner. The places in the envelope stay empty, so that a signing suite changes no format.
"""

from federation.contracts.envelope import Envelope
from federation.trust.port import Untrusted


class Unsigned:
    """Leaves every place empty and refuses a message that claims to be signed, because it can't check it."""

    name = 'unsigned'

    def sign(self, envelope: Envelope, body: bytes) -> Envelope:
        """The envelope as it is."""
        return envelope

    def verify(self, envelope: Envelope, body: bytes) -> None:
        """Raises Untrusted for a signed message: accepting it unchecked would look like a check."""
        if envelope.key_id or envelope.signature:
            raise Untrusted('signed, but this cell runs the unsigned suite')

    def seal(self, body: bytes, recipient: str) -> bytes:
        """The body as it is."""
        return body

    def unseal(self, body: bytes, recipient: str) -> bytes:
        """The body as it is."""
        return body
