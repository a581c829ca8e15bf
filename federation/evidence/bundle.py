"""The file of evidence: messages as received and as sent, and the signed history of the keys. No Django here."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec

from federation.contracts.directory import KeyPublished
from federation.contracts.envelope import Envelope, UnreadableEnvelope
from govhall.kernel.errors import Broken

SUITES = ('ed25519', 'sm2')
MOST_MEGABYTES = 256  # a case of hundreds of messages has a few; decoded it needs as much memory again


class TopicRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record as it lay on the topic: its headers in order, and its body."""

    headers: list[tuple[str, bytes]]
    body: bytes


class ReceivedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the receiver has: the record, when it took effect, and, if disclosed, the key of this one body."""

    record: TopicRecord
    applied_at: datetime
    opening_key: bytes | None = None


class SentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the sender has of a message that it sent: place and body. Its signature is at the receiver."""

    id: UUID
    type: str
    source: str
    recipient: str
    subject: UUID
    sequence: int
    previous: str
    body: bytes
    acknowledged: bool = msgspec.field(name='receipted')


class EvidenceBundle(msgspec.Struct, frozen=True, kw_only=True):
    """One cell's evidence about one case. `root` is the key on which its trust rests, `keys` the others' history."""

    cell: str
    suite: str
    case: UUID
    made_at: datetime
    root: KeyPublished
    received: list[ReceivedRecord] = msgspec.field(name='heard')
    sent: list[SentRecord] = msgspec.field(name='said')
    keys: list[TopicRecord]


class UnreadableBundle(Broken):
    """The file is not evidence as `export_evidence` writes it."""


class EvidenceTooLarge(Broken):
    """Nobody could read the file again."""

    def __init__(self) -> None:
        super().__init__(f'the evidence is larger than {MOST_MEGABYTES} MB; nothing was written')


def write(bundle: EvidenceBundle, file: Path) -> None:
    """JSON, bytes in base64. Raises EvidenceTooLarge for what `read` would not take."""
    content = msgspec.json.format(msgspec.json.encode(bundle), indent=1)
    if len(content) > MOST_MEGABYTES * 2**20:
        raise EvidenceTooLarge
    file.write_bytes(content)


def read(file: Path) -> EvidenceBundle:
    """Raises UnreadableBundle."""
    try:
        bundle = msgspec.json.decode(_content(file), type=EvidenceBundle)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableBundle(f'{file}: {error}') from error
    if bundle.suite not in SUITES:
        raise UnreadableBundle(f'{file}: the suite is none of {", ".join(SUITES)}')
    for place, received in enumerate(bundle.received, start=1):
        try:
            Envelope.from_headers(received.record.headers)
        except UnreadableEnvelope as error:
            raise UnreadableBundle(f'{file}: received message {place}: {error}') from error
    return bundle


def _content(file: Path) -> bytes:
    most = MOST_MEGABYTES * 2**20
    with file.open('rb') as opened:
        content = opened.read(most + 1)
    if len(content) > most:
        raise UnreadableBundle(f'{file}: larger than {MOST_MEGABYTES} MB')
    return content
