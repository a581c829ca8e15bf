"""One signature for all that a hall says in a batch (X-Road signs at the gateway, not in the application; so do we)."""

from collections.abc import Sequence

import msgspec

from federation.contracts.envelope import Envelope
from federation.trust import keys, merkle
from federation.trust.statement import BATCH, statement
from federation.trust.suites import suite

EnvelopeAndBody = tuple[Envelope, bytes]


def sign(messages: Sequence[EnvelopeAndBody]) -> list[Envelope]:
    """The envelopes with key, signature and proof, in the same order: one signature for each source.

    Raises NoPrivateKey for a source that is not of this cell.
    """
    places: dict[str, list[int]] = {}
    for place, (envelope, _) in enumerate(messages):
        places.setdefault(envelope.source, []).append(place)
    signed: list[Envelope] = [envelope for envelope, _ in messages]
    for source, own in places.items():
        for place, envelope in zip(own, _sign_batch(source, [messages[place] for place in own]), strict=True):
            signed[place] = envelope
    return signed


def _sign_batch(source: str, messages: Sequence[EnvelopeAndBody]) -> list[Envelope]:
    key, by = keys.signing_key(source), suite()
    identified = [(msgspec.structs.replace(envelope, key_id=key.key_id), body) for envelope, body in messages]
    leaves = [merkle.leaf(statement(envelope, body, by), by.digest) for envelope, body in identified]
    root, proofs = merkle.batch(leaves, by.digest)
    signature = by.sign(key.signing, BATCH + root)
    return [
        msgspec.structs.replace(envelope, signature=signature, proof=proof.pack())
        for (envelope, _), proof in zip(identified, proofs, strict=True)
    ]
