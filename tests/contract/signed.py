"""Stories as they were told once: signed, sealed, with the history of the keys.

From the first release on, files are added and never changed.

`GOVHALL_TEST_RECORD=NAME pytest tests/flow/federation/test_signed_story.py` writes a new one when envelope,
statement, proof, seal or suite have changed. The private keys in it were made for it and open nothing else.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec

from federation.contracts.directory import KeyPublished
from federation.contracts.envelope import Envelope, Headers
from federation.link.topics import Lane
from federation.trust.ed25519 import Ed25519Suite

FOLDER = Path(__file__).parent / 'signed'
RECORD = os.environ.get('GOVHALL_TEST_RECORD', '')
SUITES = {'ed25519': Ed25519Suite}


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    """The private halves of a key."""

    key_id: str
    owner: str
    serial: int
    signing: bytes
    sealing: bytes


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A record as it lay on the road."""

    lane: Lane
    key: bytes
    headers: Headers
    body: bytes

    @property
    def envelope(self) -> Envelope:
        """Read with today's release."""
        return Envelope.from_headers(self.headers)


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """What a township told its county, in order, and a signed and sealed message of each type."""

    told_at: datetime
    cell: str
    suite: str
    root: KeyPublished
    secrets: list[Secret]
    road: list[Told]
    samples: list[Told]

    def secret(self, key_id: str) -> Secret:
        """The private halves of this key."""
        return next(one for one in self.secrets if one.key_id == key_id)

    def between_halls(self) -> list[Told]:
        """The messages about cases."""
        return [one for one in self.road if one.lane is Lane.INBOX]

    def subjects(self) -> set[UUID]:
        """The cases."""
        return {message.envelope.subject for message in self.between_halls()}


def stories() -> Iterator[tuple[str, Story]]:
    """All that were told once, with their names."""
    for path in sorted(FOLDER.glob('*.json')):
        yield path.stem, read(path)


def read(path: Path) -> Story:
    """A story."""
    return msgspec.json.decode(path.read_bytes(), type=Story)


def write(story: Story, path: Path) -> None:
    """A file that exists is never touched. Raises FileExistsError."""
    path.parent.mkdir(exist_ok=True)
    with path.open('xb') as file:
        file.write(msgspec.json.format(msgspec.json.encode(story), indent=1) + b'\n')
