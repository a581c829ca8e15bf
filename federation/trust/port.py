"""What a suite of cryptography must do for the federation."""

from typing import Protocol

from federation.contracts.envelope import Envelope
from govhall.kernel.errors import Broken


class Untrusted(Broken):
    """The signature is missing, wrong or not one that this cell can check. Quarantined, never parked in a stream."""


class Suite(Protocol):
    """One way to sign and seal, for a whole deployment: nothing is negotiated."""

    name: str

    def sign(self, envelope: Envelope, body: bytes) -> Envelope:
        """The envelope with `key_id` and `signature` filled in for the sending hall."""
        ...

    def verify(self, envelope: Envelope, body: bytes) -> None:
        """Check the received bytes. Raises Untrusted."""
        ...

    def seal(self, body: bytes, recipient: str) -> bytes:
        """The body as only the recipient can read it."""
        ...

    def unseal(self, body: bytes, recipient: str) -> bytes:
        """The body again, at the recipient. Raises Untrusted."""
        ...
