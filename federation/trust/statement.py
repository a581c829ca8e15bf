"""The bytes that are signed: every attribute that steers a message, and the hash of its body as it travels. Pure."""

from uuid import UUID

from federation.contracts.envelope import Envelope
from federation.trust import merkle
from federation.trust.port import Suite, Untrusted

BATCH = b'govhall federation batch v1\0'  # so that a signed root can never pass for anything else


def statement(envelope: Envelope, body: bytes, suite: Suite) -> bytes:
    """One line an attribute; no attribute can hold a NUL, so two different messages never give the same bytes.

    The trace is left out: whoever carries a message may add to it.
    """
    attributes = (
        *(suite.name, str(envelope.id), envelope.type, envelope.source, envelope.recipient, str(envelope.subject)),
        *(str(envelope.sequence), envelope.previous, str(envelope.epoch), str(envelope.base)),
        *(envelope.time.isoformat(), envelope.request_hash, envelope.sealed_for, envelope.key_id),
    )
    return '\0'.join(attributes).encode() + b'\0' + suite.digest(body)


def root_of(envelope: Envelope, body: bytes, suite: Suite) -> bytes:
    """The root that this message belongs to by its proof, as it was signed. Raises Untrusted."""
    try:
        proof = merkle.MerkleProof.unpack(envelope.proof)
        return BATCH + merkle.root(merkle.leaf(statement(envelope, body, suite), suite.digest), proof, suite.digest)
    except ValueError as error:
        raise Untrusted(f'proof: {error}') from error


def seal_context(*, type_name: str, sender: str, recipient: str, subject: UUID) -> bytes:
    """What a seal is bound to: moved to another place it does not open."""
    return '\0'.join((type_name, sender, recipient, str(subject))).encode()
