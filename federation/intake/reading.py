"""From a record on a topic to a parcel, or the reason why it can't be one. Nothing here touches the database."""

from federation.contracts.base import Message, UnknownMessage, UnreadableMessage, decode
from federation.contracts.envelope import Envelope, UnreadableEnvelope
from federation.inbox.parcels import Parcel
from federation.inbox.quarantine import Suspect
from federation.link.port import Received
from federation.link.topics import Lane
from federation.trust.port import Untrusted
from federation.trust.suites import suite

BETWEEN_HALLS = (Lane.INBOX, Lane.BULK)


def read(record: Received, lane: Lane) -> Parcel | Suspect | None:
    """The parcel in a record, the record as a suspect, or None for a tombstone."""
    if record.value is None:
        return None
    try:
        return _parcel(record, record.value, lane)
    except (UnreadableEnvelope, UnreadableMessage, Untrusted) as error:
        return Suspect(*record, reason=f'{type(error).__name__}: {error}'[:200])


def _parcel(record: Received, value: bytes, lane: Lane) -> Parcel:
    envelope = Envelope.from_headers(record.headers)
    suite().verify(envelope, value)
    if (envelope.sequence > 0) != (lane in BETWEEN_HALLS):
        raise UnreadableEnvelope('a message of a stream belongs on inbox or bulk, and nothing else does')
    key = record.key or b''
    if not key.isascii():
        raise UnreadableEnvelope('the key is not plain text')
    message = _message(envelope, suite().unseal(value, envelope.recipient))
    return Parcel(record.topic, record.partition, record.offset, key, record.headers, envelope, value, message)


def _message(envelope: Envelope, body: bytes) -> Message | None:
    try:
        return decode(envelope.type, body)
    except UnknownMessage:
        return None  # readable by a later release: parked with its stream
