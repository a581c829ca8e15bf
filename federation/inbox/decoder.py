"""Unseals and decodes the body of a message."""

from federation.contracts.base import Message, UnknownMessage, decode
from federation.contracts.envelope import Envelope
from federation.trust.seals import context, unseal


def decode_body(envelope: Envelope, body: bytes) -> Message | None:
    """The message; None if this release does not know its type: then it is parked with its stream until one does.

    Raises UnreadableMessage, Untrusted and UnknownKey.
    """
    plain = body
    if envelope.sealed_for:
        bound = context(
            type_name=envelope.type, sender=envelope.source, recipient=envelope.recipient, subject=envelope.subject
        )
        plain = unseal(body, sealed_for=envelope.sealed_for, recipient=envelope.recipient, context=bound)
    try:
        return decode(envelope.type, plain)
    except UnknownMessage:
        return None
