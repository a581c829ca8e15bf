"""Rows as they travel: signed once for each hall that speaks in a chunk."""

from collections.abc import Sequence

from federation.contracts.envelope import Envelope
from federation.link.port import OutgoingRecord
from federation.relay.rows import DueRow
from federation.trust.signatures import sign


def records(chunk: Sequence[DueRow]) -> list[OutgoingRecord]:
    """One record a row, in the same order. Raises NoPrivateKey for a hall that is not of this cell."""
    bodies = [bytes(row.body) for row in chunk]
    signed = sign([(_envelope(row), body) for row, body in zip(chunk, bodies, strict=True)])
    return [
        OutgoingRecord(row.topic, row.key.encode(), envelope.to_headers(), body)
        for row, envelope, body in zip(chunk, signed, bodies, strict=True)
    ]


def _envelope(row: DueRow) -> Envelope:
    extra = row.extra
    return Envelope(
        id=row.event_id,
        type=row.type,
        source=row.sender,
        recipient=row.recipient,
        subject=row.subject,
        sequence=row.sequence,
        previous=row.previous,
        time=row.created_at,
        epoch=row.epoch,
        base=row.base,
        request_hash=extra.get('request_hash', ''),
        sealed_for=extra.get('sealed_for', ''),
    )
