"""The envelope round a message, and its form as CloudEvents 1.0 headers in Kafka's binary mode.

Own codec instead of the CloudEvents SDK: the SDK turns the Kafka key into an attribute and mistakes a structured
message for a binary one, and bytes that will be signed must not pass through it.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec

from govhall.kernel.errors import Broken

Headers = list[tuple[str, bytes]]
RawHeaders = Sequence[tuple[str, bytes | None]]  # as Kafka lets anybody write them: a header may have no value
CONTENT_TYPE = 'application/json'
SEALED_TYPE = 'application/vnd.govhall.sealed'
NAMES = frozenset(
    {
        *('ce_specversion', 'content-type', 'ce_id', 'ce_type', 'ce_source', 'ce_recipient', 'ce_subject', 'ce_time'),
        *('ce_sequence', 'ce_epoch', 'ce_base', 'ce_prevhash', 'ce_traceparent', 'ce_requesthash', 'ce_sealedfor'),
        *('ce_keyid', 'ce_signature', 'ce_proof'),
    }
)


class UnreadableEnvelope(Broken):
    """A header that must be there is missing or does not hold what it should."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """Who says what to whom, and at which place of the stream.

    `source` and `recipient` are hall codes (a cell's name for facts and catalogue entries), `subject` is the case.
    A stream is (subject, source, recipient); `sequence` counts from 1 in it and is 0 for what belongs to no stream.
    `previous` is the hash of the stream's message before. `epoch` grows when a hall's database was restored and `base`
    is the sequence that it had reached then. `request_hash` is the hash of the message that this one answers, if any.
    `sealed_for` names the key that opens the body; it is empty for what holds no personal data and is for all.
    `key_id`, `signature` and `proof` say who signed, over which batch, and that this message belongs to that.
    """

    id: UUID
    type: str
    source: str
    recipient: str
    subject: UUID
    sequence: int
    previous: str
    time: datetime
    epoch: int = 1
    base: int = 0
    traceparent: str = ''
    request_hash: str = ''
    sealed_for: str = ''
    key_id: str = ''
    signature: bytes = b''
    proof: bytes = b''

    def to_headers(self) -> Headers:
        """The envelope as `ce_*` headers; empty places are left out."""
        places = {
            'ce_specversion': '1.0',
            'content-type': SEALED_TYPE if self.sealed_for else CONTENT_TYPE,
            'ce_id': str(self.id),
            'ce_type': self.type,
            'ce_source': self.source,
            'ce_recipient': self.recipient,
            'ce_subject': str(self.subject),
            'ce_time': self.time.isoformat(),
            'ce_sequence': str(self.sequence),
            'ce_epoch': str(self.epoch),
            'ce_base': str(self.base),
            'ce_prevhash': self.previous,
            'ce_traceparent': self.traceparent,
            'ce_requesthash': self.request_hash,
            'ce_sealedfor': self.sealed_for,
            'ce_keyid': self.key_id,
        }
        headers = [(name, text.encode()) for name, text in places.items() if text]
        signing = (('ce_signature', self.signature), ('ce_proof', self.proof))
        return headers + [(name, raw) for name, raw in signing if raw]

    @classmethod
    def from_headers(cls, headers: RawHeaders) -> 'Envelope':
        """Read the headers again. Raises UnreadableEnvelope, which names the header but not what stood in it."""
        places = _only_once(headers)
        expected = SEALED_TYPE if places.get('ce_sealedfor') else CONTENT_TYPE
        if places.get('ce_specversion') != b'1.0' or places.get('content-type') != expected.encode():
            raise UnreadableEnvelope('not a CloudEvents 1.0 message in binary mode')
        try:
            return _read(places)
        except KeyError as error:
            raise UnreadableEnvelope(f'header {error.args[0]} is missing') from error
        except ValueError as error:
            raise UnreadableEnvelope(f'a header is malformed: {type(error).__name__}') from error


def _only_once(headers: RawHeaders) -> dict[str, bytes]:
    """The headers that an envelope has. Said twice, two readers could take different ones; others are nobody's."""
    places: dict[str, bytes] = {}
    for name, raw in headers:
        if name not in NAMES:
            continue
        if name in places:
            raise UnreadableEnvelope(f'header {name} stands twice')
        if not isinstance(raw, bytes):
            raise UnreadableEnvelope(f'header {name} has no value')
        places[name] = raw
    return places


def _read(places: dict[str, bytes]) -> Envelope:
    time = datetime.fromisoformat(places['ce_time'].decode())
    sequence, epoch, base = (int(places[name]) for name in ('ce_sequence', 'ce_epoch', 'ce_base'))
    if time.tzinfo is None or not 0 <= sequence < 2**63 or not 1 <= epoch < 2**31 or not 0 <= base < 2**63:
        raise ValueError('out of range')
    return Envelope(
        id=UUID(places['ce_id'].decode()),
        type=_short(places['ce_type'], 80),
        source=_short(places['ce_source'], 40),
        recipient=_short(places['ce_recipient'], 40),
        subject=UUID(places['ce_subject'].decode()),
        sequence=sequence,
        previous=_short(places.get('ce_prevhash', b''), 64),
        time=time,
        epoch=epoch,
        base=base,
        traceparent=_short(places.get('ce_traceparent', b''), 100),
        request_hash=_short(places.get('ce_requesthash', b''), 64),
        sealed_for=_short(places.get('ce_sealedfor', b''), 64),
        key_id=_short(places.get('ce_keyid', b''), 64),
        signature=_few(places.get('ce_signature', b''), 200),
        proof=_few(places.get('ce_proof', b''), 1000),
    )


def _short(raw: bytes, limit: int) -> str:
    text = raw.decode()
    if len(text) > limit or '\x00' in text:
        raise ValueError('too long, or not text')
    return text


def _few(raw: bytes, limit: int) -> bytes:
    if len(raw) > limit:
        raise ValueError('too long')
    return raw


def content_digest(type_name: str, body: bytes) -> bytes:
    """SHA-256 over the type and the body as it travels."""
    return sha256(type_name.encode() + b'\n' + body).digest()


def chain_hash(previous: str, digest: bytes) -> str:
    """The hash that the stream's next message must name: SHA-256 over the hash before and the content digest."""
    return sha256(previous.encode() + digest).hexdigest()
