"""The file of evidence: messages as they arrived or were said, and the signed history of the keys. No Django here."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec

from federation.contracts.directory import KeyPublished
from federation.contracts.envelope import Envelope, UnreadableEnvelope
from govhall.kernel.errors import Broken

SUITES = ('ed25519', 'sm2')


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A record as it lay on the road: its headers in order, and its body."""

    headers: list[tuple[str, bytes]]
    body: bytes


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What the receiver has: the record, when it took effect, and, if disclosed, the key of this one body."""

    record: Record
    applied_at: datetime
    opening_key: bytes | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What the sender has of a message that it said: place and body. Its signature is at the receiver."""

    id: UUID
    type: str
    source: str
    recipient: str
    subject: UUID
    sequence: int
    previous: str
    body: bytes
    receipted: bool


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """One cell's evidence about one case. `root` is the key on which its trust rests, `keys` the others' history."""

    cell: str
    suite: str
    case: UUID
    made_at: datetime
    root: KeyPublished
    heard: list[Heard]
    said: list[Said]
    keys: list[Record]


class UnreadableBundle(Broken):
    """The file is not evidence as `export_evidence` writes it."""


def write(bundle: Bundle, file: Path) -> None:
    """JSON, bytes in base64."""
    file.write_bytes(msgspec.json.format(msgspec.json.encode(bundle), indent=1))


def read(file: Path) -> Bundle:
    """Raises UnreadableBundle."""
    try:
        bundle = msgspec.json.decode(file.read_bytes(), type=Bundle)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableBundle(f'{file}: {error}') from error
    if bundle.suite not in SUITES:
        raise UnreadableBundle(f'{file}: the suite is none of {", ".join(SUITES)}')
    for place, heard in enumerate(bundle.heard, start=1):
        try:
            Envelope.from_headers(heard.record.headers)
        except UnreadableEnvelope as error:
            raise UnreadableBundle(f'{file}: message {place} that was heard: {error}') from error
    return bundle
