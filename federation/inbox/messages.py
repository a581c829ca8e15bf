"""A message as it arrived, with everything needed to apply it, park it or set it aside."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from federation.contracts.base import Message
from federation.contracts.envelope import Envelope, Headers, RawHeaders, chain_hash, content_digest

# (topic, partition) -> the first position that is not applied.
Offsets = dict[tuple[str, int], int]


class StreamKey(NamedTuple):
    """A stream: one case from one hall to one other."""

    subject: UUID
    sender: str
    recipient: str


class MessageContext(NamedTuple):
    """What a handler may know of a message: who sent it, to whom, about what, at which place, and when.

    `hash` is that of the message itself: an answer names it, so that it can be held against nothing else. `answers` is
    the hash that this message names, if it is an answer. `epoch` is the sender's, by which facts are ordered first.
    """

    sender: str
    recipient: str
    subject: UUID
    sequence: int
    time: datetime
    event_id: UUID
    hash: str = ''
    answers: str = ''
    epoch: int = 1


class EntryContext(NamedTuple):
    """What a handler may know of an entry of a shared topic: its key, the cell that signed it, and the raw record."""

    key: str
    source: str
    headers: Headers
    body: bytes


class InboundMessage(NamedTuple):
    """A record whose sender is verified. `body` is what arrived.

    `content` is None while a sealed body is not opened, and if this release does not know the type.
    """

    topic: str
    partition: int
    offset: int
    key: bytes
    headers: Headers
    envelope: Envelope
    body: bytes
    content: Message | None

    @property
    def stream(self) -> StreamKey:
        """The stream that it belongs to."""
        return StreamKey(self.envelope.subject, self.envelope.source, self.envelope.recipient)

    @property
    def tip(self) -> str:
        """The hash that the next message of the stream must name, computed from what arrived."""
        return chain_hash(self.envelope.previous, content_digest(self.envelope.type, self.body))

    @property
    def entry_context(self) -> EntryContext:
        """What handlers of entries see."""
        return EntryContext(self.key.decode(), self.envelope.source, self.headers, self.body)

    @property
    def context(self) -> MessageContext:
        """The part of the envelope that handlers see."""
        envelope = self.envelope
        place = (envelope.source, envelope.recipient, envelope.subject, envelope.sequence)
        own_hash = self.tip if envelope.sequence else ''
        return MessageContext(*place, envelope.time, envelope.id, own_hash, envelope.request_hash, envelope.epoch)


def pack_headers(headers: RawHeaders) -> bytes:
    """Headers as one column, byte for byte."""
    return msgspec.msgpack.encode(headers)


def unpack_headers(packed: bytes) -> Headers:
    """The headers again, of what was read as a message."""
    return msgspec.msgpack.decode(packed, type=Headers)


def unpack_raw_headers(packed: bytes) -> RawHeaders:
    """The headers again, of what was set aside: some may have no value."""
    return msgspec.msgpack.decode(packed, type=list[tuple[str, bytes | None]])
