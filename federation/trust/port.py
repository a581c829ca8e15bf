"""What a suite of cryptography must do for the federation."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from govhall.kernel.errors import Broken, Later


class Untrusted(Broken):
    """Signature, proof or seal is missing or wrong, or made with a key that may not speak here. Never parked."""


class UnknownKey(Later):
    """The directory has not brought this key yet: the first message of a new hall may overtake it."""


class KeyPair(NamedTuple):
    """One half that is told (`public`) and one that never leaves its cell unsealed (`private`), as raw bytes."""

    public: bytes
    private: bytes


class BodyToSeal(NamedTuple):
    """A body, the public half of whoever may read it, and the context under which alone it opens."""

    public: bytes
    body: bytes
    context: bytes


class Suite(Protocol):
    """One way to hash, sign and seal, for a whole deployment: nothing is negotiated."""

    name: str

    def digest(self, data: bytes) -> bytes:
        """The hash of what is signed, 32 bytes."""
        ...

    def new_signing_pair(self) -> KeyPair:
        """A fresh pair to sign with."""
        ...

    def new_sealing_pair(self) -> KeyPair:
        """A fresh pair to seal to."""
        ...

    def sign(self, private: bytes, data: bytes) -> bytes:
        """The signature over `data`."""
        ...

    def verify(self, public: bytes, signature: bytes, data: bytes) -> None:
        """Raises Untrusted."""
        ...

    def seal(self, public: bytes, body: bytes, context: bytes) -> bytes:
        """The body as only the holder of the private half can read it; opens under the same `context` only."""
        ...

    def seal_many(self, wanted: Sequence[BodyToSeal]) -> list[bytes]:
        """Each as `seal` does, in their order; what they share may cost once, yet each has a key of its own."""
        ...

    def disclose(self, private: bytes, sealed: bytes) -> bytes:
        """The key of this one body, for a court: it opens nothing else. Raises Untrusted."""
        ...

    def unseal_disclosed(self, key: bytes, sealed: bytes, context: bytes) -> bytes:
        """The body, by its own key alone. Raises Untrusted."""
        ...

    def unseal(self, private: bytes, sealed: bytes, context: bytes) -> bytes:
        """The body again. Raises Untrusted."""
        ...
