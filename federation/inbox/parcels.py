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


class Delivery(NamedTuple):
    """What a handler may know of the way: who sent it, to whom, about what, at which place, and when it was said.

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


class Published(NamedTuple):
    """How an entry of a shared topic came: its key, the cell that signed it, and the record byte for byte."""

    key: str
    source: str
    headers: Headers
    body: bytes


class Parcel(NamedTuple):
    """A record whose sender is verified. `body` is what arrived.

    `message` is None while a sealed body is not opened, and if this release does not know the type.
    """

    topic: str
    partition: int
    offset: int
    key: bytes
    headers: Headers
    envelope: Envelope
    body: bytes
    message: Message | None

    @property
    def stream(self) -> StreamKey:
        """The stream that it belongs to."""
        return StreamKey(self.envelope.subject, self.envelope.source, self.envelope.recipient)

    @property
    def tip(self) -> str:
        """The hash that the next message of the stream must name, computed from what arrived."""
        return chain_hash(self.envelope.previous, content_digest(self.envelope.type, self.body))

    @property
    def published(self) -> Published:
        """What handlers of entries see."""
        return Published(self.key.decode(), self.envelope.source, self.headers, self.body)

    @property
    def delivery(self) -> Delivery:
        """The part of the envelope that handlers see."""
        said = self.envelope
        place = (said.source, said.recipient, said.subject, said.sequence)
        said_hash = self.tip if said.sequence else ''
        return Delivery(*place, said.time, said.id, said_hash, said.request_hash, said.epoch)


def pack_headers(headers: RawHeaders) -> bytes:
    """Headers as one column, byte for byte."""
    return msgspec.msgpack.encode(headers)


def unpack_headers(packed: bytes) -> Headers:
    """The headers again, of what was read as a parcel."""
    return msgspec.msgpack.decode(packed, type=Headers)


def unpack_raw_headers(packed: bytes) -> RawHeaders:
    """The headers again, of what was set aside: some may have no value."""
    return msgspec.msgpack.decode(packed, type=list[tuple[str, bytes | None]])
